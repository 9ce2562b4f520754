"""System calls: a process that gives up making connections, for good, and goes on reading files."""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # the second one with EPERM
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_OTHER_NUMBERS = 0x40000000  # of x32, another way to make the same calls
_IO_URING_SETUP = 425  # by which connections are made too
# Of each machine: its mark, and the numbers of socket and connect.
_MACHINES = {"x86_64": (0xC000003E, 41, 42), "aarch64": (0xC00000B7, 198, 203)}


def forbid_sockets() -> bool:
    """Keep this process, and those that it starts, from making any socket, where the system is a known Linux.

    Returns:
        Whether that was done. It cannot be undone.

    Example:
        >>> from relgraph.confinement.child import run_in_child
        >>> import socket
        >>> def tried():
        ...     if not forbid_sockets():
        ...         return "refused"
        ...     try:
        ...         return socket.socket()
        ...     except PermissionError:
        ...         return "refused"
        >>> run_in_child(tried, may_reach_out=True)
        'refused'
    """
    machine = _MACHINES.get(os.uname().machine) if sys.platform == "linux" else None
    if machine is None:
        return False
    mark, *numbers = machine
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, mark), (_RETURN, 0, 0, _REFUSE)]
    lines += [(_LOAD, 0, 0, 0), (_AT_LEAST, 0, 1, _OTHER_NUMBERS), (_RETURN, 0, 0, _REFUSE)]
    for number in (*numbers, _IO_URING_SETUP):
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = ctypes.create_string_buffer(struct.pack("HP", len(lines), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_SECCOMP, _FILTER, ctypes.c_void_p(ctypes.addressof(program)), 0, 0) == 0)
