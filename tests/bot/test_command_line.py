"""`python -m bot`: what it offers, and how it fails."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.launch.single_process import only_process
from bot.settings import Settings, SettingsError
from bot.web.listening import open_socket, port_of
from tests.support.sources import ROOT


def clean(**settings: str) -> dict[str, str]:
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return kept | {"PYTHONPATH": str(ROOT)} | settings


def bot(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder, env=clean(**settings), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_help_shows_what_works(tmp_path: Path) -> None:
    shown = bot(tmp_path, "--help")
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in ("run", "migrate", "doctor", "backup", "restore", "move", "dev-link"))


def test_the_process_ends_with_the_interpreter_still_standing() -> None:
    """Threads of the storage's library abort a process whose interpreter is gone; what was printed still arrives."""
    script = (
        "import atexit, bot.__main__ as program;"
        "atexit.register(print, 'taken down');"
        "program.main = lambda: print('done', end='') or 3;"
        "program.program()"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=clean(), check=False)
    assert (ended.returncode, ended.stdout) == (3, "done")


def test_a_fault_in_the_settings_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    failed = bot(tmp_path, "run", BOT_TOKEN="hello")
    assert failed.returncode == 2
    assert "BOT_TOKEN does not look like a token" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize(
    "setting", [{"DATABASE_URL": "sqlite:///live.db"}, {"STORAGE_URL": "live"}], ids=["database", "storage"]
)
def test_without_a_token_no_database_of_the_operator_is_opened(tmp_path: Path, setting: dict[str, str]) -> None:
    """The sandbox knows none of a live bot's trainings and would fail them all."""
    refused = bot(tmp_path, "run", **setting)
    assert refused.returncode == 2
    assert f"BOT_TOKEN is empty, but {next(iter(setting))} is set" in refused.stderr
    assert "remove DATABASE_URL and STORAGE_URL" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_token_it_does_not_listen_to_other_machines(tmp_path: Path) -> None:
    """As in the container image: it must not look healthy while it talks to nobody."""
    refused = bot(tmp_path, "run", HOST="0.0.0.0")
    assert refused.returncode == 2
    assert "BOT_TOKEN is empty, but HOST is 0.0.0.0" in refused.stderr


def test_a_database_outside_of_the_data_folder_is_private_too(tmp_path: Path) -> None:
    done = bot(tmp_path, "migrate", DATABASE_URL="sqlite:///elsewhere.db")
    assert done.returncode == 0, done.stderr
    assert {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("elsewhere.db*")}["elsewhere.db"] == 0


def test_migrate_makes_the_database_and_the_key_that_belongs_to_it(tmp_path: Path) -> None:
    """Twice, because the second time the database exists and the key must be found."""
    for _ in range(2):
        done = bot(tmp_path, "migrate")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "loragram.db").exists()
    assert "DATA_KEY=" in (tmp_path / "data" / "secrets.env").read_text()


async def test_without_a_token_it_runs_in_the_sandbox_and_leaves_nothing(tmp_path: Path) -> None:
    """From the command to a chat page, a healthy bot, and a clean end by SIGTERM; `data/` is not touched."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=tmp_path, env=clean(PORT=str(port)),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 40)).decode()
    page = line.split()[-1]
    assert b"forgets everything when it stops" in await process.stdout.readline()
    async with aiohttp.ClientSession() as http:
        async with http.get(page) as answer:
            assert answer.status == 200
        async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 40) == 0
    assert b"everything in it is gone" in await process.stdout.read()
    assert await asyncio.to_thread(os.listdir, tmp_path) == []
    with pytest.raises(OSError, match="Connect"):
        socket.create_connection(("127.0.0.1", int(page.split(":")[2].strip("/"))), timeout=1)


def test_a_second_bot_on_the_same_sqlite_file_is_turned_away(tmp_path: Path) -> None:
    path = str(tmp_path / "x.db")
    with only_process(path), pytest.raises(SettingsError, match="Another bot"), only_process(path):
        pass
    with only_process(path):
        pass


def test_a_taken_port_is_said_in_words_or_replaced() -> None:
    with open_socket("127.0.0.1", 0) as taken:
        port = port_of(taken)
        with pytest.raises(SettingsError, match="change PORT"):
            open_socket("127.0.0.1", port)
        with open_socket("127.0.0.1", port, any_port_if_taken=True) as other:
            assert port_of(other) != port
