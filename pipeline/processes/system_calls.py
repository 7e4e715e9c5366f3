"""Which calls of the Linux kernel a worker may make, as a filter that the kernel itself runs (seccomp BPF).

Allowed is what reading needs: memory, time, and files that are only read. Whatever is not named is refused, calls of kernels
to come included: no socket, no other process or thread, no file written, moved or deleted, no signal to others.
"""

import errno
import struct
from collections.abc import Mapping, Sequence

#: Instructions of the kernel's filter: load a word, compare it, give the verdict.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _VERDICT = 0x20, 0x15, 0x35, 0x45, 0x06
_INSTRUCTION = struct.Struct("<HBBI")
#: Offsets in what the filter looks at; of an argument the lower half, which is all that the kernel reads of those looked at.
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
#: From here on the numbers are the same everywhere, and a library knows how to do without.
_FIRST_OF_NEW_CALLS = 424


#: What becomes of a call. Refused as not permitted; as by a kernel that does not have it; the process ended, where the
#: numbers are those of another architecture.
ALLOWED, REFUSED, UNKNOWN, ENDED = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS, 0x80000000
#: The number by which the kernel names an architecture, and the column of `_NUMBERS` that is its own.
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
#: The allowed calls with their numbers on x86_64 and aarch64, where there is one; those made most often come first.
_NUMBERS: Mapping[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "brk": (12, 214),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "mprotect": (10, 226),
    "futex": (202, 98),
    "newfstatat": (262, 79),
    "openat": (257, 56),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "ioctl": (16, 29),
    "fcntl": (72, 25),
    "getdents64": (217, 61),
    "pread64": (17, 67),
    "alarm": (37, None),
    "setitimer": (38, 103),
    "prlimit64": (302, 261),
    "clock_gettime": (228, 113),
    "stat": (4, None),
    "lstat": (6, None),
    "open": (2, None),
    "access": (21, None),
    "readlink": (89, None),
    "statx": (332, 291),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlinkat": (267, 78),
    "getcwd": (79, 17),
    "statfs": (137, 43),
    "fstatfs": (138, 44),
    "fadvise64": (221, 223),
    "readv": (19, 65),
    "writev": (20, 66),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "msync": (26, 227),
    "mincore": (27, 232),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getitimer": (36, 102),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getrlimit": (97, 163),
    "setrlimit": (160, 164),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getgroups": (115, 158),
    "getrandom": (318, 278),
    "set_tid_address": (218, 96),
    "set_robust_list": (273, 99),
    "get_robust_list": (274, 100),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "arch_prctl": (158, None),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
#: The argument that says how a file is opened, and what must not stand in it: O_WRONLY, O_RDWR, O_CREAT, O_TRUNC.
_FLAGS = {"open": 1, "openat": 2}
_WRITING = 0o1 | 0o2 | 0o100 | 0o1000
#: TCGETS, FIONREAD, TIOCGWINSZ, FIONCLEX, FIOCLEX: what is asked of any file; a terminal can be told to type as well.
_ASKED_OF_FILES = (0x5401, 0x541B, 0x5413, 0x5450, 0x5451)
#: F_DUPFD to F_SETFL, and F_DUPFD_CLOEXEC; others have the kernel send signals to whom one likes.
_ASKED_OF_DESCRIPTORS = (0, 1, 2, 3, 4, 1030)


def arguments_among(own_process: int) -> Mapping[str, tuple[int, Sequence[int]]]:
    """Return of which calls an argument must be one of a few values, with its place, so that they do no harm to others."""
    itself = (0, (own_process,))
    return {
        "ioctl": (1, _ASKED_OF_FILES),
        "fcntl": (1, _ASKED_OF_DESCRIPTORS),
        "kill": itself,
        "tgkill": itself,
        "prlimit64": (0, (0, own_process)),
    }


def call_filter(machine: str, own_process: int) -> bytes:
    """Return the filter for a process of an architecture, instruction by instruction of eight bytes.

    Raises: KeyError for an architecture whose numbers are not known.
    """
    audit_number, column = _ARCHITECTURES[machine]
    instructions = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, audit_number),
        (_VERDICT, 0, 0, ENDED),
        (_LOAD, 0, 0, _NUMBER),
    ]
    among = arguments_among(own_process)
    for name, numbers in _NUMBERS.items():
        number = numbers[column]
        if number is not None:
            judgement = [*_tests(name, among), (_VERDICT, 0, 0, ALLOWED)]
            instructions += [(_EQUAL, 0, len(judgement), number), *judgement]
    instructions += [
        (_AT_LEAST, 0, 1, _FIRST_OF_NEW_CALLS),
        (_VERDICT, 0, 0, UNKNOWN),
        (_VERDICT, 0, 0, REFUSED),
    ]
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in instructions)


def _tests(name: str, among: Mapping[str, tuple[int, Sequence[int]]]) -> Sequence[tuple[int, int, int, int]]:
    """Return the instructions that refuse a call for its argument, and step over the refusal where that is as it must be."""
    if name in _FLAGS:
        comparisons = [(_ANY_BIT, 0, 1, _WRITING)]
        argument = _FLAGS[name]
    elif name in among:
        argument, values = among[name]
        comparisons = [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    else:
        return ()
    return ((_LOAD, 0, 0, _ARGUMENTS + 8 * argument), *comparisons, (_VERDICT, 0, 0, REFUSED))
