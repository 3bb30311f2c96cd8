"""One rule says which photos are trained with, for screens, orders and the archive alike."""

from dataclasses import asdict

from db.database import Database
from db.enums import LoraType
from db.models import Dataset
from services.photos.coach_limits import CoachLimits
from services.photos.measures import Face, Measures
from services.photos.trained import count_trained, judged_photos, trained_photos
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_photo, make_user

FACE = Face(x=300, y=200, width=400, height=500, score=0.9, yaw=0, roll=0, sharpness=300, brightness=130, on_edge=False)


def measures(number: int, faces: int = 1, **values: object) -> dict[str, object]:
    """Those of a good portrait, other than that of another number."""
    found = Measures(
        "JPEG", 1024, 1024, 300_000, 1024, 1024, sharpness=300, brightness=130, dark_share=0, bright_share=0,
        hash=f"{number * 0x1111:016x}", mirrored_hash=f"{~(number * 0x1111) & (2**64 - 1):016x}", jpeg_quality=90,
        faces=(FACE,) * faces,
    )  # fmt: skip
    return asdict(found) | values


async def four_photos(db: Database) -> Dataset:
    """A good one, one without a face, such a one that is wanted anyway, and one that nobody has measured."""
    dataset = await make_dataset(db, await make_user(db))
    hashes = {"hash": "00ff00ff00ff00ff", "mirrored_hash": "ff00ff0f0f00ff00"}
    await make_photo(db, dataset, position=1, measures=measures(1))
    await make_photo(db, dataset, position=2, measures=measures(2, faces=0, **hashes))
    await make_photo(db, dataset, position=3, measures=measures(3, faces=0, hash="f0f0f0f0f0f0f0f0"), use_anyway=True)
    await make_photo(db, dataset, position=4, measures=None)
    return dataset


async def test_only_what_counts_is_trained_with(db: Database) -> None:
    """In the order of the numbers; a photo of an earlier version of this program counts."""
    dataset, limits = await four_photos(db), CoachLimits()
    async with db.read() as session:
        judged = await judged_photos(session, dataset.id, LoraType.CHARACTER, limits)
        trained = await trained_photos(session, dataset.id, LoraType.CHARACTER, limits)
        assert await count_trained(session, dataset.id, LoraType.CHARACTER, limits) == 3
    assert [one.judgement.position for one in judged] == [1, 2, 3, 4]
    assert [photo.position for photo in trained] == [1, 3, 4]


async def test_styles_need_no_faces_and_nothing_is_a_person(db: Database) -> None:
    """Until the person has said what it is, photos are judged as a person's."""
    dataset, limits = await four_photos(db), CoachLimits()
    async with db.read() as session:
        assert await count_trained(session, dataset.id, LoraType.STYLE, limits) == 4
        assert await count_trained(session, dataset.id, None, limits) == 3


async def test_the_operators_limits_decide(db: Database) -> None:
    """Nothing is measured again for them."""
    dataset = await four_photos(db)
    async with db.read() as session:
        trained = await trained_photos(
            session, dataset.id, None, CoachLimits(refuse_face_side=450, warn_face_side=500, warn_far_face_side=460)
        )
    assert [photo.position for photo in trained] == [3, 4]


async def test_erased_photos_are_not_there(db: Database, clock: FakeClock) -> None:
    """Their rows may still be."""
    dataset = await make_dataset(db, await make_user(db), photos_erased_at=clock.now())
    await make_photo(db, dataset)
    async with db.read() as session:
        assert await count_trained(session, dataset.id, LoraType.STYLE, CoachLimits()) == 0
