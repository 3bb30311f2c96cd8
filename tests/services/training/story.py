"""A create conversation told in one call, for tests that begin after it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import update

from db.database import Database
from db.enums import LoraType, Retention
from db.models import Consent, Dataset, Job, Lora, LoraVersion, Photo, User
from db.repositories.photos import count_photos
from services.billing.budget import BudgetRules
from services.privacy.consent import Consents
from services.training.albums import Albums
from services.training.draft_view import DraftView
from services.training.drafts import CreateDrafts
from services.training.order import TrainingOrders
from services.training.rules import TrainingRules
from services.training.trainer_rows import ROWS
from services.training.trainers import TrainerTable
from tests.support.clock import FakeClock
from tests.support.rows import make_consent, make_photo, make_user

RULES = TrainingRules(budget=BudgetRules(monthly_usd=Decimal(200), max_training_usd=Decimal(5)))


class RowPhotos:
    """The photos area without pictures: a row per photo."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.removed: list[tuple[UUID, int]] = []
        self.replaced: list[int] = []
        self.refusal: Exception | None = None

    async def get_ready(self) -> None:
        """Rows need nothing."""

    async def add(self, dataset_id: UUID, source_key: str, data: bytes, *, replaces: int | None = None) -> Photo:
        """A row whose file is `photos/<source_key>.jpg`, unless a refusal is set. Bytes that begin with "{" are what
        was measured on the photo."""
        if self.refusal is not None:
            raise self.refusal
        self.replaced += [replaces] if replaces is not None else []
        async with self._db.read() as session:
            dataset = await session.get_one(Dataset, dataset_id)
            position = await count_photos(session, dataset_id) + 1
        values: dict[str, Any] = {
            "source_key": source_key, "storage_key": f"photos/{source_key}.jpg", "position": position,
        }  # fmt: skip
        if data.startswith(b"{"):
            values["measures"] = json.loads(data)
        return await make_photo(self._db, dataset, **values)

    async def remove(self, dataset_id: UUID, position: int) -> None:
        """Only notes it."""
        self.removed.append((dataset_id, position))

    async def use_anyway(self, dataset_id: UUID, position: int, *, wanted: bool = True) -> None:
        """Sets the mark."""
        async with self._db.write() as session:
            chosen = (Photo.dataset_id == dataset_id, Photo.position == position)
            await session.execute(update(Photo).where(*chosen).values(use_anyway=wanted))

    async def remove_one(self, dataset_id: UUID, photo_id: UUID) -> int:
        """Only notes it."""
        async with self._db.read() as session:
            position = (await session.get_one(Photo, photo_id)).position
        self.removed.append((dataset_id, position))
        return position

    async def use_one_anyway(self, dataset_id: UUID, photo_id: UUID) -> None:
        """Sets the mark."""
        async with self._db.write() as session:
            (await session.get_one(Photo, photo_id)).use_anyway = True


@dataclass
class Story:
    """The facades over one database."""

    db: Database
    clock: FakeClock
    rules: TrainingRules = RULES
    trainers: TrainerTable = field(default_factory=lambda: TrainerTable(ROWS))

    def __post_init__(self) -> None:
        self.photos = RowPhotos(self.db)
        self.drafts = CreateDrafts(self.db, self.clock, self.photos, self.trainers, self.rules)
        self.agreements = Consents(self.db, self.clock, "1")
        self.albums = Albums(self.drafts, self.photos, self.agreements, self.rules, self.db, self.clock)
        self.orders = TrainingOrders(self.db, self.clock, self.trainers, self.rules)

    async def person(
        self, retention: Retention = Retention.DAYS_30, *, agreed: Sequence[str] = ("fal",), **values: Any
    ) -> User:
        """A person who has agreed to the terms and to these providers."""
        user = await make_user(self.db, **values)
        for provider in agreed:
            await make_consent(self.db, user, provider=provider, retention=retention)
        return user

    async def complete_draft(
        self, user: User, name: str = "Anna", *, photos: int = 4, trainer: str | None = None
    ) -> DraftView:
        """A draft that lacks nothing."""
        draft_id = (await self.drafts.open(user.id)).draft_id
        await self.drafts.choose_type(user.id, draft_id, LoraType.CHARACTER)
        await self.drafts.choose_class(user.id, draft_id, "woman")
        for number in range(photos):
            await self.drafts.add_photo(user.id, draft_id, f"{draft_id}-{number}", b"")
        if trainer is not None:
            await self.drafts.choose_trainer(user.id, draft_id, trainer)
        return await self.drafts.set_name(user.id, draft_id, name)

    async def ordered(self, user: User, name: str = "Anna", **how: Any) -> Job:
        """A training that waits to be submitted."""
        view = await self.complete_draft(user, name, **how)
        return await self.orders.confirm(user.id, view.draft_id, f"train:{view.draft_id}")

    async def disagree(self, user: User) -> None:
        """Nothing is agreed to from here on; unlike a consent that is withdrawn, this leaves the photos."""
        async with self.db.write() as session:
            await session.execute(
                update(Consent).where(Consent.user_id == user.id).values(text_version="0", provider="-")
            )

    async def rows_of(self, job: Job) -> tuple[Lora, LoraVersion]:
        """Model and version of a training, as they stand."""
        async with self.db.read() as session:
            version = await session.get_one(LoraVersion, job.subject_id)
            return await session.get_one(Lora, version.lora_id), version

    async def change(self, row: Any, values: Mapping[str, Any]) -> None:
        """Sets columns of a row."""
        async with self.db.write() as session:
            found = await session.get_one(type(row), row.id)
            for column, value in values.items():
                setattr(found, column, value)
