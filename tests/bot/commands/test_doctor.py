"""`python -m bot doctor` as the operator meets it: its lines, its exit status, and what it never does."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.demo.bot_process import clean_environment
from sandbox.app import Sandbox, SandboxConfig, running
from tests.conftest import DATA_KEY
from tests.support.processes import BotProcess, bot_settings

LIMIT = 90.0
SECRET = "a-secret-of-the-tests-with-enough-characters"
PROVIDERS = ("fal", "replicate")


@dataclass(frozen=True)
class Told:
    """What came out of it."""

    status: int
    lines: list[str]
    errors: str

    def of(self, subject: str) -> list[str]:
        """The levels of all lines about one subject."""
        return [line.split()[0] for line in self.lines if line[9:27].strip() == subject]

    def at(self, level: str) -> list[str]:
        """The lines of one level."""
        return [line for line in self.lines if line.startswith(level)]


async def doctor(folder: Path, settings: Mapping[str, str], *arguments: str, answer: bytes = b"") -> Told:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "doctor", *arguments, cwd=folder, env=clean_environment(settings),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, errors = await asyncio.wait_for(process.communicate(answer), LIMIT)
    assert process.returncode is not None
    return Told(process.returncode, out.decode().splitlines(), errors.decode())


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The outside world."""
    async with running(SandboxConfig(speed=600.0)) as world:
        yield world


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[ClientSession]:
    """A client of the sandbox's control API."""
    async with ClientSession(sandbox.base_url) as session:
        yield session


async def turn(control: ClientSession, provider: str, **switches: Any) -> None:
    async with control.post(f"/control/{provider}/settings", json=switches) as answer:
        assert answer.status == 200, await answer.text()


async def paid(control: ClientSession, provider: str) -> int:
    """How many calls that cost money the provider has seen."""
    async with control.get(f"/control/{provider}/wire") as answer:
        rows = (await answer.json())["requests"]
    posts = [row["path"] for row in rows if row["method"] == "POST"]
    return len([path for path in posts if "/queue/" in path or path.endswith(("/predictions", "/trainings"))])


def test_help_names_the_options(tmp_path: Path) -> None:
    """What costs money is said to."""
    told = asyncio.run(doctor(tmp_path, {}, "--help"))
    assert "--spend" in "".join(told.lines)
    assert "asks before" in "".join(told.lines)


async def test_with_nothing_set_it_says_what_is_missing_and_touches_nothing(tmp_path: Path) -> None:
    """No sandbox, no database, no folder, no key is made; the rest is looked at all the same."""
    told = await doctor(tmp_path, {"TELEGRAM_API_URL": "http://127.0.0.1:9"})
    assert told.status == 1
    faults = "".join(told.at("fault"))
    for name in ("BOT_TOKEN", "FAL_KEY", "ADMIN_IDS"):
        assert name in faults
    assert (told.of("database"), told.of("storage"), told.of("disk")) == (["warning"], ["warning"], ["ok"])
    assert list(await asyncio.to_thread(tmp_path.iterdir)) == []


async def test_beside_a_running_bot_everything_is_all_right(tmp_path: Path, sandbox: Sandbox) -> None:
    """Webhook, address, database, storage, clock, keys, prices and every schema; and no secret anywhere."""
    settings = bot_settings(sandbox.settings(), tmp_path, ADMIN_IDS="7")
    bot = BotProcess(tmp_path, settings)
    await bot.start()
    try:
        told = await doctor(tmp_path, settings)
    finally:
        await bot.terminate()
    assert told.at("fault") + told.at("warning") == [], told.errors
    assert told.status == 0
    assert told.lines[-1] == "Everything is all right."
    subjects = ("settings", "telegram", "webhook", "address", "clock", "database", "storage", "data key", "disk")
    assert {subject: told.of(subject) for subject in subjects} == {subject: ["ok"] for subject in subjects}
    assert len(told.of("fal")) > 10
    assert len(told.of("replicate")) > 2
    secrets = [settings["BOT_TOKEN"], settings["FAL_KEY"], settings["REPLICATE_API_TOKEN"], DATA_KEY, SECRET]
    assert [secret for secret in secrets if secret in "\n".join(told.lines) + told.errors] == []


async def test_what_is_wrong_outside_is_named(tmp_path: Path, sandbox: Sandbox, control: ClientSession) -> None:
    """Each fault by itself, and the others are found as well."""
    settings = bot_settings(sandbox.settings(), tmp_path, ADMIN_IDS="7", webhook=False)
    wrong = settings | {"BOT_TOKEN": "43:SANDBOX" + "1" * 28, "DATABASE_URL": "postgresql://a:secretword@127.0.0.1:1/x"}
    await turn(control, "fal", key="wrong")
    told = await doctor(tmp_path, wrong)
    assert told.status == 1
    faults = "\n".join(told.at("fault"))
    for words in ("BOT_TOKEN is refused", "FAL_KEY is refused", "cannot be opened"):
        assert words in faults
    assert told.of("fal schemas") == ["warning"], told
    assert "fault" not in told.of("replicate")
    assert "secretword" not in "\n".join(told.lines) + told.errors


async def test_nothing_is_spent_without_a_yes(tmp_path: Path, sandbox: Sandbox, control: ClientSession) -> None:
    """Neither when nobody is there to answer, nor after a no."""
    settings = bot_settings(sandbox.settings(), tmp_path, webhook=False)
    for answer in (b"", b"n\n"):
        told = await doctor(tmp_path, settings, "--spend", answer=answer)
        assert "Nothing was spent." in told.lines
    assert [await paid(control, name) for name in PROVIDERS] == [0, 0]


async def test_a_yes_buys_one_picture_at_each_provider(
    tmp_path: Path, sandbox: Sandbox, control: ClientSession
) -> None:
    """One POST each, a picture each, and what it cost; a lost answer is not asked for again."""
    settings = bot_settings(sandbox.settings(), tmp_path, webhook=False)
    told = await doctor(tmp_path, settings, "--spend", answer=b"yes\n")
    assert [told.of(f"{name} picture") for name in PROVIDERS] == [["ok"], ["ok"]], told.lines
    assert "it cost" in "\n".join(told.lines)
    assert [await paid(control, name) for name in PROVIDERS] == [1, 1]
    for name in PROVIDERS:
        assert (await asyncio.to_thread((tmp_path / f"doctor-{name}.png").read_bytes))[:4] == b"\x89PNG"
        body = {"point": f"{name}.submit", "fault": "lost_answer", "times": 1}
        async with control.post("/control/faults", json=body) as planned:
            assert planned.status < 300
    told = await doctor(tmp_path, settings, "--spend", "--yes")
    assert [told.of(f"{name} picture") for name in PROVIDERS] == [["fault"], ["fault"]], told.lines
    assert "may have been made, and billed" in "\n".join(told.at("fault"))
    assert told.status == 1
    assert [await paid(control, name) for name in PROVIDERS] == [2, 2]
