"""The kernel's filter, run here instruction by instruction for both architectures: reading is allowed, and nothing else."""

import struct

import pytest

from pipeline.processes.system_calls import ALLOWED, ENDED, REFUSED, UNKNOWN, call_filter

OWN = 4711
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
#: Numbers from the kernel's own headers, written down apart from the filter's table.
READ, OPENAT, KILL, PRLIMIT, IOCTL, CLONE, EXECVE, SOCKET, UNLINKAT, PTRACE = range(10)
NUMBERS = {
    "x86_64": (0, 257, 62, 302, 16, 56, 59, 41, 263, 101),
    "aarch64": (63, 56, 129, 261, 29, 220, 221, 198, 35, 117),
}
#: The same everywhere: clone3, openat2, io_uring_setup, pidfd_getfd, and what no kernel has yet.
NEW_CALLS = (435, 437, 425, 438, 5000)
MACHINES = pytest.mark.parametrize("machine", AUDIT)


def verdict(machine: str, number: int, *arguments: int, audit: int | None = None) -> int:
    """What the filter says of a call."""
    padded = (*arguments, *(0,) * (6 - len(arguments)))
    data = struct.pack("<IIQ6Q", number, AUDIT[machine] if audit is None else audit, 0, *padded)
    program = list(struct.iter_unpack("<HBBI", call_filter(machine, OWN)))
    place = value = 0
    while True:
        code, met, unmet, operand = program[place]
        place += 1
        if code == 0x20:
            (value,) = struct.unpack_from("<I", data, operand)
        elif code == 0x06:
            return operand
        else:
            truth = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}[code]
            place += met if truth else unmet


@MACHINES
def test_files_are_read_and_not_written(machine: str) -> None:
    numbers = NUMBERS[machine]
    assert verdict(machine, numbers[READ]) == ALLOWED
    for flags in (0, 0o2000000, 0o200000 | 0o2000000):
        assert verdict(machine, numbers[OPENAT], 3, 0, flags) == ALLOWED
    for flags in (1, 2, 3, 0o100, 0o1000, 0o20000000 | 2, 0o2000000 | 1, 1 | 0xFFFF_0000_0000_0000):
        assert verdict(machine, numbers[OPENAT], 3, 0, flags) == REFUSED


@MACHINES
def test_what_reaches_others_is_refused(machine: str) -> None:
    numbers = NUMBERS[machine]
    for call in (CLONE, EXECVE, SOCKET, UNLINKAT, PTRACE):
        assert verdict(machine, numbers[call]) == REFUSED
    for call in (KILL, PRLIMIT):
        assert verdict(machine, numbers[call], OWN) == ALLOWED
        assert verdict(machine, numbers[call], 1) == REFUSED
    for everybody in (0, 2**32 - 1):
        assert verdict(machine, numbers[KILL], everybody) == REFUSED
    assert verdict(machine, numbers[IOCTL], 0, 0x5401) == ALLOWED
    assert verdict(machine, numbers[IOCTL], 0, 0x5412) == REFUSED


@MACHINES
@pytest.mark.parametrize("number", NEW_CALLS)
def test_calls_that_came_later_are_unknown(machine: str, number: int) -> None:
    assert verdict(machine, number) == UNKNOWN


@MACHINES
def test_numbers_of_another_architecture_end_the_process(machine: str) -> None:
    assert verdict(machine, 0, audit=0x40000003) == ENDED
    # the second set of numbers that x86_64 has
    assert verdict(machine, 0x40000000 | 41) != ALLOWED


def test_a_processor_whose_numbers_are_not_known_has_no_filter() -> None:
    with pytest.raises(KeyError):
        call_filter("riscv64", OWN)


@MACHINES
def test_the_filter_is_no_longer_than_the_kernel_takes(machine: str) -> None:
    assert len(call_filter(machine, OWN)) // 8 < 4096
