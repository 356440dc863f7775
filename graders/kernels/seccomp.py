"""A filter for the system calls that no lesson needs and that widen what hostile code can try."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import struct

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Offsets in the kernel's struct seccomp_data.
_NUMBER, _ARCHITECTURE, _ARGUMENT_0, _ARGUMENT_1 = 0, 4, 16, 24
_NEW_NAMESPACES = 0x7E020080
_TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, 16)  # 16 is netlink, which lists interfaces

# Numbers from 424 on are the same everywhere.
_COMMON = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_getfd": 438, "process_madvise": 440,
    "mount_setattr": 442, "memfd_secret": 447,
}  # fmt: skip
_NUMBERS = {
    "x86_64": {
        "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "setns": 308, "unshare": 272,
        "ptrace": 101,
        "process_vm_readv": 310, "process_vm_writev": 311, "keyctl": 250, "add_key": 248, "request_key": 249,
        "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "kexec_load": 246, "kexec_file_load": 320,
        "init_module": 175, "finit_module": 313, "delete_module": 176, "swapon": 167, "swapoff": 168,
        "reboot": 169,
        "open_by_handle_at": 304, "name_to_handle_at": 303, "memfd_create": 319, "shmget": 29, "msgget": 68,
        "semget": 64, "mq_open": 240, "acct": 163, "quotactl": 179, "syslog": 103, "settimeofday": 164,
        "clock_settime": 227, "clock_adjtime": 305, "adjtimex": 159, "fanotify_init": 300, "kcmp": 312,
        "iopl": 172,
        "ioperm": 173, "uselib": 134,
    },
    "aarch64": {
        "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "setns": 268, "unshare": 97,
        "ptrace": 117,
        "process_vm_readv": 270, "process_vm_writev": 271, "keyctl": 219, "add_key": 217, "request_key": 218,
        "bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "kexec_load": 104, "kexec_file_load": 294,
        "init_module": 105, "finit_module": 273, "delete_module": 106, "swapon": 224, "swapoff": 225,
        "reboot": 142,
        "open_by_handle_at": 265, "name_to_handle_at": 264, "memfd_create": 279, "shmget": 194, "msgget": 186,
        "semget": 190, "mq_open": 180, "acct": 89, "quotactl": 60, "syslog": 116, "settimeofday": 170,
        "clock_settime": 112, "clock_adjtime": 266, "adjtimex": 171, "fanotify_init": 262, "kcmp": 272,
    },
}  # fmt: skip
_SPECIAL = {  # clone, clone3, socket, socketpair, ioctl
    "x86_64": (56, 435, 41, 53, 16),
    "aarch64": (220, 435, 198, 199, 29),
}
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Memory that belongs to no process, so that nobody's limit counts it: libraries take another way when it is
# missing.
_MISSING = {"memfd_create", "memfd_secret", "shmget", "io_uring_setup"}


def supported() -> bool:
    """Whether the filter is known for this processor and the kernel takes filters."""
    if os.uname().machine not in _AUDIT:
        return False
    with open("/proc/self/status") as file:
        return "Seccomp:" in file.read()


def _statement(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _answer(number: int) -> bytes:
    return _statement(_RETURN, _ERRNO | number)


def program(machine: str) -> bytes:
    """The filter as the kernel's classic BPF.

    Args:
        machine: ``x86_64`` or ``aarch64``.

    Returns:
        Eight bytes an instruction.
    """
    clone, clone3, *sockets, ioctl = _SPECIAL[machine]
    code = [
        _statement(_LOAD, _ARCHITECTURE),
        _statement(_JUMP_EQUAL, _AUDIT[machine], 1, 0),
        _statement(_RETURN, _KILL),
        _statement(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        # The x32 interface numbers the same calls from here on.
        code += [_statement(_JUMP_AT_LEAST, 0x40000000, 0, 1), _answer(errno.ENOSYS)]
    for name, number in (_NUMBERS[machine] | _COMMON).items():
        refusal = errno.ENOSYS if name in _MISSING else errno.EPERM
        code += [_statement(_JUMP_EQUAL, number, 0, 1), _answer(refusal)]
    # clone3 keeps its flags in memory, where a filter cannot look; without it the C library takes clone.
    code += [_statement(_JUMP_EQUAL, clone3, 0, 1), _answer(errno.ENOSYS)]
    code += [
        _statement(_JUMP_EQUAL, clone, 0, 4),
        _statement(_LOAD, _ARGUMENT_0),
        _statement(_JUMP_ANY_BIT, _NEW_NAMESPACES, 0, 1),
        _answer(errno.EPERM),
        _statement(_RETURN, _ALLOW),
    ]
    for number in sockets:
        # Some address families, such as those between a virtual machine and its host, know no namespaces.
        code += [_statement(_JUMP_EQUAL, number, 0, 2 + 2 * len(_FAMILIES)), _statement(_LOAD, _ARGUMENT_0)]
        for family in _FAMILIES:
            code += [_statement(_JUMP_EQUAL, family, 0, 1), _statement(_RETURN, _ALLOW)]
        code += [_answer(errno.EAFNOSUPPORT)]
    code += [
        _statement(_JUMP_EQUAL, ioctl, 0, 2 + 2 * len(_TERMINAL_INJECTION)),
        _statement(_LOAD, _ARGUMENT_1),
    ]
    for request in _TERMINAL_INJECTION:
        code += [_statement(_JUMP_EQUAL, request, 0, 1), _answer(errno.EPERM)]
    code += [_statement(_RETURN, _ALLOW), _statement(_RETURN, _ALLOW)]
    return b"".join(code)


def install() -> None:
    """Put the filter on this process and all that it will start; it cannot be taken off.

    Raises:
        OSError: when the kernel does not take it.
    """
    code = program(os.uname().machine)
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    prepared = Program(len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.byref(prepared), 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), "seccomp")
