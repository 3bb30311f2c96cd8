"""`python -m tests.support.zygote bots`: has imported the bot and the sandbox, and forks a process for whoever asks;
`… photos`: has loaded what opens photos.

What is started in this way is a process like any other, with its own environment, folder and pipes; it only spares the
seconds of one core that reading the program takes, some hundreds of times in a run. Whether the programs start from
nothing is tested where they are called by `sys.executable`.

One request is one message on standard input: a JSON `Start` with the file descriptors of the child's standard input,
output and error and of a pipe that gets the child's pid and, when it has ended, its exit code, a line each.
"""

import contextlib
import json
import os
import runpy
import signal
import socket
import sys
import threading
import traceback
from importlib import import_module
from typing import NoReturn

LONGEST = 256 * 1024
LOOK_SECONDS = 0.02
DESCRIPTORS = 4


def main() -> None:
    """Serves until nobody can ask any more, then takes its children along."""
    {"bots": _preload_bots, "photos": _preload_photos}[sys.argv[1]]()
    assert threading.active_count() == 1, "a fork takes only one thread along"
    asked = socket.socket(fileno=0)
    asked.settimeout(LOOK_SECONDS)
    running: dict[int, int] = {}
    while True:
        _report_ended(running)
        try:
            message, descriptors, _, _ = socket.recv_fds(asked, LONGEST, DESCRIPTORS)
        except TimeoutError:
            continue
        if not message:
            break
        running |= _forked(message, descriptors)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _preload_photos() -> None:
    """Libraries and models, each used once."""
    from services.photos.child.works import preload

    preload()


def _preload_bots() -> None:
    """What the programs would import and read first."""
    from bot.launch.light_aiogram import build_usual_models, models_when_used

    with models_when_used():
        for name in ("bot.commands.run", "tests.crash.child", "sandbox.__main__", "sandbox.app"):
            import_module(name)
    from bot.texts import Texts

    build_usual_models()
    Texts()


def _forked(message: bytes, descriptors: list[int]) -> dict[int, int]:
    """The child's pid with the descriptor where its end is reported."""
    pid = os.fork()
    if pid == 0:
        _become(json.loads(message), descriptors)
    *theirs, status = descriptors
    for descriptor in theirs:
        os.close(descriptor)
    os.write(status, b"%d\n" % pid)
    return {pid: status}


def _become(start: dict[str, object], descriptors: list[int]) -> NoReturn:
    """The child: the program that was asked for, until its end."""
    *standard, status = descriptors
    os.close(status)
    for number, descriptor in enumerate(standard):
        os.dup2(descriptor, number)
        os.close(descriptor)
    code = 1
    try:
        environment, folder = start["environment"], str(start["folder"])
        assert isinstance(environment, dict)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        arguments = start["arguments"]
        assert isinstance(arguments, list)
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        sys.argv = ["", *arguments[1:]]
        runpy.run_module(str(arguments[0]), run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 (what an interpreter does at its top)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _report_ended(running: dict[int, int]) -> None:
    while running:
        pid, state = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        status = running.pop(pid)
        # Who asked may have gone.
        with contextlib.suppress(BrokenPipeError):
            os.write(status, b"%d\n" % os.waitstatus_to_exitcode(state))
        os.close(status)


if __name__ == "__main__":
    main()
