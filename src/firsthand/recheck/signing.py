"""Ed25519 over checkpoints and key rotations: signing for authors, verifying for everybody."""

import base64
from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from firsthand.record.fault import BadSignature
from firsthand.record.keys import rotation_bytes
from firsthand.record.log import Checkpoint, Signature, key_id, key_name, read_note


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    """The 32 raw bytes of the public key."""
    return private.public_key().public_bytes_raw()


def sign_checkpoint(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """The checkpoint as a note with this key's signature (any earlier signatures are kept)."""
    name = key_name(checkpoint.log)
    signature = Signature(
        name=name,
        key_id=key_id(name, public_bytes(private)),
        signature=private.sign(checkpoint.text().encode()),
    )
    return replace(checkpoint, signatures=(*checkpoint.signatures, signature)).note()


def verify_note(note: str, public: bytes) -> Checkpoint:
    """The checkpoint in a note that `public` has signed.

    Signatures of other names or key ids are ignored; one under this key's own name and id that does not verify rejects
    the note. Raises BadNote, BadSignature.
    """
    checkpoint = read_note(note)
    name = key_name(checkpoint.log)
    own = [s for s in checkpoint.signatures if s.name == name and s.key_id == key_id(name, public)]
    if not own:
        raise BadSignature(
            f"the checkpoint of log {checkpoint.log[:12]} at size {checkpoint.size} is not signed by the key in force"
        )
    for signature in own:
        _verify(public, signature.signature, checkpoint.text().encode(), f"checkpoint of log {checkpoint.log[:12]}")
    return checkpoint


def sign_rotation(log: str, new: bytes, old: Ed25519PrivateKey) -> str:
    """The old key's hand-over, base64."""
    return base64.b64encode(old.sign(rotation_bytes(log, base64.b64encode(new).decode()))).decode()


def verify_rotation(log: str, new: str, signature: str, old: bytes) -> None:
    """Raises BadSignature unless `old` (32 raw bytes) signed over to `new` (base64)."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError as bad:
        raise BadSignature("a rotation's signature is not base64") from bad
    if base64.b64encode(raw).decode() != signature:
        raise BadSignature("a rotation's signature is not in the one base64 form of its bytes")
    _verify(old, raw, rotation_bytes(log, new), f"key rotation in log {log[:12]}")


def _verify(public: bytes, signature: bytes, data: bytes, what: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError) as bad:
        raise BadSignature(f"bad signature: {what}") from bad
