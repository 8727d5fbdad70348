"""A filter of the system calls of this process: all that are not listed fail.

It needs no rights: the process gives up getting new ones first.
"""

import ctypes
import errno
import os
import sys

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
SIGKILL = 9
MODE_FILTER = 2
PROT_EXEC = 4

# Instructions: load a word of the call, compare it, return.
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Where a call's number, its machine and its third argument are.
NUMBER, MACHINE, THIRD = 0, 4, 32
ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE = 0x00050000 | errno.EPERM
# Numbers of the other set of calls that x86-64 has.
X32 = 0x40000000

# read, write, close, fstat, lseek, munmap, brk, rt_sigaction, rt_sigprocmask,
# rt_sigreturn, sched_yield, mremap, madvise, getpid, exit, sigaltstack, gettid, futex,
# clock_gettime, exit_group, getrandom; then those that may give memory, never to run
# code in: mmap, mprotect.
MACHINES = {
    "x86_64": (
        0xC000003E,
        "0 1 3 5 8 11 12 13 14 15 24 25 28 39 60 131 186 202 228 231 318",
        "9 10",
    ),
    "aarch64": (
        0xC00000B7,
        "63 64 57 80 62 215 214 134 135 139 124 216 233 172 93 132 178 98 113 94 278",
        "222 226",
    ),
}


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("jump_if", ctypes.c_uint8),
        ("jump_else", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [
        ("length", ctypes.c_uint16),
        ("filter", ctypes.POINTER(_Instruction)),
    ]


def install() -> bool:
    """Whether the filter holds from now on."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    known = MACHINES.get(os.uname().machine)
    if known is None or libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    steps = _steps(*known)
    instructions = (_Instruction * len(steps))(*(_Instruction(*one) for one in steps))
    program = _Program(len(steps), instructions)
    address = ctypes.addressof(program)
    failed = libc.prctl(PR_SET_SECCOMP, MODE_FILTER, address, 0, 0)
    return not failed


def _steps(machine: int, allowed: str, no_code: str) -> list[tuple[int, int, int, int]]:
    steps = [
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 1, 0, machine),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, X32),
        (RETURN, 0, 0, KILL),
    ]
    for number in map(int, allowed.split()):
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    for number in map(int, no_code.split()):
        steps += [
            (EQUAL, 0, 4, number),
            (LOAD, 0, 0, THIRD),
            (ANY_BIT, 0, 1, PROT_EXEC),
            (RETURN, 0, 0, REFUSE),
            (RETURN, 0, 0, ALLOW),
        ]
    return [*steps, (RETURN, 0, 0, REFUSE)]
