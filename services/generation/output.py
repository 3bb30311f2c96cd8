"""Reading what a picture endpoint answers. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.errors import BrokenArtefactError
from services.generation.endpoint_fields import Answer

_MAX_SEED = 2**63 - 1


@dataclass(frozen=True)
class OutputPicture:
    """One picture of the answer: its place from 0, its address (None for one that was held back), and whether the
    provider's checker blocked it."""

    no: int
    url: str | None
    is_blocked: bool


@dataclass(frozen=True)
class PictureOutput:
    """A whole answer; `seed` is the seed of the batch."""

    pictures: tuple[OutputPicture, ...]
    seed: int | None


def read_output(output: Mapping[str, Any], ordered: int, answer: Answer) -> PictureOutput:
    """The pictures of the answer, at most as many as were ordered, by the shape that the endpoint answers in.

    Raises `BrokenArtefactError('provider-output')` without a picture.
    """
    images = output.get("images")
    if not isinstance(images, list):
        raise BrokenArtefactError("provider-output")
    pictures = _READERS[answer](images, output.get("has_nsfw_concepts"), ordered)
    if not any(picture.url for picture in pictures):
        raise BrokenArtefactError("provider-output")
    return PictureOutput(pictures, _seed(output.get("seed")))


def _flagged(images: list[Any], flags: Any, ordered: int) -> tuple[OutputPicture, ...]:
    """The flags run parallel to the pictures and may be missing or null."""
    blocked = flags if isinstance(flags, list) else []
    return tuple(
        OutputPicture(no, image["url"], no < len(blocked) and blocked[no] is True)
        for no, image in enumerate(images[:ordered])
        if isinstance(image, Mapping) and isinstance(image.get("url"), str)
    )


def _addresses(images: list[Any], flags: Any, ordered: int) -> tuple[OutputPicture, ...]:
    """Which ones were held back is not told, only how many: the last places stand for them."""
    given = [image.get("url") if isinstance(image, Mapping) else image for image in images[:ordered]]
    urls = [url for url in given if isinstance(url, str) and url]
    held_back = range(len(urls), ordered)
    return tuple(OutputPicture(no, url, False) for no, url in enumerate(urls)) + tuple(
        OutputPicture(no, None, True) for no in held_back
    )


_READERS: Mapping[Answer, Callable[[list[Any], Any, int], tuple[OutputPicture, ...]]] = {
    Answer.FLAGGED: _flagged,
    Answer.ADDRESSES: _addresses,
}


def _seed(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= _MAX_SEED else None
