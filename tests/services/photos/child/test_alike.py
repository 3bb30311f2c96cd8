"""The real network on real portraits: one person is near to themselves and far from others."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from services.errors import InvalidInputError
from services.photos.child import alike
from services.photos.likeness import SAME_PERSON, Compared, likeness_of, odd_ones

PEOPLE = Path(__file__).parents[3] / "data/coach/people"


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the package were not there."""
    alike._models.cache_clear()
    monkeypatch.setattr(alike, "PACKAGE", "no_such_package_anywhere")
    yield
    alike._models.cache_clear()


def portraits(*names: str) -> list[bytes]:
    """Photos of the corpus."""
    return [(PEOPLE / f"{name}.jpg").read_bytes() for name in names]


def no_face() -> bytes:
    """A grey picture."""
    out = BytesIO()
    Image.new("RGB", (320, 240), "grey").save(out, "JPEG")
    return out.getvalue()


def compared(photos: list[bytes], others: list[bytes]) -> Compared:
    """What the work says of them."""
    result, blobs = alike.alike({"photos": len(photos)}, [*photos, *others])
    assert blobs == [], "only distances come back"
    return Compared.from_json(result)


def test_somebody_else_among_the_photos_is_named() -> None:
    """Two people's photos mixed: the ones of the other are odd, and none of the person's own."""
    mixed = portraits("lady-1", "lady-2", "father-1", "lady-3", "father-2")
    assert odd_ones(compared(mixed, []).among) == (2, 4)


def test_another_picture_of_the_person_is_alike_and_of_others_not() -> None:
    """Likeness of pictures that are held against a set; one without a face has none."""
    others = [*portraits("gentleman-3", "lady-1", "father-1"), no_face()]
    found = compared(portraits("gentleman-1", "gentleman-2"), others)
    own, lady, father, nobody = map(likeness_of, found.others)
    assert own is not None
    assert lady is not None
    assert father is not None
    assert own > 0.8
    assert lady < 0.5
    assert father < 0.2
    assert nobody is None
    assert (found.among[0][1] or 1) < SAME_PERSON


def test_a_photo_without_a_face_is_far_from_nobody() -> None:
    """It has no distance at all."""
    among = compared([*portraits("lady-1"), no_face()], []).among
    assert among == ((0.0, None), (None, None))


def test_what_is_no_picture_is_refused() -> None:
    """A broken file ends the work with the code that people are told."""
    with pytest.raises(InvalidInputError, match="photo-broken"):
        alike.alike({"photos": 1}, [b"no picture"])


@pytest.mark.usefixtures("without_the_extra")
def test_without_the_extra_nothing_is_said() -> None:
    """Whoever asks anyway gets no distances, and loading everything beforehand does nothing."""
    alike.preload()
    assert alike.alike({"photos": 1}, portraits("lady-1"))[0] == {"among": [], "others": []}


def test_the_file_with_68_points_is_never_read() -> None:
    """Its training pictures are not for commercial use."""
    source = Path(alike.__file__).read_text()
    assert "68_face" not in source
    assert alike.POINTS_FILE == "shape_predictor_5_face_landmarks.dat"
