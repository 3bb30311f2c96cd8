"""Marked words and secrets go in by every door; the log of a real process shows none of them, at any level and in
either shape, nor do the records that operators read."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.web.telegram_inbox import SECRET_HEADER
from db.database import Database
from db.models import Attempt, Audit, JobEvent, LoraVersion, Photo
from tests.bot.conversations.person import Person
from tests.support.processes import BotProcess, SandboxProcess, bot_settings

pytestmark = pytest.mark.slow

MARK = "zqcanary"
SECRET = f"{MARK}-webhook-secret-with-enough-characters"
SECRET_NAMES = ("BOT_TOKEN", "FAL_KEY", "REPLICATE_API_TOKEN", "DATA_KEY", "WEBHOOK_SECRET", "METRICS_TOKEN")
LIFE = ["queued", "submitting", "running", "finalising", "validating", "succeeded"]


async def talk(person: Person) -> None:
    """A whole story in marked words, with files that cannot be taken among the photos."""
    await person.say("/start")
    await person.see(MARK.capitalize())
    await person.say("/create")
    await person.press("Agree: 30 days")
    await person.press("A person")
    await person.press("Woman")
    await person.see("What shall the model be called?")
    await person.say(MARK)
    await person.see("Now the photos")
    await person.send_photos(
        b"no picture", b"\xff\xd8\xffbroken", kind="document", names=(f"{MARK}.txt", f"{MARK}.jpg")
    )
    await person.see("Not taken:")
    await person.send_photos(1, 2, 3, 4, kind="document", names=tuple(f"{MARK}{n}.jpg" for n in range(4)))
    await person.see("4 photos")
    await person.press("Done")
    await person.press("Note")
    await person.say(MARK)
    await person.see("Trigger word:")
    await person.press("Train")
    await person.see("Is this the person?", seconds=60)
    await person.say(f"{MARK} in a garden")
    await person.press("Draw")
    await person.see("Here it is.")


async def knock(http: aiohttp.ClientSession, address: str) -> None:
    """Guesses and rubbish at every door that is open to the network."""
    broken = {"update_id": 10**9, "message": {"chat": {"type": "private", "id": 1}, "text": MARK}}
    for secret in (SECRET, f"{MARK}-wrong"):
        async with http.post(f"{address}/telegram/webhook", json=broken, headers={SECRET_HEADER: secret}) as answer:
            assert answer.status == (200 if secret == SECRET else 403)
    for path in (f"/webhooks/fal/{MARK}", f"/webhooks/{MARK}/{MARK}", f"/{MARK}?{MARK}"):
        async with http.post(address + path, data=MARK) as answer:
            assert answer.status in (403, 404)
    async with http.get(f"{address}/files/{MARK}.{MARK}") as answer:
        assert answer.status == 403


async def collected(http: aiohttp.ClientSession, token: str) -> str:
    """What a collector is told."""
    async with http.get("/metrics", headers={"Authorization": f"Bearer {token}"}) as answer:
        assert answer.status == 200
        return await answer.text()


async def outside_secrets(sandbox: aiohttp.ClientSession) -> set[str]:
    """What only this run can know: Telegram's ids of photos, the secrets in webhook paths, addresses of files."""
    async with sandbox.get("/control/telegram/calls") as answer:
        calls = [call for call in await answer.json() if call["method"].lower() == "getfile"]
    async with sandbox.get("/control/fal/jobs") as answer:
        jobs = await answer.json()
    ids = {str(call["params"]["file_id"]) for call in calls}
    tokens = {job["webhook_url"].rpartition("/")[2] for job in jobs}
    files = {text for job in jobs for text in strings([job["input"], job["output"]]) if text.startswith("http")}
    assert ids
    assert tokens
    assert files
    return ids | tokens | files


def strings(value: Any) -> Iterator[str]:
    """Every text in nested JSON."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


async def records(url: str) -> tuple[str, set[str]]:
    """What operators read in the database, and what rows of people hold that must not be there."""
    db = Database(url)
    try:
        async with db.read() as session:
            told = [str(data) for table in (Audit, JobEvent) for data in await session.scalars(select(table.data))]
            columns = (Photo.source_key, Attempt.data_url, LoraVersion.weights_url)
            held = {value for column in columns for value in await session.scalars(select(column)) if value}
    finally:
        await db.close()
    assert told
    assert held
    return "\n".join(told), held


def with_password(url: str) -> str:
    """A database address with a marked password in it, where the server trusts everybody and takes any."""
    address = make_url(url)
    if address.drivername.startswith("sqlite") or address.password is not None:
        return url
    return address.set(password=f"{MARK}-database-password").render_as_string(hide_password=False)


def life_of(log: str) -> list[str]:
    """The states of the first training, read out of a log of JSON lines by its id alone."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    moves = [line for line in lines if line["message"] == "job moved"]
    first = next(line["job"] for line in moves if line["fields"]["kind"] == "training")
    return [line["fields"]["to"] for line in moves if line["job"] == first]


@pytest.mark.parametrize(
    ("level", "shape", "database"),
    [("DEBUG", "text", "sqlite"), ("INFO", "text", "sqlite"), ("DEBUG", "json", "postgresql")],
)
async def test_no_secret_and_no_private_word_is_told(
    tmp_path: Path, request: pytest.FixtureRequest, level: str, shape: str, database: str
) -> None:
    """Also when updates are broken, and when Telegram and the provider go away in the middle of an order."""
    url = with_password(request.getfixturevalue(f"{database}_url"))
    sandbox = await SandboxProcess.start(speed=600)
    settings = bot_settings(sandbox.settings, tmp_path, LOG_LEVEL=level, LOG_FORMAT=shape, DATABASE_URL=url)
    settings |= {"WEBHOOK_SECRET": SECRET, "METRICS_TOKEN": f"{MARK}-metrics-token", "TRAINING_PROVIDER": "fal"}
    bot = BotProcess(tmp_path, settings)
    try:
        await bot.start()
        async with aiohttp.ClientSession(sandbox.address) as http, aiohttp.ClientSession() as outside:
            body = {"first_name": MARK.capitalize(), "language_code": "en"}
            async with http.post("/person/api/people", json=body) as answer:
                person = Person(http, (await answer.json())["id"])
            await talk(person)
            await knock(outside, settings["PUBLIC_URL"])
            known = await outside_secrets(http)
            async with aiohttp.ClientSession(settings["PUBLIC_URL"]) as page:
                figures = await collected(page, settings["METRICS_TOKEN"])
            await person.say(f"{MARK} on a boat")
            await person.press("Draw")
        await sandbox.stop()
        await asyncio.sleep(2)
        await bot.terminate()
    finally:
        await bot.kill()
        await sandbox.stop()
    log = bot.tail(10**9)
    said = bot.said + log
    assert "an update was set aside" in said, "the log is the one that the bot writes"
    assert shape == "text" or life_of(log) == LIFE
    told, held = await records(url)
    private = {MARK, settings["BOT_TOKEN"].partition(":")[2], *known, *held}
    private |= {settings[name] for name in SECRET_NAMES}
    everything = "\n".join((said, told, figures)).casefold().splitlines()
    assert [line for line in everything if any(word.casefold() in line for word in private)] == []
