"""The filter of system calls: what learner code never needs is refused by the kernel."""

from __future__ import annotations

import ctypes
import struct

from torchdojo.sandbox.walls import kernel

# (x86-64, aarch64); None: that machine has no such call
_REFUSED: dict[str, tuple[int, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "personality": (135, 92),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "vhangup": (153, 58),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "lookup_dcookie": (212, 18),
    # memory that no process limit counts: shared memory goes through /dev/shm, which has a size
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
}
# without a pid namespace a process group is what holds the worker's children together
_REFUSED_TO_LEAVE = {"setsid": (112, 157), "setpgid": (109, 154)}
_CLONE, _CLONE3, _SOCKET, _IOCTL, _KILL = (56, 220), (435, 435), (41, 198), (16, 29), (62, 129)
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS, _EAFNOSUPPORT = 1, 38, 97
_NEW_NAMESPACES = 0x7E020000
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_FAKE_INPUT = (0x5412, 0x541C)
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16


def _do(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("<HBBI", code, then, otherwise, value)


def _guarded(number: int, body: list[bytes]) -> list[bytes]:
    # the body ends in a return; other calls jump over it
    return [_do(_EQUAL, number, 0, len(body)), *body]


def _refuse(error: int) -> bytes:
    return _do(_RETURN, _ERRNO | error)


def program(*, namespaces: bool, signals_held: bool) -> bytes:
    """The filter; without namespaces also the ways out of the process group, inet sockets and signals to groups are refused."""
    here = kernel.machine()
    index = 1 if here == "aarch64" else 0
    code = [_do(_LOAD, _MACHINE_AT), _do(_EQUAL, _AUDIT[here], 1, 0), _do(_RETURN, _KILL_PROCESS), _do(_LOAD, _NUMBER_AT)]
    if index == 0:
        # the x32 twins of the calls below have numbers of their own
        code += [_do(_AT_LEAST, 0x40000000, 0, 1), _refuse(_ENOSYS)]
    for numbers in {**_REFUSED, **({} if namespaces else _REFUSED_TO_LEAVE)}.values():
        number = numbers[index]
        if number is not None:
            code += _guarded(number, [_refuse(_EPERM)])
    # clone3 hides its flags behind a pointer; the C library falls back to clone
    code += _guarded(_CLONE3[index], [_refuse(_ENOSYS)])
    code += _guarded(_CLONE[index], [_argument(0), _do(_BITS, _NEW_NAMESPACES, 0, 1), _refuse(_EPERM), _do(_RETURN, _ALLOW)])
    families = (_UNIX, _INET, _INET6, _NETLINK) if namespaces else (_UNIX,)
    code += _guarded(_SOCKET[index], _one_of(0, families, otherwise=_EAFNOSUPPORT))
    code += _guarded(_IOCTL[index], _none_of(1, _FAKE_INPUT))
    if not signals_held:
        negative = _do(_BITS, 0x80000000, 0, 1)
        code += _guarded(_KILL[index], [_argument(0), negative, _refuse(_EPERM), _do(_RETURN, _ALLOW)])
    return b"".join([*code, _do(_RETURN, _ALLOW)])


def _argument(position: int) -> bytes:
    # the low half: every value looked at here is a 32-bit one
    return _do(_LOAD, _ARGUMENTS_AT + 8 * position)


def _one_of(position: int, values: tuple[int, ...], *, otherwise: int) -> list[bytes]:
    tests = [_do(_EQUAL, value, len(values) - at, 0) for at, value in enumerate(values)]
    return [_argument(position), *tests, _refuse(otherwise), _do(_RETURN, _ALLOW)]


def _none_of(position: int, values: tuple[int, ...]) -> list[bytes]:
    tests = [_do(_EQUAL, value, len(values) - at, 0) for at, value in enumerate(values)]
    return [_argument(position), *tests, _do(_RETURN, _ALLOW), _refuse(_EPERM)]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("code", ctypes.c_char_p))


def restrict(*, namespaces: bool, signals_held: bool) -> None:
    """Install the filter on this process and all its children; there is no way back."""
    if kernel.machine() not in _AUDIT:
        raise OSError(38, f"no table of system calls for {kernel.machine()}")
    code = program(namespaces=namespaces, signals_held=signals_held)
    filter_mode = 2
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    wrapped = _Program(length=len(code) // 8, code=code)
    kernel.prctl(kernel.PR_SET_SECCOMP, filter_mode, ctypes.addressof(wrapped))
