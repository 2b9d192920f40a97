"""The filter's numbers against libseccomp's, and its program against a machine of our own, for both processors."""

import struct

import pytest

from firsthand.outside import cell_seccomp as filter_of
from firsthand.outside.cell_seccomp import (
    ABSENT,
    ALLOW,
    ALLOWED,
    ARCHES,
    FATAL,
    KILL,
    MISSING,
    REFUSE,
    conditional,
    program,
)

PID = 4321
TABLES = {**ALLOWED, **FATAL, **MISSING, **{name: numbers for name, (numbers, _) in conditional(PID).items()}}
NUMBERS = {
    machine: {name: numbers[column] for name, numbers in TABLES.items()} for machine, (column, _) in ARCHES.items()
}


def answer(machine: str, number: int, *args: int, arch: int | None = None) -> int:
    """What the filter says of one call: a small machine for the instructions that it uses."""
    code = program(machine, PID)
    padded = [*args, *[0] * (6 - len(args))]
    data = struct.pack("<IIQ6Q", number, ARCHES[machine][1] if arch is None else arch, 0, *padded)
    at, held = 0, 0
    while True:
        op, yes, no, k = struct.unpack_from("=HBBI", code, 8 * at)
        at += 1
        if op == filter_of.LOAD:
            [held] = struct.unpack_from("<I", data, k)
        elif op == filter_of.EQUAL:
            at += yes if held == k else no
        elif op == filter_of.ANY_BIT:
            at += yes if held & k else no
        else:
            assert op == filter_of.RETURN
            return int(k)


@pytest.mark.parametrize("machine", ARCHES)
def test_the_numbers_are_libseccomps(machine: str) -> None:
    import pyseccomp

    arch = {"x86_64": pyseccomp.Arch.X86_64, "aarch64": pyseccomp.Arch.AARCH64}[machine]
    for name, number in NUMBERS[machine].items():
        theirs = pyseccomp.resolve_syscall(arch, name)
        assert theirs == number if number is not None else theirs < 0, name


@pytest.mark.parametrize("machine", ARCHES)
def test_every_number_has_one_answer(machine: str) -> None:
    given = [number for number in NUMBERS[machine].values() if number is not None]
    assert len(given) == len(set(given))
    allowed = {number for name in ALLOWED if (number := NUMBERS[machine][name]) is not None}
    fatal = {number for name in FATAL if (number := NUMBERS[machine][name]) is not None}
    asked = {number for name in conditional(PID) if (number := NUMBERS[machine][name]) is not None}
    for number in range(600):
        if number in asked:
            continue
        expected = ALLOW if number in allowed else KILL if number in fatal else ABSENT if number == 435 else REFUSE
        assert answer(machine, number) == expected, number


@pytest.mark.parametrize("machine", ARCHES)
@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("mmap", (0, 4096, 3), ALLOW),
        ("mmap", (0, 4096, 7), REFUSE),
        ("mprotect", (0, 4096, 4), REFUSE),
        ("mprotect", (0, 4096, 1), ALLOW),
        ("newfstatat", (3, 1, 1, 0x1000), ALLOW),
        ("newfstatat", (3, 1, 1, 0x100), REFUSE),
        ("clone", (0x3D0F00,), ALLOW),
        ("clone", (17,), REFUSE),
        ("clone", (0x100 | 17,), REFUSE),
        ("fcntl", (3, 1030), ALLOW),
        ("fcntl", (3, 8), REFUSE),
        ("fcntl", (3, 4), REFUSE),
        ("tgkill", (PID, PID, 6), ALLOW),
        ("tgkill", (1, 1, 9), REFUSE),
        ("prlimit64", (0, 7, 0, 1), ALLOW),
        ("prlimit64", (PID, 7, 0, 1), ALLOW),
        ("prlimit64", (1, 7, 0, 1), REFUSE),
        ("prlimit64", (0, 7, 1, 0), REFUSE),
        ("prlimit64", (0, 7, 1 << 32, 0), REFUSE),
        ("prctl", (15,), ALLOW),
        ("prctl", (22,), REFUSE),
    ],
)
def test_arguments_are_looked_at(machine: str, name: str, args: tuple[int, ...], expected: int) -> None:
    number = NUMBERS[machine][name]
    assert number is not None and answer(machine, number, *args) == expected


@pytest.mark.parametrize("machine", ARCHES)
def test_calls_of_another_machine_end_it(machine: str) -> None:
    """The same number is another call there: 32-bit calls on a 64-bit kernel are the classic way around a filter."""
    assert answer(machine, 1, arch=0x40000003) == KILL
    assert answer("x86_64", 0x40000000 | 41) == REFUSE
