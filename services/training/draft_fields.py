"""The answers of a create conversation, as they lie in a draft's JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from db.enums import LoraType, Quality


class Need(StrEnum):
    """What is still missing before a training can be ordered, in the order in which it is asked for."""

    TYPE = "type"
    CLASS_WORD = "class_word"
    NAME = "name"
    PHOTOS = "photos"


@dataclass(frozen=True)
class WaitingPhoto:
    """A photo that was sent and is not stored yet. `source` is where it can be fetched, `key` the sender's own key of
    it, `number` its place among the photos sent together, from 1. `album` says whose it is where several people's
    models are made in one go. `replaces` is the number of the photo whose place it takes."""

    source: str
    key: str
    number: int
    album: str | None = None
    replaces: int | None = None


@dataclass(frozen=True)
class PhotoProblem:
    """A photo that was not taken: its place among those sent together, and the error's code and parameters. `album` as
    in `WaitingPhoto`; the place is then the one in that album."""

    number: int
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    album: str | None = None


@dataclass(frozen=True)
class CreateFields:
    """Answers so far. `trigger_is_own`: the person typed it, so a new name does not replace it.

    `wishes` are what was set for the draft's trainer, by setting. `waiting`: photos that still have to be fetched.
    `problems` are those of the photos sent together last; `sent_together` counts the ones that arrived since the card
    was shown, `sent_of_album` those of each album. `several`: models of several people, each with a data set of their
    own (`services.training.several`). `replacing`: the number of the photo whose place the next one takes. `early`:
    the photos came as one album, so the card may stand below them before the last one is in. `odd` are the ids of
    photos that seem to show somebody else, found by comparing the photos of the mark `compared`.
    """

    type: LoraType | None = None
    class_word: str | None = None
    name: str | None = None
    description: str | None = None
    trigger_word: str | None = None
    trigger_is_own: bool = False
    trainer: str | None = None
    quality: Quality = Quality.STANDARD
    wishes: Mapping[str, Any] = field(default_factory=dict)
    waiting: tuple[WaitingPhoto, ...] = ()
    problems: tuple[PhotoProblem, ...] = ()
    sent_together: int = 0
    sent_of_album: Mapping[str, int] = field(default_factory=dict)
    several: bool = False
    replacing: int | None = None
    early: bool = False
    odd: tuple[str, ...] = ()
    compared: str | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "CreateFields":
        """Reads a draft's fields; unknown ones (of another version of this program) are left out."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        if values.get("type") is not None:
            values["type"] = LoraType(values["type"])
        if values.get("quality") is not None:
            values["quality"] = Quality(values["quality"])
        values["odd"] = tuple(values.get("odd", ()))
        values["waiting"] = tuple(WaitingPhoto(**photo) for photo in values.get("waiting", ()))
        values["problems"] = tuple(PhotoProblem(**problem) for problem in values.get("problems", ()))
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """What is stored: only answers that were given."""
        empty = asdict(CreateFields())
        return {name: value for name, value in asdict(self).items() if value != empty[name]}

    def told(self) -> "CreateFields":
        """Without the problems that a card has shown: they are told once, and what is done next may cure them. Nor
        does a photo wait to be replaced when something else is done."""
        if self.sent_together or self.waiting:
            return replace(self, replacing=None)
        return replace(self, problems=(), replacing=None)

    def without_photo(self, position: int) -> "CreateFields":
        """As `told`, when the photo of that number has been removed and later ones have moved up."""
        waiting = tuple(replace(photo, replaces=_moved_up(photo.replaces, position)) for photo in self.waiting)
        return replace(self.told(), waiting=waiting)

    @property
    def only_photos_missing(self) -> bool:
        """Whether everything is answered, so that the draft is about its photos."""
        return not set(self.needs(0, 1)) - {Need.PHOTOS}

    def one_more(self, album: str | None = None) -> "CreateFields":
        """With another photo counted."""
        more = replace(self, sent_together=self.sent_together + 1)
        if album is None:
            return more
        return replace(more, sent_of_album={**self.sent_of_album, album: self.sent_of_album.get(album, 0) + 1})

    def newest_number(self, album: str | None = None) -> int:
        """The place of the photo counted last."""
        return self.sent_together if album is None else self.sent_of_album[album]

    def needs(self, photos: int, least_photos: int) -> tuple[Need, ...]:
        """What is missing, with this many photos."""
        missing = {
            Need.TYPE: self.type is None,
            Need.CLASS_WORD: self.class_word is None,
            Need.NAME: self.name is None,
            Need.PHOTOS: photos < least_photos,
        }
        return tuple(need for need, is_missing in missing.items() if is_missing)


def _moved_up(number: int | None, removed: int) -> int | None:
    if number is None or number == removed:
        return None
    return number - (number > removed)
