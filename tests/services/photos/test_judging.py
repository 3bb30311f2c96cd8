"""The verdict on a photo follows from its numbers and the limits, and from nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from db.enums import LoraType
from services.photos.coach_limits import CoachLimits
from services.photos.judging import Grade, Judgement, Looked, judge
from services.photos.measures import Measures
from tests.support.measured import a_face, measured, near

LIMITS = CoachLimits()


def alone(measures: Measures | None, kind: LoraType = LoraType.CHARACTER, *, use_anyway: bool = False) -> Judgement:
    """The verdict on a photo that is a set by itself."""
    return judge([Looked(1, measures, use_anyway)], kind, LIMITS)[0]


def codes(judgement: Judgement) -> list[str]:
    return [fault.code for fault in judgement.faults]


def with_face(**changes: Any) -> Measures:
    return measured(faces=(a_face(**changes),))


@pytest.mark.parametrize("kind", list(LoraType))
def test_a_good_photo_has_no_fault(kind: LoraType) -> None:
    """Praise is a verdict too: without it nobody knows what to send more of."""
    assert alone(measured(), kind) == Judgement(1, Grade.GOOD)


def test_a_photo_that_was_never_measured_counts_as_good() -> None:
    """Photos of an older version and of installations without the coach are trained with as before."""
    assert alone(None) == Judgement(1, Grade.GOOD)


UNUSABLE = {
    "face-missing": measured(faces=()),
    "face-small": with_face(width=99.0, height=130.0),
    "faces-several": measured(faces=(a_face(), a_face(x=800.0, width=200.0, height=230.0))),
    "blurred": with_face(sharpness=44.0),
    "dark": with_face(brightness=19.0, sharpness=100.0),
    "compressed": measured(jpeg_quality=14),
    "small-picture": measured(width=319, height=1200),
    "explicit": measured(explicit=0.8),
}


@pytest.mark.parametrize("code", UNUSABLE)
def test_a_photo_beyond_a_refusing_limit_is_unusable(code: str) -> None:
    """It is not trained with unless the person wants it."""
    judgement = alone(UNUSABLE[code])
    assert (judgement.grade, codes(judgement), judgement.counts) == (Grade.UNUSABLE, [code], False)


USABLE = {
    "face-smallish": with_face(width=255.0, height=390.0),
    "face-cut": with_face(on_edge=True),
    "face-tilted": with_face(roll=-88.0),
    "soft": with_face(sharpness=99.0),
    "dark": with_face(brightness=59.0),
    "bright": with_face(brightness=216.0),
    "clipped": with_face(clipped=0.21),
    "compressed": measured(jpeg_quality=39),
    "smallish-picture": measured(width=699, height=900),
}


@pytest.mark.parametrize("code", USABLE)
def test_a_photo_beyond_a_warning_limit_is_usable(code: str) -> None:
    """The person hears of it, and the photo is trained with."""
    judgement = alone(USABLE[code])
    assert (judgement.grade, codes(judgement), judgement.counts) == (Grade.USABLE, [code], True)


@pytest.mark.parametrize(
    "measures",
    [
        measured(faces=(a_face(), a_face(width=100.0, height=100.0))),
        with_face(yaw=1.0),
        with_face(yaw=-0.5),
        with_face(roll=30.0),
        measured(source_format="WEBP", jpeg_quality=None),
        measured(width=1280, height=720, faces=(a_face(width=260.0, height=340.0),)),
    ],
    ids=["passer-by", "profile", "half turn", "leaning", "webp", "as Telegram sends"],
)
def test_what_is_no_fault_stays_good(measures: Measures) -> None:
    """Views and small faces in the background are wanted or harmless."""
    assert alone(measures).grade is Grade.GOOD


def test_a_face_of_a_far_shot_may_be_smaller() -> None:
    """Full body shots belong to a good set, and a face on them cannot fill the picture."""
    far = {"width": 130.0, "height": 170.0}
    assert alone(measured(height=2048, width=1365, faces=(a_face(**far),))).grade is Grade.GOOD
    assert codes(alone(measured(height=500, width=900, faces=(a_face(**far),)))) == [
        "face-smallish",
        "smallish-picture",
    ]


def test_light_is_judged_before_blur() -> None:
    """With a third of the light a sharp face has a tenth of the variance: it is dark, not blurred."""
    assert codes(alone(with_face(brightness=40.0, sharpness=50.0))) == ["dark"]
    assert codes(alone(with_face(brightness=40.0, sharpness=3.0))) == ["blurred", "dark"]
    assert codes(alone(with_face(brightness=220.0, sharpness=30.0))) == ["bright"]
    assert codes(alone(with_face(brightness=220.0, sharpness=5.0))) == ["blurred", "bright"]


def test_a_moved_photo_is_blurred_although_some_lines_are_sharp() -> None:
    """A smear leaves the edges along it: the plain variance of such a face looks sharp."""
    assert codes(alone(with_face(sharpness=140.0, streaks=0.88))) == ["blurred"]
    assert codes(alone(with_face(sharpness=140.0, streaks=0.38))) == []


def test_a_face_too_small_is_not_called_blurred() -> None:
    """It is enlarged to be measured and cannot be sharp; one fault names the cause."""
    assert codes(alone(with_face(width=50.0, height=66.0, sharpness=20.0))) == ["face-small"]


def test_a_cut_face_is_measured_by_what_it_would_be_whole() -> None:
    """Half a face of 500 pixels is cut off, not small."""
    assert codes(alone(with_face(width=90.0, height=500.0, on_edge=True))) == ["face-cut"]


def test_few_bytes_tell_compression_where_no_quality_is_known() -> None:
    """WEBP, HEIC and AVIF have no quality tables to read."""
    coarse = measured(source_format="WEBP", jpeg_quality=None, source_size=50_000)
    assert codes(alone(coarse)) == ["compressed"]


@pytest.mark.parametrize("kind", [LoraType.STYLE, LoraType.PRODUCT])
def test_styles_and_products_know_no_faces(kind: LoraType) -> None:
    """Neither a missing nor a second nor a blurred face says anything of a style or a thing."""
    for faces in ((), (a_face(), a_face()), (a_face(width=20.0, height=20.0, sharpness=1.0, brightness=5.0),)):
        assert alone(measured(faces=faces), kind).grade is Grade.GOOD


def test_a_product_is_judged_by_the_whole_picture() -> None:
    """There light and sharpness are those of the thing; white around it is intended."""
    thing = LoraType.PRODUCT
    assert codes(alone(measured(sharpness=10.0), thing)) == ["blurred"]
    assert codes(alone(measured(sharpness=50.0), thing)) == ["soft"]
    assert codes(alone(measured(brightness=50.0), thing)) == ["dark"]
    assert alone(measured(brightness=240.0, bright_share=0.8), thing).grade is Grade.GOOD


def test_a_style_may_be_dark_or_soft() -> None:
    """Night scenes and washes are styles."""
    assert alone(measured(brightness=20.0, sharpness=30.0), LoraType.STYLE).grade is Grade.GOOD
    assert codes(alone(measured(sharpness=5.0), LoraType.STYLE)) == ["soft"]


def test_the_worst_fault_comes_first() -> None:
    """The card may show only one."""
    many = measured(jpeg_quality=30, faces=(a_face(sharpness=10.0, on_edge=True, brightness=220.0), a_face()))
    assert codes(alone(many)) == ["faces-several", "blurred", "face-cut", "bright", "compressed"]


def test_the_later_of_two_same_shots_names_the_earlier() -> None:
    """Mirrored or not, whatever the kind: ten copies of one shot teach one shot."""
    first = measured(0)
    copy, mirrored = measured(1, hash=near(first.hash, 10)), measured(2, mirrored_hash=near(first.hash, 10))
    for kind in LoraType:
        judged = judge([Looked(1, first), Looked(2, measured(3)), Looked(3, copy), Looked(4, mirrored)], kind, LIMITS)
        assert [one.grade for one in judged] == [Grade.GOOD, Grade.GOOD, Grade.UNUSABLE, Grade.UNUSABLE]
        assert [[(fault.code, fault.params) for fault in one.faults] for one in judged[2:]] == [
            [("same-shot", {"number": 1})]
        ] * 2


def test_shots_beyond_the_distance_are_different() -> None:
    """Two photos of one outing are welcome."""
    first = measured(0)
    judged = judge([Looked(1, first), Looked(2, measured(1, hash=near(first.hash, 11)))], LoraType.STYLE, LIMITS)
    assert judged[1].grade is Grade.GOOD


def test_a_photo_that_does_not_count_is_no_first_shot() -> None:
    """Whoever shoots a blurred photo again sharply gets it accepted; wanted anyway, the blurred one is the first."""
    blurred, again = replace(measured(0), faces=(a_face(sharpness=5.0),)), measured(0)
    judged = judge([Looked(1, blurred), Looked(2, again)], LoraType.CHARACTER, LIMITS)
    assert [one.counts for one in judged] == [False, True]
    judged = judge([Looked(1, blurred, use_anyway=True), Looked(2, again)], LoraType.CHARACTER, LIMITS)
    assert codes(judged[1]) == ["same-shot"]


def test_a_copy_is_no_first_shot_for_others() -> None:
    """Otherwise removing a copy that is wanted anyway would change the verdict on a third photo."""
    first = measured(0)
    copy = measured(1, hash=near(first.hash, 8))
    third = measured(2, hash=f"{int(near(first.hash, 8), 16) ^ (0xFF << 40):016x}")
    judged = judge([Looked(1, first), Looked(2, copy, use_anyway=True), Looked(3, third)], LoraType.STYLE, LIMITS)
    assert [one.grade for one in judged] == [Grade.GOOD, Grade.UNUSABLE, Grade.GOOD]


def test_use_anyway_makes_a_photo_count_and_leaves_its_grade() -> None:
    """Nobody is hard-blocked, and nobody is told that a bad photo is good."""
    wanted = alone(measured(faces=()), use_anyway=True)
    assert (wanted.grade, wanted.counts, wanted.may_use_anyway) == (Grade.UNUSABLE, True, True)


def test_an_explicit_photo_is_never_trained_with() -> None:
    """Also when somebody presses the button of an older card."""
    wanted = alone(measured(explicit=0.97), use_anyway=True)
    assert (wanted.counts, wanted.may_use_anyway) == (False, False)


@pytest.mark.parametrize("grade", [Grade.GOOD, Grade.USABLE])
def test_there_is_nothing_to_use_anyway_in_a_photo_that_counts(grade: Grade) -> None:
    """The button would do nothing."""
    assert not Judgement(1, grade).may_use_anyway


def test_changed_limits_change_the_verdict_on_stored_numbers() -> None:
    """No photo has to be looked at again."""
    face = measured(faces=(a_face(width=150.0, height=200.0),))
    strict = CoachLimits.changed({"refuse_face_side": 160, "warn_far_face_side": 200})
    assert judge([Looked(1, face)], LoraType.CHARACTER, LIMITS)[0].grade is Grade.GOOD
    assert judge([Looked(1, face)], LoraType.CHARACTER, strict)[0].grade is Grade.UNUSABLE
