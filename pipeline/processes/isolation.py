"""A worker taken away from the world: what it reads may take it over, and then it can still do nothing but answer.

Each step is its own, and left out where the system refuses it; on Linux the last two do alone what the others do in part.
"""

import os
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

#: Far more files than reading opens at a time.
_OPEN_FILES = 64
_SET_NO_NEW_PRIVILEGES = 38
_NEW_USER_NAMESPACE, _NEW_NETWORK_NAMESPACE = 0x10000000, 0x40000000
#: Kernel calls that libraries of C have no functions for; Landlock's numbers are the same everywhere.
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SECCOMP_SET_FILTER = 1
#: Without it kernels before 5.16 slow a filtered process down, against a threat between threads that is none here.
_SECCOMP_ALLOW_SPECULATION = 4
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_LANDLOCK_VERSION = 1
#: Rights over files by the version that brought them: all but those to read files and list folders.
_LANDLOCK_FILES = ((1, 0b1_1111_1111_0011), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
#: Since version 4 to listen and to connect by TCP, since version 6 abstract sockets and signals of other processes.
_LANDLOCK_NETWORK, _LANDLOCK_SCOPES = (4, 0b11), (6, 0b11)
#: The steps that were taken, by name: no enum, for every worker is started anew and each class takes its time.
steps_taken: set[str] = set()


def isolate() -> None:
    """Take every step that this system allows; none can be taken back."""
    # what could not be written would be tried for every module
    sys.dont_write_bytecode = True
    for step, take in _STEPS.items():
        # whatever a system lacks, the others are taken all the same
        with suppress(Exception):
            take()
            steps_taken.add(step)


def _limit() -> None:
    import resource  # noqa: PLC0415  # not on Windows

    for kind, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))


def _renounce_privileges() -> None:
    _checked("prctl", _SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _leave_network() -> None:
    # who may not make a network alone may in a name space of users, where some systems allow that
    unprivileged = 0 if os.geteuid() == 0 else _NEW_USER_NAMESPACE
    _checked("unshare", unprivileged | _NEW_NETWORK_NAMESPACE)


def _give_up_files() -> None:
    import ctypes  # noqa: PLC0415  # not needed where there is no Linux

    version = _checked("syscall", _LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)
    files = sum(rights for since, rights in _LANDLOCK_FILES if version >= since)
    network, scopes = (rights if version >= since else 0 for since, rights in (_LANDLOCK_NETWORK, _LANDLOCK_SCOPES))
    # a kernel takes no more than it knows, unless the rest is zero
    rules = ctypes.create_string_buffer(struct.pack("=QQQ", files, network, scopes), 24)
    descriptor = _checked("syscall", _LANDLOCK_CREATE, rules, len(rules), 0)
    try:
        _checked("syscall", _LANDLOCK_RESTRICT, descriptor, 0)
    finally:
        os.close(descriptor)


def _filter_calls() -> None:
    import ctypes  # noqa: PLC0415  # not needed where there is no Linux

    from pipeline.processes.system_calls import call_filter  # noqa: PLC0415

    machine = os.uname().machine
    if ctypes.sizeof(ctypes.c_void_p) != 8:
        raise OSError("the numbers are those of 64 bits")
    instructions = call_filter(machine, os.getpid())
    buffer = ctypes.create_string_buffer(instructions, len(instructions))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(instructions) // 8, ctypes.addressof(buffer)), 16)
    arguments = (_SECCOMP[machine], _SECCOMP_SET_FILTER)
    try:
        _checked("syscall", *arguments, _SECCOMP_ALLOW_SPECULATION, program)
    except OSError:
        _checked("syscall", *arguments, 0, program)


#: In this order: no privilege may be left where a filter is set, and a filter allows none of the other steps.
_STEPS: Mapping[str, Callable[[], None]] = {
    # no file grows, no process is begun, few are open
    "limits": _limit,
    # no program gives this process more rights than it has
    "no-new-privileges": _renounce_privileges,
    # a network of its own, without any device
    "network-namespace": _leave_network,
    # no right over files but to read them
    "landlock": _give_up_files,
    # of the kernel nothing but what reading needs
    "system-calls": _filter_calls,
}


def _checked(name: str, *arguments: Any) -> int:
    """Return what a function of the library of C returns. Raises: OSError, also where there is no Linux."""
    if sys.platform != "linux":
        raise OSError(sys.platform)
    import ctypes  # noqa: PLC0415  # a worker elsewhere does without

    function = getattr(ctypes.CDLL(None, use_errno=True), name)
    function.restype = ctypes.c_long if name == "syscall" else ctypes.c_int
    # of a call whose arguments are not declared each takes a whole register
    result: int = function(*(ctypes.c_long(value) if isinstance(value, int) else value for value in arguments))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
