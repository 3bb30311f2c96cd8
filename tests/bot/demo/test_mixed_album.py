"""What the sandbox's sample photos and the demo's album are to the coach, looked at as in the product."""

from collections.abc import Sequence
from dataclasses import asdict

import pytest

from bot.demo.mixed_album import mixed_album
from db.enums import LoraType
from sandbox.person.samples import SAMPLES
from services.photos.coach_limits import CoachLimits
from services.photos.judging import Judgement, Looked, judge
from services.photos.limits import PhotoLimits
from services.photos.measures import Measures
from services.photos.workshop import Workshop
from tests.bot.conversations.person import sample


async def judged(files: Sequence[bytes]) -> tuple[Judgement, ...]:
    """The verdicts on files sent as they are."""
    workshop = Workshop()
    try:
        done = [await workshop.do("clean", asdict(PhotoLimits()), [data], seconds=60) for data in files]
    finally:
        await workshop.close()
    looked = [Looked(number, Measures.from_json(one.result["measures"])) for number, one in enumerate(done, start=1)]
    return judge(looked, LoraType.CHARACTER, CoachLimits())


@pytest.mark.slow
async def test_all_samples_are_good_photos() -> None:
    """A face is found in each, and no two are the same shot; whoever tries the sandbox trains with them."""
    faulty = {one.position: one.faults for one in await judged([sample(n + 1) for n in range(SAMPLES)]) if one.faults}
    assert faulty == {}


async def test_the_mixed_album_has_the_faults_that_the_demo_tells() -> None:
    """These and no others; the HEIC is a good photo."""
    album = mixed_album([sample(number) for number in range(1, 11)])
    assert [name for name in album.files if name.endswith(".HEIC")] == ["IMG_0008.HEIC"]
    found = await judged(list(album.files.values()))
    assert {one.position: [(fault.code, fault.params) for fault in one.faults] for one in found if one.faults} == {
        number: [fault] for number, fault in album.faults.items()
    }
