"""Whoever knocks without being the provider or Telegram changes nothing, and learns nothing."""

import asyncio
import logging

import aiohttp
import pytest
from yarl import URL

from bot.logs import SILENT
from db.database import Database
from tests.attacks import at_both, at_one
from tests.attacks.knocks import HUNG_UP, Knock
from tests.attacks.target import SECRET, Target, under_attack
from tests.support.clock import FakeClock

ATTACKS = [*at_both.attacks(), *at_one.attacks()]


def test_there_are_enough_of_them() -> None:
    """Each has its own name, and the list never shrinks unnoticed."""
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 150


@pytest.mark.parametrize("door", ["fal", "replicate", "telegram"])
async def test_an_attack_changes_no_row(
    db: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture, door: str
) -> None:
    """Refused, or acknowledged as the repeat that it is; no table, log line or later tick shows a trace of it."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.WARNING, "aiohttp.access")  # the product keeps no access log
    attacks = [attack for attack in ATTACKS if attack.name.startswith(f"{door}:")]
    assert attacks
    async with under_attack(db, clock) as target:
        before = await target.rows()
        caplog.clear()
        for attack in attacks:
            status = await knock(target, attack.build(target))
            assert status in attack.answers, f"{attack.name}: {status}"
            assert await target.engine.hint_tick() == 0, attack.name
            assert await target.rows() == before, attack.name
            assert not _told(caplog, target), attack.name


def _told(caplog: pytest.LogCaptureFixture, target: Target) -> list[str]:
    """Errors, traces and secrets in the log so far."""
    lines = [record for record in caplog.records if record.name not in SILENT]
    errors = [line.getMessage() for line in lines if line.exc_info or line.levelno >= logging.ERROR]
    shown = " ".join(line.getMessage() for line in lines)
    return errors + [secret for secret in (SECRET, *target.tokens.values()) if secret in shown]


async def knock(target: Target, request: Knock) -> int:
    """The status of the answer, `HUNG_UP` where there is none."""
    try:
        return await (_knock_raw(target, request.raw) if request.raw else _knock(target, request))
    except (aiohttp.ClientConnectionError, ConnectionError):
        return HUNG_UP


async def _knock(target: Target, request: Knock) -> int:
    address = target.client.make_url("/").join(URL(request.path, encoded=True))
    async with target.client.session.request(
        request.method, address, data=request.body, headers=dict(request.headers), allow_redirects=False
    ) as answer:
        return answer.status


async def _knock_raw(target: Target, data: bytes) -> int:
    address = target.client.make_url("/")
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(data)
    await writer.drain()
    line = await asyncio.wait_for(reader.readline(), 20)
    writer.close()
    return int(line.split()[1]) if line else HUNG_UP
