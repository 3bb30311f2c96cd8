"""The set meter counts what a set has, says what is missing, and its score never punishes a good photo."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.enums import LoraType
from services.photos.coach_limits import CoachLimits
from services.photos.judging import Looked, judge
from services.photos.measures import Measures
from services.photos.set_meter import SetMeter, measure_set
from services.photos.set_score import DISTANCES, VIEWS
from tests.support.measured import a_face, measured, near

LIMITS = CoachLimits()
HEIGHTS = {"close": 480.0, "half": 250.0, "full": 140.0}
YAWS = {"front": 0.0, "half-turn": 0.5, "profile": -0.9}


def shot(number: int, distance: str = "close", view: str = "front", light: float = 0.5, **face: Any) -> Measures:
    """A good photo of a person, different from others by its number."""
    side = HEIGHTS[distance]
    picture = 1200 if distance == "close" else 1300
    changes = {"width": 0.75 * side if distance == "close" else 180.0, "height": side, "yaw": YAWS[view], **face}
    return measured(number, height=picture, light=(light,) * 27, faces=(a_face(**changes),))


def meter(photos: list[Measures | None], kind: LoraType = LoraType.CHARACTER, anyway: tuple[int, ...] = ()) -> SetMeter:
    looked = [Looked(number, photo, number in anyway) for number, photo in enumerate(photos, 1)]
    return measure_set(looked, judge(looked, kind, LIMITS), kind, LIMITS)


def the_target() -> list[Measures | None]:
    """15 photos as they should be."""
    distances = ["close"] * 8 + ["half"] * 4 + ["full"] * 3
    views = (
        (["front"] * 4 + ["half-turn"] * 3 + ["profile"])
        + (["front"] * 3 + ["half-turn"])
        + (["front"] * 2 + ["profile"])
    )
    return [
        shot(number, distance, view, light=0.2 * (number % 4) + 0.1)
        for number, (distance, view) in enumerate(zip(distances, views, strict=True))
    ]


def test_the_target_has_everything() -> None:
    """100 can be reached, and then nothing more is asked for."""
    assert meter(the_target()) == SetMeter(
        photos=15, close=8, half=4, full=3, front=9, half_turn=4, profile=2, lights=4, days=0, score=100, next_shots=()
    )


def test_no_photo_is_no_score() -> None:
    """And the first thing to shoot is a close one."""
    empty = meter([])
    assert (empty.photos, empty.score, empty.next_shots[0]) == (0, 0, "close")


def test_selfies_alone_do_not_make_a_set() -> None:
    """15 alike are worth less than ten that differ."""
    selfies = meter([shot(number) for number in range(15)])
    ten = meter([photo for number, photo in enumerate(the_target()) if number not in {0, 1, 4, 8, 12}])
    assert selfies.score < 65 < 85 < ten.score < 100
    assert set(selfies.next_shots) <= {"half", "full", "half-turn", "profile", "light"}
    assert selfies.next_shots[:2] == ("half", "full")


def test_what_was_shot_is_asked_for_no_more() -> None:
    """The hint changes with what was sent."""
    full = [shot(number, "full") for number in range(3)]
    assert "full" in meter([]).next_shots
    assert "full" not in meter(full).next_shots


def test_unusable_photos_are_not_counted_unless_wanted() -> None:
    """The meter speaks of what is trained with."""
    blurred = shot(1, sharpness=5.0)
    assert meter([shot(0), blurred]).photos == 1
    assert meter([shot(0), blurred], anyway=(2,)).close == 2


def test_faults_lower_the_score() -> None:
    """The same set in bad light is worth less."""
    dark = [replace(photo, faces=(replace(photo.faces[0], brightness=50.0),)) for photo in the_target() if photo]
    assert meter(list(dark)).score < 90


def test_bad_photos_that_are_wanted_anyway_lower_the_score() -> None:
    """Honest: they are trained with, and it shows."""
    good = the_target()[:10]
    bad: list[Measures | None] = [shot(30 + number, sharpness=5.0) for number in range(5)]
    assert meter(good + bad, anyway=(11, 12, 13, 14, 15)).score < meter(good).score


def test_days_are_those_the_files_name() -> None:
    """Chats strip them: then it is 0, and lights stand in for them."""
    days = [replace(shot(number), taken_on=f"2026-05-0{number + 1}") for number in range(3)]
    assert meter(list(days)).days == 3
    assert meter([shot(0)]).days == 0
    assert meter(list(days)).score > meter([shot(number) for number in range(3)]).score


@pytest.mark.parametrize(("kind", "other"), [(LoraType.STYLE, "motif"), (LoraType.PRODUCT, "angle")])
def test_things_have_no_distances_and_views(kind: LoraType, other: str) -> None:
    """Their score speaks of number and variety."""
    few = meter([measured(0), measured(1)], kind)
    assert (few.photos, few.close, few.front, few.lights) == (2, 0, 0, 1)
    assert few.next_shots == (other, "more")
    many: list[Measures | None] = [measured(number, light=(0.2 * (number % 4),) * 27) for number in range(15)]
    assert (meter(many, kind).score, meter(many, kind).next_shots) == (100, ())


def test_photos_never_measured_count_by_number_alone() -> None:
    """An older set has no distances, and a score above 0."""
    old = meter([None] * 10)
    assert (old.photos, old.close) == (10, 0)
    assert 0 < old.score < 30


distances = st.sampled_from(sorted(DISTANCES))
views = st.sampled_from(sorted(VIEWS))
faces = st.fixed_dictionaries(
    {}, optional={"sharpness": st.sampled_from([5.0, 70.0]), "brightness": st.sampled_from([10.0, 50.0, 220.0])}
)
shots = st.tuples(distances, views, st.sampled_from([0.1, 0.3, 0.5, 0.9]), faces)


def _set(drawn: list[Any]) -> list[Measures | None]:
    return [shot(number, *one[:3], **one[3]) for number, one in enumerate(drawn)]


@given(st.lists(shots, max_size=20), st.sampled_from(list(LoraType)))
def test_the_score_lies_between_0_and_100(drawn: list[Any], kind: LoraType) -> None:
    """Whatever is sent, wanted anyway or not."""
    everything = meter(_set(drawn), kind, anyway=tuple(range(1, 21)))
    assert 0 <= everything.score <= 100
    assert len(everything.next_shots) <= 3


@given(st.lists(shots, max_size=19), distances, views, st.sampled_from(list(LoraType)), st.sets(st.integers(1, 19)))
def test_a_good_photo_never_lowers_the_score(
    drawn: list[Any], distance: str, view: str, kind: LoraType, anyway: set[int]
) -> None:
    """Nobody is punished for sending one more."""
    before = _set(drawn)
    wanted = tuple(anyway)
    after = [*before, shot(40, distance, view)]
    assert meter(after, kind, wanted).score >= meter(before, kind, wanted).score


@given(st.lists(shots, min_size=1, max_size=18), st.data(), st.booleans(), st.sets(st.integers(1, 18)))
def test_removing_a_copy_never_lowers_the_score(
    drawn: list[Any], data: st.DataObject, wanted: bool, anyway: set[int]
) -> None:
    """Also when the copy was wanted anyway: it taught nothing that its first shot did not."""
    photos = _set(drawn)
    original = data.draw(st.sampled_from([photo for photo in photos if photo is not None]))
    copy = replace(original, hash=near(original.hash, 6))
    last = len(photos) + 1
    kept = tuple(number for number in anyway if number < last)
    first_counts = next(
        one.counts for one, photo in zip(judged(photos, kept), photos, strict=True) if photo is original
    )
    with_copy = meter([*photos, copy], LoraType.CHARACTER, (*kept, last) if wanted else kept)
    if first_counts:
        assert meter(photos, LoraType.CHARACTER, kept).score >= with_copy.score


def judged(photos: list[Measures | None], anyway: tuple[int, ...]) -> Any:
    looked = [Looked(number, photo, number in anyway) for number, photo in enumerate(photos, 1)]
    return judge(looked, LoraType.CHARACTER, LIMITS)
