"""Trees as RFC 9162 has them, checked against known roots and another implementation; notes as C2SP has them."""

import base64
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from firsthand.record.entry import leaf_hash
from firsthand.record.fault import BadDigest, BadNote
from firsthand.record.log import (
    EMPTY_ROOT,
    Checkpoint,
    Signature,
    Tree,
    inclusion_proof,
    join_notes,
    key_id,
    node_hash,
    read_note,
    root_from_proof,
    root_of,
    split_notes,
)

# The inputs and roots that certificate-transparency and transparency-dev/merkle test with.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


def obvious_root(leaves: list[str]) -> str:
    """RFC 9162 section 2.1.1, as it is written there."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(obvious_root(leaves[:split]), obvious_root(leaves[split:]))


def test_known_roots() -> None:
    tree = Tree()
    assert tree.root() == EMPTY_ROOT == sha256(b"").hexdigest()
    for number, data in enumerate(INPUTS):
        tree.add(leaf_hash(data))
        assert tree.root() == ROOTS[number] == root_of(map(leaf_hash, INPUTS[: number + 1]))


@given(LEAVES)
def test_the_growing_tree_is_the_written_one_and_another_ones(data: list[bytes]) -> None:
    other = InmemoryTree(algorithm="sha256")
    tree, leaves = Tree(), [leaf_hash(item) for item in data]
    for number, (item, leaf) in enumerate(zip(data, leaves, strict=True), 1):
        other.append_entry(item)
        tree.add(leaf)
        assert tree.root() == obvious_root(leaves[:number]) == other.get_root().hex()
        assert tree.size == number


@given(LEAVES, st.integers(0, 39))
def test_proofs_lead_to_the_root(data: list[bytes], where: int) -> None:
    leaves = [leaf_hash(item) for item in data]
    index = where % len(leaves)
    path = inclusion_proof(leaves, index)
    assert root_from_proof(leaves[index], index, len(leaves), path) == root_of(leaves)
    other = InmemoryTree(algorithm="sha256")
    for item in data:
        other.append_entry(item)
    assert path == [node.hex() for node in other.prove_inclusion(index + 1).path[1:]] or len(leaves) == 1


@given(LEAVES, st.integers(0, 39), st.integers(0, 45), HASHES)
def test_proofs_of_anything_else_do_not(data: list[bytes], where: int, other: int, stranger: str) -> None:
    leaves = [leaf_hash(bytes([number]) + item) for number, item in enumerate(data)]
    index = where % len(leaves)
    path, root = inclusion_proof(leaves, index), root_of(leaves)
    assert root_from_proof(stranger, index, len(leaves), path) != root
    assert root_from_proof(leaves[index], index, len(leaves), [*path, stranger]) is None
    assert not path or root_from_proof(leaves[index], index, len(leaves), path[:-1]) != root
    assert other == index or other >= len(leaves) or root_from_proof(leaves[index], other, len(leaves), path) != root
    assert root_from_proof(leaves[index], len(leaves) + other, len(leaves), path) is None
    assert root_from_proof(leaves[index], -1, len(leaves), path) is None


# --- notes ---------------------------------------------------------------------------------------------------------------

SIGNATURES = st.builds(
    Signature,
    name=st.from_regex(r"[a-z/.]{1,20}", fullmatch=True),
    key_id=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=64, max_size=64),
)
CHECKPOINTS = st.builds(
    Checkpoint,
    case=HASHES,
    log=HASHES,
    size=st.integers(0, 10**15),
    root=HASHES,
    signatures=st.lists(SIGNATURES, min_size=1, max_size=3).map(tuple),
)


@given(st.lists(CHECKPOINTS, max_size=4))
def test_notes_read_back(checkpoints: list[Checkpoint]) -> None:
    notes = [checkpoint.note() for checkpoint in checkpoints]
    assert [read_note(note) for note in notes] == checkpoints
    assert split_notes(join_notes(notes)) == notes


def test_a_known_note_and_its_key() -> None:
    """The example of golang.org/x/mod/sumdb/note, which C2SP's signed-note comes from."""
    key = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    raw = base64.b64decode(line)
    assert key[:1] == b"\x01" and key_id("PeterNeumann", key[1:]) == raw[:4] == bytes.fromhex("c74f20a3")
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(raw[4:], text.encode())


GOOD = Checkpoint(
    case="a" * 64,
    log="b" * 64,
    size=7,
    root="c" * 64,
    signatures=(Signature(name="x", key_id=b"1234", signature=b"s" * 64),),
).note()
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
ROOT = base64.b64encode(bytes.fromhex("c" * 64)).decode()
BAD: dict[str, Any] = {
    "leading zero": GOOD.replace("\n7\n", "\n007\n"),
    "a sign": GOOD.replace("\n7\n", "\n+7\n"),
    "negative": GOOD.replace("\n7\n", "\n-7\n"),
    "hexadecimal": GOOD.replace("\n7\n", "\n0x7\n"),
    "other digits": GOOD.replace("\n7\n", "\n٧\n"),
    "too many digits": GOOD.replace("\n7\n", "\n" + "7" * 17 + "\n"),
    "blank": GOOD.replace("\n7\n", "\n 7\n"),
    "carriage return": GOOD.replace("\n7\n", "\n7\r\n"),
    "tab": GOOD.replace("\n7\n", "\n\t7\n"),
    "nul": GOOD.replace("\n7\n", "\n7\x00\n"),
    "delete": GOOD.replace("\n7\n", "\n7\x7f\n"),
    "short root": GOOD.replace(ROOT, ROOT[:40]),
    "loose base64": GOOD.replace(ROOT, ROOT[:-2] + "N="),
    "no base64": GOOD.replace(ROOT, "*" * 44),
    "root of 33 bytes": GOOD.replace(ROOT, base64.b64encode(b"c" * 33).decode()),
    "another origin": GOOD.replace("firsthand/", "secondhand/", 1),
    "a part more": GOOD.replace("firsthand/", "firsthand/x/", 1),
    "no case": GOOD.replace("a" * 64, "a" * 63),
    "a line more": GOOD.replace("\n\n", "\nmore\n\n"),
    "no signature": GOOD.partition("\n\n")[0] + "\n\n",
    "no end": GOOD[:-1],
    "no dash": GOOD.replace("\u2014", "-"),
    "name with plus": GOOD.replace("\u2014 x", "\u2014 x+y"),
    "signature in loose base64": GOOD[:-3] + LETTERS[LETTERS.index(GOOD[-3]) ^ 1] + "=\n",
    "empty": "",
}


def test_the_good_one_is_good() -> None:
    assert read_note(GOOD).size == 7 and split_notes(GOOD + "\n") == [GOOD]


@pytest.mark.parametrize("name", BAD)
def test_bad_notes_are_refused(name: str) -> None:
    with pytest.raises((BadNote, BadDigest)):
        read_note(BAD[name])


@pytest.mark.parametrize("text", [GOOD, GOOD[:-1], GOOD + "\n\n", "\n\n", "x\n\n", GOOD + "\n" + GOOD])
def test_bad_files_of_notes_are_refused(text: str) -> None:
    with pytest.raises(BadNote):
        [read_note(note) for note in split_notes(text)]


def test_signatures_of_unknown_make_are_kept_out() -> None:
    longer = base64.b64encode(b"4321" + b"q" * 99).decode()
    assert len(read_note(GOOD + f"\u2014 witness {longer}\n").signatures) == 1


@given(st.text(max_size=60))
def test_any_text_ends_in_a_note_or_a_fault(text: str) -> None:
    for made in (text, GOOD[:40] + text, text + GOOD):
        with suppress(BadNote, BadDigest):
            read_note(made)
