"""A part of somebody's models, as a list shows it: searched, sorted, and with what stands beside each."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.enums import LoraStatus
from db.models import Image, Job, Lora
from db.repositories import lora_lists as rows
from db.repositories.lora_lists import Outline
from db.sessions import ReadSession
from services.loras.names import name_key


class SortBy(StrEnum):
    """Recent: newest first. Popularity: the most used first. What is alike stands newest first."""

    RECENT = "recent"
    NAME = "name"
    POPULARITY = "popularity"


@dataclass(frozen=True)
class ShelfWish:
    """Which part of the list. `search`: what name or description hold, in whatever letters."""

    limit: int
    offset: int = 0
    status: LoraStatus | None = None
    search: str = ""
    sort: SortBy = SortBy.RECENT


@dataclass(frozen=True)
class OnShelf:
    """One model, its newest picture worth showing, and its newest training that has not ended."""

    lora: Lora
    cover: Image | None
    job: Job | None


@dataclass(frozen=True)
class Shelf:
    """The part; `total` counts all that the wish lets through."""

    models: Sequence[OnShelf]
    total: int


async def read_shelf(session: ReadSession, user_id: int, wish: ShelfWish, now: datetime) -> Shelf:
    """Four statements, however many models there are.

    Folded and sorted here: the two databases do either differently, and SQLite folds Latin letters alone.
    """
    part = _folded(wish.search)
    found = _sorted([one for one in await rows.outlines_of(session, user_id, wish.status) if _holds(one, part)], wish)
    ids = [one.id for one in found[wish.offset : wish.offset + wish.limit]]
    if not ids:
        return Shelf((), len(found))
    loras = await rows.loras_by_ids(session, ids)
    covers = await rows.covers_of(session, ids, now)
    jobs = await rows.running_trainings(session, ids)
    # One that is gone since the first statement is left out.
    models = [OnShelf(loras[one], covers.get(one), jobs.get(one)) for one in ids if one in loras]
    return Shelf(models, len(found))


def _holds(one: Outline, part: str) -> bool:
    return part in _folded(one.name) or part in _folded(one.description or "")


def _sorted(found: list[Outline], wish: ShelfWish) -> list[Outline]:
    if wish.sort is SortBy.NAME:
        return sorted(found, key=lambda one: name_key(one.name))
    if wish.sort is SortBy.POPULARITY:
        return sorted(found, key=lambda one: -one.usage_count)
    return found


def _folded(text: str) -> str:
    """As names are compared, see `name_key`."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())
