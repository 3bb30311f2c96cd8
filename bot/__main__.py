"""The command line: `python -m bot <command>`."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NoReturn

from bot.launch.light_aiogram import models_when_used
from bot.launch.sandbox_child import SandboxError
from bot.settings import SettingsError
from db.copying import CopyError
from db.migrate import UnknownRevisionError
from services.backup.errors import BackupError

PRIVATE = 0o077
"""The umask: wherever the database lies, nobody but the operator reads it, nor the files SQLite puts beside it."""


@dataclass(frozen=True)
class Command:
    """What `--help` says, and the options, which the command's function takes by their names."""

    help: str
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


COMMANDS = {
    "run": Command(
        "run the bot; without BOT_TOKEN it talks to a sandbox on this machine",
        {"--role": {"choices": ["all", "web", "worker"], "help": "what this process does; beats ROLE"}},
    ),
    "demo": Command(
        "play a story against the sandbox, without keys and network",
        {
            "--provider": {"choices": ["fal", "replicate"], "default": "fal", "help": "who trains and draws"},
            "--story": {"choices": ["all", "coach"], "default": "all", "help": "everything, or the photo coach"},
        },
    ),
    "migrate": Command("bring the database up to date"),
    "openapi": Command("print the description of the REST API"),
    "dev-link": Command(
        "print a link that opens the Mini App on this machine as somebody, for an hour; needs BOT_TOKEN",
        {
            "--user": {"metavar": "ID", "type": int, "required": True, "help": "whose Telegram id"},
            "--lang": {"default": "en", "help": "the language of their Telegram: en, ru"},
            "--name": {"default": "Ann", "help": "their first name"},
            "--start": {"default": "", "help": "the start parameter, such as m_1"},
            "--path": {"default": "/", "help": "where in the app, such as /models"},
        },
    ),
    "backup": Command(
        "write all rows and new files into a folder, also while the bot runs",
        {"--to": {"metavar": "FOLDER", "help": "where to; else BACKUP_FOLDER"}},
    ),
    "restore": Command(
        "bring everything back from a copy; the bot must be stopped",
        {
            "file": {"metavar": "FILE", "help": "a copy that `backup` has made"},
            "--replace": {"action": "store_true", "help": "remove what the database holds; asks before"},
            "--yes": {"action": "store_true", "help": "do not ask before removing"},
        },
    ),
    "move": Command(
        "move from SQLite to an empty PostgreSQL; the bot must be stopped",
        {"--to": {"metavar": "URL", "required": True, "help": "postgresql://user:password@host/name"}},
    ),
    "doctor": Command(
        "check keys, webhook, database, storage, clock, prices and the providers' schemas, and say how to mend them",
        {
            "--spend": {"action": "store_true", "help": "also make one real picture at each provider; asks before"},
            "--yes": {"action": "store_true", "help": "do not ask before spending"},
        },
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; the exit status is 2 when the settings, a copy or a database cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="A self-hosted Telegram bot for personal LoRAs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, one in COMMANDS.items():
        options = commands.add_parser(name, help=one.help, description=one.help)
        for option, traits in one.options.items():
            options.add_argument(option, **traits)
    values = vars(parser.parse_args(arguments))
    module = values.pop("command").replace("-", "_")
    os.umask(PRIVATE)
    try:
        # Imported late: each command loads only what it needs.
        with models_when_used():
            command: Callable[..., int] = getattr(import_module(f"bot.commands.{module}"), module)
        return command(**values)
    except (SettingsError, SandboxError, BackupError, CopyError, UnknownRevisionError) as error:
        print(error, file=sys.stderr)
        return 2


def program() -> NoReturn:
    """The whole process: runs the command and ends.

    It ends without taking the interpreter down. A thread of the storage's library may just be letting go of its last
    answer; when the interpreter is gone by then, it aborts the process (on a busy machine one time in ten).
    """
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    program()
