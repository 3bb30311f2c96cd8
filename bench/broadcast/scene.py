"""A crowd in the sandbox that the bot's database knows, and an admin's broadcast to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
from sqlalchemy import func, insert, select

from bench.broadcast.processes import RUN, Bot, Sandbox
from bot.demo.sandbox_api import SandboxApi
from db.database import Database
from db.enums import DeliveryState, Language
from db.migrate import upgrade
from db.models import Broadcast, BroadcastDelivery, User
from services.billing.access import Access, AccessMode
from services.messaging.broadcasts import Broadcasts
from services.messaging.variants import Piece
from services.ports import SystemClock

FIRST_ID = 10_000_000
INSERTED_AT_ONCE = 5000
DATA_KEY = "A" * 43 + "="


@dataclass(frozen=True)
class Size:
    """`limit` is what the sandbox lets through in a second, `rate` what the bot is told to send."""

    people: int
    limit: int = 300
    rate: float = 298.0
    blocked_share: float = 0.05


@dataclass
class Scene:
    """Everything that takes part."""

    size: Size
    api: SandboxApi
    db: Database
    bot: Bot
    admin_id: int
    broadcast_id: UUID

    async def row(self) -> Broadcast:
        """The broadcast as it stands."""
        async with self.db.read() as session:
            return await session.get_one(Broadcast, self.broadcast_id)

    async def missed(self) -> set[int]:
        """Those of whom nobody knows whether they got it."""
        async with self.db.read() as session:
            here = BroadcastDelivery.broadcast_id == self.broadcast_id
            unknown = select(BroadcastDelivery.user_id).where(here, BroadcastDelivery.state == DeliveryState.UNKNOWN)
            return set((await session.execute(unknown)).scalars())

    async def unreachable(self) -> int:
        """How many people have been found to have blocked the bot."""
        async with self.db.read() as session:
            found = select(func.count()).select_from(User).where(User.unreachable_at.is_not(None))
            return await session.scalar(found) or 0

    async def crowd(self) -> dict[str, Any]:
        """What the sandbox has counted."""
        shown: dict[str, Any] = await self.api.get("/control/telegram/crowd")
        return shown

    async def counts(self) -> list[int]:
        """How many messages each of the crowd got."""
        found: list[int] = await self.api.get("/control/telegram/crowd/counts")
        return found

    async def refuse(self, times: int, seconds: int) -> None:
        """Telegram answers the next copies with 429."""
        options = {"code": 429, "retry_after": seconds}
        plan = {"point": "telegram.copyMessage", "fault": "status", "times": times, "options": options}
        await self.api.post("/control/faults", plan)


@asynccontextmanager
async def scene_of(
    size: Size, folder: Path, database_url: str, program: tuple[str, ...] = RUN, **settings: str
) -> AsyncIterator[Scene]:
    """Sets everything up; the bot is not started, its broadcast is due. `settings` of the bot replace the usual
    ones."""
    sandbox, db = Sandbox(), Database(database_url)
    bot: Bot | None = None
    try:
        await sandbox.start()
        async with aiohttp.ClientSession() as http:
            api = SandboxApi(http, sandbox.address)
            admin_id, message_id = await _set_up_sandbox(api, size)
            await upgrade(db)
            await _know(db, size.people)
            broadcast_id = await _confirmed(db, admin_id, message_id)
            usual = _settings(sandbox, folder, database_url, admin_id, size.rate)
            bot = Bot(folder, usual | settings, program)
            yield Scene(size, api, db, bot, admin_id, broadcast_id)
    finally:
        if bot is not None:
            await bot.kill()
        await db.close()
        await sandbox.stop()


async def _set_up_sandbox(api: SandboxApi, size: Size) -> tuple[int, int]:
    """The admin and the message that everybody is to get."""
    crowd = {"count": size.people, "first_id": FIRST_ID, "blocked_share": size.blocked_share}
    await api.post("/control/telegram/crowd", crowd)
    await api.post("/control/telegram/settings", {"rate_limit": {"per_second": size.limit, "retry_after": 1}})
    admin_id = await api.new_person("Admin")
    sent = await api.post(f"/person/api/{admin_id}/message", {"text": "Something has become better."})
    return admin_id, int(sent["message_id"])


async def _know(db: Database, people: int) -> None:
    now = datetime.now(UTC) - timedelta(days=1)
    for first in range(0, people, INSERTED_AT_ONCE):
        rows = [
            {
                "id": FIRST_ID + number,
                "first_name": "Person",
                "language": Language.RU if number % 2 else Language.EN,
                "created_at": now,
                "last_seen_at": now,
            }
            for number in range(first, min(people, first + INSERTED_AT_ONCE))
        ]
        async with db.write(joins_update=False) as session:
            await session.execute(insert(User), rows)


async def _confirmed(db: Database, admin_id: int, message_id: int) -> UUID:
    clock = SystemClock()
    broadcasts = Broadcasts(db, clock, Access(AccessMode.OPEN, [admin_id], db, clock))
    broadcast_id = await broadcasts.begin(admin_id)
    await broadcasts.put_message(admin_id, broadcast_id, Language.EN, Piece(admin_id, message_id))
    await broadcasts.schedule(admin_id, broadcast_id, typed=await broadcasts.count(admin_id, broadcast_id))
    return broadcast_id


def _settings(sandbox: Sandbox, folder: Path, database_url: str, admin_id: int, rate: float) -> dict[str, str]:
    return {
        **sandbox.settings,
        "PORT": "0",
        "DATABASE_URL": database_url,
        "STORAGE_URL": str(folder / "files"),
        "DATA_KEY": DATA_KEY,
        "ACCESS": "open",
        "ADMIN_IDS": str(admin_id),
        "MESSAGES_PER_SECOND": str(rate),
        "LOG_LEVEL": "WARNING",
    }
