"""The gate: what the model finds sexual reaches nobody and costs nothing; what it cannot look at reaches nobody."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from db.enums import ImageState, JobState
from services.billing import ledger
from services.errors import BrokenArtefactError, BusyError, InvalidInputError, LoragramError
from services.photos.workshop import Done
from services.safety.gate import PictureGate
from tests.services.generation.conftest import Studio, studio  # noqa: F401  the fixture
from tests.services.generation.fakes import picture

SEXUAL = (10, 200, 10)
LIMIT = 0.8


class FakeLook:
    """A workshop whose model finds one of two pictures sexual; `answer` replaces what it says."""

    def __init__(self, answer: Any = None, error: LoragramError | None = None) -> None:
        self.answer = answer
        self.error = error
        self.asked: list[bytes] = []

    async def do(
        self, work: str, params: Mapping[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 20
    ) -> Done:
        assert (work, params) == ("explicit", {})
        self.asked.extend(blobs)
        if self.error is not None:
            raise self.error
        scores = [0.97 if blob == picture(SEXUAL) else 0.01 for blob in blobs]
        return Done(self.answer or {"scores": scores}, ())


@pytest.mark.parametrize(("score", "held"), [(None, False), (0, False), (0.79, False), (0.8, True), (1, True)])
async def test_the_limit_decides(score: float | None, held: bool) -> None:
    """From the limit on; without the model everything passes."""
    gate = PictureGate(FakeLook({"scores": [score]}), LIMIT)
    assert await gate.holds_back(picture()) is held


@pytest.mark.parametrize("answer", [{"scores": []}, {"scores": ["0.1"]}, {"scores": [0.1, 0.1]}, {"other": 1}])
async def test_an_answer_that_says_nothing_lets_nothing_through(answer: dict[str, Any]) -> None:
    """The child has read a file from outside; its answer may be anything."""
    with pytest.raises(BrokenArtefactError):
        await PictureGate(FakeLook(answer), LIMIT).holds_back(picture())


async def test_not_a_number_is_over_the_limit() -> None:
    """A comparison with it is never true, in either direction."""
    assert await PictureGate(FakeLook({"scores": [float("nan")]}), LIMIT).holds_back(picture())


async def test_a_picture_that_cannot_be_looked_at_reaches_nobody() -> None:
    """A picture made to break the model must not get past it; a workshop that does not start is asked again."""
    with pytest.raises(BrokenArtefactError):
        await PictureGate(FakeLook(error=InvalidInputError("photo-broken")), LIMIT).holds_back(picture())
    with pytest.raises(BusyError):
        await PictureGate(FakeLook(error=BusyError("photo-workshop")), LIMIT).holds_back(picture())


async def test_a_blocked_picture_is_not_charged_and_the_others_come(studio: Studio) -> None:  # noqa: F811
    """One of three is held back: two are delivered and paid, nothing of the third is stored."""
    look = FakeLook()
    studio.kind._gate = PictureGate(look, LIMIT)
    studio.rule(price=3)
    async with studio.db.write() as session:
        await ledger.grant(session, studio.clock, studio.user_id, 20, "gift")
    studio.provider.delivers(picture(), picture(SEXUAL), picture())
    job = await studio.order(count=3)
    await studio.run()
    job = await studio.job(job.id)
    assert (job.state, job.units_done) == (JobState.SUCCEEDED, 2)
    images = await studio.images(job)
    assert [image.state for image in images] == [ImageState.STORED, ImageState.BLOCKED, ImageState.STORED]
    assert [image.blocked_by for image in images] == [None, "gate", None]
    assert images[1].storage_key is None
    assert len(look.asked) == 3
    async with studio.db.read() as session:
        assert await ledger.balance(session, studio.user_id) == 14


async def test_nothing_but_blocked_pictures_is_a_failure_without_a_price(studio: Studio) -> None:  # noqa: F811
    """The person hears why, and pays nothing."""
    studio.kind._gate = PictureGate(FakeLook(), LIMIT)
    studio.provider.delivers(picture(SEXUAL))
    job = await studio.order()
    await studio.run()
    job = await studio.job(job.id)
    assert (job.state, job.error_code, job.units_done) == (JobState.FAILED, "blocked", 0)


async def test_a_workshop_that_is_down_for_a_moment_delays_the_pictures(studio: Studio) -> None:  # noqa: F811
    """They are paid already: they come as soon as they can be looked at."""
    look = FakeLook(error=BusyError("photo-workshop"))
    studio.kind._gate = PictureGate(look, LIMIT)
    studio.provider.delivers(picture())
    job = await studio.order()
    await studio.run(rounds=3)
    assert await studio.images(job) == []
    look.error = None
    await studio.run(rounds=20, seconds=60)
    assert (await studio.job(job.id)).state is JobState.SUCCEEDED
