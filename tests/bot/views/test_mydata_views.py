"""What somebody is told about their own data is true of this bot, in both languages."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.context import Services
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.base import Rendered, ViewContext
from bot.views.everything_erased import everything_erased
from bot.views.export_ready import MOST_IN_CHAT, export_ready
from bot.views.mydata_page import mydata_page
from db.columns import new_id
from db.database import Database
from db.enums import Language, PrivacyRequestKind, PrivacyRequestState, Retention
from db.models import PrivacyRequest
from db.repositories.held import Held
from services.ports import Storage
from services.privacy.desk import PrivacyDesk
from services.privacy.held_data import Agreed, HeldData, MyData
from services.privacy.requests import PrivacyRequests
from services.storage.links import FileLinks
from tests.support.clock import FakeClock

ANN = 7
HELD = Held(
    photos=3, photo_bytes=3_000_000, captions=1, models=1, versions=1, weight_bytes=90_000_000, pictures=4, prompts=2,
    credits=5, reports=0,
)  # fmt: skip


@dataclass
class Around:
    """What these views ask of the services."""

    db: Database
    clock: FakeClock
    storage: Storage
    links: FileLinks = field(default_factory=lambda: FileLinks(bytes(32), ""))
    backup_days: int | None = None

    @property
    def my_data(self) -> PrivacyDesk:
        desk = PrivacyDesk(PrivacyRequests(self.db, self.clock), HeldData(self.db))
        return PrivacyDesk(desk.requests, desk.held, backup_days=self.backup_days)

    def context(self, language: Language = Language.EN, **params: Any) -> ViewContext:
        return ViewContext(ANN, language, params, Texts(strict=True), cast(Services, self))

    async def exported(self, size: int = 10, user_id: int = ANN, **values: Any) -> PrivacyRequest:
        """An export that is ready, with a file that says it has `size` bytes."""
        now = self.clock.now()
        row = PrivacyRequest(
            id=new_id(), user_id=user_id, kind=PrivacyRequestKind.EXPORT, state=PrivacyRequestState.DONE,
            language="en", steps={"file": {"bytes": size}}, look_at=now, created_at=now, done_at=now,
            expires_at=now + timedelta(hours=24),
        )  # fmt: skip
        row.file_key = f"exports/{row.id}.zip"
        for name, value in values.items():
            setattr(row, name, value)
        await self.storage.put(f"exports/{row.id}.zip", b"zip")
        async with self.db.write() as session:
            session.add(row)
        return row


@pytest.fixture
def around(sqlite_db: Database, clock: FakeClock, storage: Storage) -> Around:
    """A bot without an address and without backups."""
    return Around(sqlite_db, clock, storage)


async def shown(around: Around, row: PrivacyRequest, language: Language = Language.EN) -> Rendered | None:
    return await export_ready(around.context(language, request_id=str(row.id)))


@pytest.mark.parametrize("language", Language)
async def test_with_an_address_a_link_is_given(around: Around, language: Language) -> None:
    """However large the file is."""
    around.links = FileLinks(bytes(32), "https://bot.example")
    told = await shown(around, await around.exported(size=MOST_IN_CHAT * 3), language)
    assert told is not None
    assert "https://bot.example/files/" in (told.text or "")
    assert not told.media


@pytest.mark.parametrize("language", Language)
async def test_without_an_address_the_file_itself_comes(around: Around, language: Language) -> None:
    """As long as Telegram takes it; then it is said what the operator can do."""
    told = await shown(around, await around.exported(), language)
    assert told is not None
    assert [media.data for media in told.media] == [b"zip"]
    told = await shown(around, await around.exported(size=MOST_IN_CHAT + 1), language)
    assert told is not None
    assert "PUBLIC_URL" in (told.text or "")
    assert not told.media


async def test_nobody_is_sent_somebody_elses_or_an_old_file(around: Around) -> None:
    """A message that was stored before the file went says nothing."""
    assert await shown(around, await around.exported(user_id=ANN + 1)) is None
    assert await shown(around, await around.exported(expires_at=around.clock.now())) is None
    assert await shown(around, await around.exported(file_key=None)) is None


@pytest.mark.parametrize("language", Language)
async def test_one_that_is_too_large_is_told(around: Around, language: Language) -> None:
    """With the limit."""
    row = await around.exported(file_key=None, steps={"file": {"too_large": 16 * 2**30}})
    told = await shown(around, row, language)
    assert told is not None
    assert "16" in (told.text or "")


@pytest.mark.parametrize("language", Language)
async def test_the_last_message_tells_what_stays(around: Around, language: Language) -> None:
    """Each thing only where it is so."""
    short = (await everything_erased(around.context(language, photos=3, models=1, pictures=4))).text or ""
    assert "fal" not in short
    assert "Replicate" not in short
    around.backup_days = 14
    told = {"orders": 1, "credits": 20, "recent": ["fal"], "kept": ["replicate"]}
    long = (await everything_erased(around.context(language, **told))).text or ""
    for said in ("20", "fal.ai", "Replicate", "14"):
        assert said in long


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("retention", Retention)
async def test_the_page_shows_the_agreement(around: Around, language: Language, retention: Retention) -> None:
    """Version, providers and period; without one it says that there is none."""
    say = Speaker(Texts(strict=True), language)
    agreed = Agreed("3", around.clock.now(), ["fal", "replicate"], retention, faces=True)
    assert "fal.ai, Replicate" in mydata_page(say, MyData(HELD, agreed))
    assert "fal.ai" not in mydata_page(say, MyData(HELD, None))
