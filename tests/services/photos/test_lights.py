"""Lights are told apart by coarse signatures; sharpness is judged as if there were light."""

import pytest

from services.photos.lights import as_if_lit, as_if_not_pale, count_lights


def test_near_signatures_are_one_light() -> None:
    """Ten photos at one window are one light."""
    window, again, street = (0.5,) * 27, (0.56,) * 27, (0.7,) * 27
    assert count_lights([window, again, street, window]) == 2


def test_photos_without_a_signature_tell_no_light() -> None:
    """Stored numbers of another version have none, or one of another length."""
    assert count_lights([(), ()]) == 0
    assert count_lights([(0.5,) * 27, (0.5,) * 9]) == 2


@pytest.mark.parametrize(("brightness", "factor"), [(110, 1), (200, 1), (55, 4), (27.5, 16), (5, 16), (0, 16)])
def test_sharpness_is_lit_up_to_a_point(brightness: float, factor: float) -> None:
    """Half the light is a quarter of the variance; in the dark only noise is left."""
    assert as_if_lit(10, brightness) == pytest.approx(10 * factor)


@pytest.mark.parametrize(("brightness", "factor"), [(50, 1), (185, 1), (220, 4), (255, 16)])
def test_sharpness_of_pale_faces_is_judged_by_what_contrast_is_left(brightness: float, factor: float) -> None:
    """Half the way to white is a quarter of the variance."""
    assert as_if_not_pale(10, brightness) == pytest.approx(10 * factor)
