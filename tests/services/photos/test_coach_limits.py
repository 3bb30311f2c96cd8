"""Limits that an operator changes cannot contradict each other."""

import pytest

from services.photos.coach_limits import CoachLimits


def test_changed_limits_keep_the_others() -> None:
    """Who changes one number does not have to know the rest."""
    changed = CoachLimits.changed({"warn_dark": 50, "same_shot": 6})
    assert (changed.warn_dark, changed.same_shot, changed.warn_bright) == (50, 6, CoachLimits().warn_bright)
    assert isinstance(changed.same_shot, int)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"warn_drak": 50}, "there is no limit warn_drak"),
        ({"warn_dark": -1}, "warn_dark must be a number from 0 up"),
        ({"refuse_second_face": 1.5}, "refuse_second_face must be a number from 0 to 1"),
        ({"warn_dark": float("nan")}, "warn_dark must be a number"),
        ({"refuse_face_side": 300}, "refuse_face_side must not be above warn_far_face_side"),
        ({"profile_yaw": 0.1}, "warn_yaw must not be above profile_yaw"),
    ],
)
def test_limits_that_make_no_sense_are_refused_by_name(values: dict[str, float], told: str) -> None:
    """A bot with such limits would call every photo bad, and nobody would know why."""
    with pytest.raises(ValueError, match=told):
        CoachLimits.changed(values)
