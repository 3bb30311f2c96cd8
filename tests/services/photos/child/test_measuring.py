"""The numbers of a photo mean what their descriptions say."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from services.photos.child.faces import find_faces
from services.photos.child.measuring import measure
from services.photos.child.source import Source
from services.photos.measures import Face, Measures
from tests.data import coach_recipes as make

SENT = Source("JPEG", 3024, 4032, 2_500_000, 92, "2026-05-01")


def measured(picture: Image.Image) -> Measures:
    return measure(picture, SENT)


def face_of(picture: Image.Image) -> Face:
    return measured(picture).faces[0]


def test_what_the_file_said_is_kept_beside_what_was_measured() -> None:
    """Cleaning loses the file's own facts."""
    found = measured(make.close())
    assert (found.source_format, found.source_width, found.source_height) == ("JPEG", 3024, 4032)
    assert (found.source_size, found.jpeg_quality, found.taken_on) == (2_500_000, 92, "2026-05-01")
    assert (found.width, found.height) == make.TALL


def test_numbers_survive_storage() -> None:
    """They are written as JSON, and verdicts follow from what is read."""
    found = measured(make.close())
    assert Measures.from_json(found.to_json()) == found


def test_a_turned_face_has_the_sign_of_its_side() -> None:
    """The worker looks to the picture's right; the mirror image to its left."""
    assert face_of(make.turned()).yaw > 0.25
    assert face_of(ImageOps.mirror(make.turned())).yaw < -0.25
    assert abs(face_of(make.half()).yaw) < 0.2


def test_roll_follows_the_leaning_head() -> None:
    """Clockwise is positive (Pillow turns the other way); the network understates it."""
    left, straight, right = (
        face_of(make.half().rotate(degrees, Image.Resampling.BICUBIC)).roll for degrees in (30, 0, -30)
    )
    assert left < straight - 5
    assert right > straight + 5
    assert abs(straight) < 5


@pytest.mark.parametrize(("degrees", "roll"), [(90, -90), (-90, 90)])
def test_a_face_that_lies_on_its_side_is_found_where_it_is(degrees: int, roll: int) -> None:
    """Turned back, its box is that of the upright photo."""
    upright, lying = face_of(make.half()), face_of(make.half().rotate(degrees, expand=True))
    width, height = make.half().size
    left, top = (
        (upright.y, width - upright.x - upright.width)
        if degrees > 0
        else (height - upright.y - upright.height, upright.x)
    )
    assert (lying.x, lying.y) == (pytest.approx(left, abs=12), pytest.approx(top, abs=12))
    assert (lying.width, lying.height) == (pytest.approx(upright.height, abs=12), pytest.approx(upright.width, abs=12))
    assert lying.roll == pytest.approx(roll, abs=10)


def test_the_largest_face_comes_first() -> None:
    """Verdicts speak of it."""
    faces = measured(make.beside(make.half())(make.close())).faces
    assert len(faces) == 2
    assert faces[0].width > 1.5 * faces[1].width


def test_a_small_face_of_a_large_photo_is_found_by_the_second_look() -> None:
    """At 640 pixels it has 9 and is not seen; too far is another fault than no face."""
    whole = Image.new("RGB", (2048, 2048), (120, 130, 140))
    whole.paste(make.source("man", (50, 87), (215, 40, 465, 474)), (900, 1500))
    found = measured(whole).faces
    assert [face.x for face in found] == [pytest.approx(910, abs=8)]
    assert found[0].width < 35


def test_blur_takes_sharpness_and_leaves_no_streaks() -> None:
    """Out of focus is the same in all directions."""
    sharp, soft = face_of(make.close()), face_of(make.out_of_focus(5)(make.close()))
    assert sharp.sharpness > 400 > 45 > soft.sharpness
    assert soft.streaks < 0.4


def test_a_moving_hand_leaves_streaks() -> None:
    """In whatever direction it moved."""
    assert face_of(make.close()).streaks < 0.4
    assert face_of(make.shaken(25)(make.close())).streaks > 0.7
    slanted = make.shaken(25)(make.half().rotate(30, Image.Resampling.BICUBIC)).rotate(-30, Image.Resampling.BICUBIC)
    assert face_of(slanted).streaks > 0.7


def test_light_is_measured_on_the_face() -> None:
    """From 0 to 255, and the share that is burnt out."""
    assert face_of(make.lit(0.3)(make.close())).brightness < 60 < face_of(make.close()).brightness < 215
    assert face_of(make.close()).clipped < 0.01
    assert face_of(make.lit(2.5)(make.close())).clipped > 0.3


def test_clipped_shares_of_the_picture() -> None:
    """Half black, half white."""
    picture = Image.new("RGB", (400, 400), "black")
    picture.paste("white", (200, 0, 400, 400))
    found = measured(picture)
    assert (found.dark_share, found.bright_share) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.5, abs=0.01))
    assert found.faces == ()


def test_a_face_at_the_edge_is_known() -> None:
    """Cut through the forehead, or well inside."""
    assert face_of(make.source("woman", (1200, 900), (280, 165, 800, 555))).on_edge
    assert not face_of(make.close()).on_edge


def test_light_signatures_are_numbers_from_0_to_1() -> None:
    """27 of them, also for black and white."""
    for picture in (make.close(), Image.new("RGB", (300, 300), "black"), Image.new("RGB", (300, 300), "white")):
        light = measured(picture).light
        assert len(light) == 27
        assert all(0 <= value <= 1 for value in light)


@pytest.mark.parametrize("size", [(256, 256), (2048, 256), (256, 2048), (301, 517)])
def test_any_shape_can_be_searched(size: tuple[int, int]) -> None:
    """The network takes sides that are no multiples of 32."""
    pixels = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    assert find_faces(pixels) == ()
    assert measured(Image.fromarray(pixels)).width == size[0]
