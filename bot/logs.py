"""Logging set-up: one shape of line, quiet libraries, and no secret or private word in any line."""

import logging
import os
import socket
import sys
from collections.abc import Iterable

from bot.log_cleaning import Cleaner
from bot.log_lines import JsonLines, TextLines
from bot.settings import LogFormat

QUIET = (
    "aiogram", "apscheduler", "httpx", "httpcore", "asyncio", "alembic", "sqlalchemy", "PIL", "fal_client",
    "aiosqlite",  # its DEBUG lines quote every statement with its values, prompts and messages among them
)  # fmt: skip

SILENT = ("aiohttp.server",)
"""Its lines are about requests that are no HTTP, which anybody can send by the thousand, and quote them. What our own
routes raise is logged by `bot.web.app`."""


def set_up_logging(level: str, secrets: Iterable[str], shape: LogFormat = LogFormat.TEXT) -> None:
    """Sends all records to stderr; libraries only from WARNING on."""
    cleaner = Cleaner(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(TextLines(cleaner) if shape is LogFormat.TEXT else JsonLines(cleaner, process_name()))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def process_name() -> str:
    """This process among its replicas: machine and process id."""
    return f"{socket.gethostname()[:32]}:{os.getpid()}"
