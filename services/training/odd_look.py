"""Photos of somebody else in a draft: looked for when its photos are all in, and told with its card."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from db.database import Database
from db.enums import LoraType
from db.models import Draft
from db.repositories.drafts import draft_for_change
from db.repositories.faces import drafts_to_compare
from services.messaging.cards import put_draft_card
from services.photos.coach_limits import CoachLimits
from services.photos.judged_as import judged_as
from services.photos.likeness import LEAST_FACES
from services.photos.trained import trained_photos
from services.ports import Clock
from services.training.draft_fields import CreateFields

LOOKS_BACK = timedelta(minutes=10)
"""Longer than any outage that a person waits for."""

MARK_LETTERS = 16


class OddPhotos(Protocol):
    """What a look asks of `SamePerson`."""

    async def odd_photos(self, user_id: int, dataset_id: UUID) -> tuple[UUID, ...]:
        """Photos of somebody else."""


@dataclass(frozen=True)
class OddLook:
    """Compares each set of photos once. Two processes may do it at the same time, which is the same as once."""

    db: Database
    clock: Clock
    faces: OddPhotos
    limits: CoachLimits

    async def tick(self) -> int:
        """Looks at the drafts whose photos have changed; how many there were."""
        async with self.db.read() as session:
            drafts = await drafts_to_compare(session, self.clock.now() - LOOKS_BACK)
        marks = {draft.id: await self._mark(draft) for draft in drafts}
        changed = [draft for draft in drafts if marks[draft.id] != CreateFields.from_json(draft.fields).compared]
        for draft in changed:
            await self._look(draft, marks[draft.id])
        return len(changed)

    async def _look(self, draft: Draft, mark: str | None) -> None:
        assert draft.dataset_id is not None
        odd = await self.faces.odd_photos(draft.user_id, draft.dataset_id) if mark else ()
        async with self.db.write(joins_update=False) as session:
            fresh = await draft_for_change(session, draft.user_id, draft.id)
            if fresh is None:
                return
            before = CreateFields.from_json(fresh.fields)
            after = replace(before, odd=tuple(map(str, odd)), compared=mark)
            fresh.fields = after.to_json()
            if after.odd != before.odd:
                await put_draft_card(session, self.clock, fresh.user_id, fresh.id)

    async def _mark(self, draft: Draft) -> str | None:
        """A short mark of the photos that can be compared; None when there are too few, or no faces to be seen."""
        fields = CreateFields.from_json(draft.fields)
        shown = judged_as(fields.type, fields.class_word)
        if fields.several or shown is not LoraType.CHARACTER or draft.dataset_id is None:
            return None
        async with self.db.read() as session:
            photos = await trained_photos(session, draft.dataset_id, LoraType.CHARACTER, self.limits)
        if len(photos) < LEAST_FACES:
            return None
        ids = " ".join(sorted(str(photo.id) for photo in photos))
        return hashlib.sha256(ids.encode()).hexdigest()[:MARK_LETTERS]
