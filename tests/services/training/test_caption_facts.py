"""Distance and side of a photo follow from the coach's numbers."""

import pytest

from services.photos.coach_limits import CoachLimits
from services.photos.measures import Face, Measures
from services.training.caption_facts import CaptionFacts, Framing, Side, caption_facts

LIMITS = CoachLimits()


def face(height: float = 500, yaw: float = 0.0) -> Face:
    """A face of that height in pixels."""
    return Face(
        x=10, y=10, width=height * 0.8, height=height, score=0.9, yaw=yaw, roll=0, sharpness=300, brightness=120,
        on_edge=False,
    )  # fmt: skip


def measured(*faces: Face) -> Measures:
    """A photo of 1000 by 1000 pixels with these faces."""
    return Measures(
        source_format="JPEG", source_width=1000, source_height=1000, source_size=200_000, width=1000, height=1000,
        sharpness=300, brightness=120, dark_share=0, bright_share=0, hash="0" * 16, mirrored_hash="f" * 16, faces=faces,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("height", "yaw", "framing", "side"),
    [
        (500, 0.0, Framing.CLOSE, Side.FRONT),
        (180, -0.5, Framing.HALF, Side.HALF_TURN),
        (180, 0.5, Framing.HALF, Side.HALF_TURN),
        (60, 0.9, Framing.FULL, Side.PROFILE),
        (60, -0.9, Framing.FULL, Side.PROFILE),
    ],
)
def test_a_face_says_how_near_and_from_where(height: float, yaw: float, framing: Framing, side: Side) -> None:
    """To either side alike."""
    assert caption_facts(measured(face(height, yaw)), LIMITS) == CaptionFacts(framing, side)


def test_what_is_not_known_is_not_said() -> None:
    """No measures, no face (a dog), or two people of whom either may be meant."""
    nothing = CaptionFacts()
    assert caption_facts(None, LIMITS) == nothing
    assert caption_facts(measured(), LIMITS) == nothing
    assert caption_facts(measured(face(), face(400)), LIMITS) == nothing


def test_a_small_face_in_the_background_changes_nothing() -> None:
    """The largest is the person's."""
    assert caption_facts(measured(face(), face(60)), LIMITS).framing is Framing.CLOSE
