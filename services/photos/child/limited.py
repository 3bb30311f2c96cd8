"""How a process that opens a stranger's file is shut in: what it may use up, and that it can reach nothing."""

import contextlib
import ctypes
import os
import resource
import signal
import sys

ADDRESS_SPACE = 1536 * 1024 * 1024
"""Bytes, libraries included. Measured: they take 0.3 GB, a WEBP of 64 megapixels 1.1 GB."""

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38

_NOBODY = 65534
"""The user and group without rights, on every system that has one."""


def shut_in(answer: int, seconds: float) -> None:
    """Leaves this process its memory and one pipe, `answer`, as standard output, for good; call it once, in a fork.

    `seconds` are CPU time. No file and no socket can be opened afterwards: not even one of the three standard
    descriptors can be closed and had again, because the limit on them is none at all. Threads can be started, because
    the decoder of HEIC needs one; whatever else is started dies with the child's process group.
    """
    _leave_only(answer)
    _be_nobody()
    limits = {
        resource.RLIMIT_AS: ADDRESS_SPACE,
        resource.RLIMIT_CPU: max(1, round(seconds)),
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for limit, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # some systems know fewer of them
            resource.setrlimit(limit, (most, most))
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        system.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        _keep_memory(system)


def _be_nobody() -> None:
    """Root may raise any limit again; whoever runs the bot as root gets children that are not."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _keep_memory(system: ctypes.CDLL) -> None:
    """The forking process gives large blocks back at once, so that no child finds another photo in them. In a child
    that would only take time, twice as much in all: its memory goes with it. (Other C libraries than GNU's decide by
    themselves.)"""
    if hasattr(system, "mallopt"):
        system.mallopt(_M_MMAP_THRESHOLD, 32 * 1024 * 1024)
        system.mallopt(_M_TRIM_THRESHOLD, 512 * 1024 * 1024)


def _leave_only(answer: int) -> None:
    """Standard input and error lead nowhere: the next photo, which is somebody else's, would come from the one, and
    decoders write about what they read into the other."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(answer, 1)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 2)
    os.closerange(3, max(answer, nowhere, 256) + 1)
