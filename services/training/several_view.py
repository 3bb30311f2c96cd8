"""What is known of several people whose models are made in one go, as screens and orders need it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from db.enums import LoraType
from db.models import Draft, DraftPerson
from db.repositories.draft_people import albums_of
from db.repositories.loras import taken_name_keys
from db.sessions import ReadSession
from services.loras.names import free_name, name_key
from services.photos.judged_as import judged_as
from services.training.coached import Coached, coach
from services.training.rules import TrainingRules


class Fate(StrEnum):
    """What becomes of a person when the training is ordered. few: too few photos that count. quota: trainings or
    credits do not suffice for everybody."""

    NAMELESS = "nameless"
    FEW = "few"
    QUOTA = "quota"
    TRAINED = "trained"


class Stage(StrEnum):
    """Where a draft of several people is; each asks for one decision."""

    EMPTY = "empty"
    NAMES = "names"
    PHOTOS = "photos"
    CLASSES = "classes"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class PersonView:
    """One of several people. `number` stands for them in buttons, from 1, perhaps with gaps. `name` is what the
    caption said, None until there is one; `model_name` is the free one that the model gets. `least`: so many photos
    that count are needed for a training."""

    number: int
    dataset_id: UUID
    albums: frozenset[str]
    name: str | None
    model_name: str | None
    class_word: str | None
    coached: Coached
    least: int

    @property
    def photos(self) -> int:
        """How many there are."""
        return len(self.coached.judgements)

    @property
    def counting(self) -> int:
        """How many of them are trained with."""
        return self.coached.trained

    @property
    def missing(self) -> int:
        """How many photos must be added before a training."""
        return max(0, self.least - self.counting)

    @property
    def lacks_class(self) -> bool:
        """Whether only the class word can tell if the photos suffice: nobody looks for a human face on a dog."""
        return self.class_word is None and self.photos >= self.least


def fates(people: Sequence[PersonView], orders_left: int) -> dict[int, Fate]:
    """What becomes of each of them by number, when `orders_left` trainings may be ordered."""
    found: dict[int, Fate] = {}
    for person in people:
        if person.name is None:
            found[person.number] = Fate.NAMELESS
        elif person.missing:
            found[person.number] = Fate.FEW
        elif orders_left < 1:
            found[person.number] = Fate.QUOTA
        else:
            found[person.number] = Fate.TRAINED
            orders_left -= 1
    return found


def stage_of(people: Sequence[PersonView], *, all_sent: bool) -> Stage:
    """Where they stand; `all_sent`: the person has said that all photos are there, and none is on its way."""
    if not people:
        return Stage.EMPTY
    if any(person.name is None for person in people):
        return Stage.NAMES
    if all_sent and any(person.lacks_class for person in people):
        return Stage.CLASSES
    if not all_sent or all(person.missing for person in people):
        return Stage.PHOTOS
    return Stage.CONFIRM


async def view_people(
    session: ReadSession, draft: Draft, least_photos: int, rules: TrainingRules
) -> tuple[PersonView, ...]:
    """The people of a draft in the order in which they came; an album of nothing that could be taken is nobody."""
    taken = set(await taken_name_keys(session, draft.user_id))
    albums: dict[UUID, list[DraftPerson]] = {}
    for album in await albums_of(session, draft.id):
        albums.setdefault(album.dataset_id, []).append(album)
    people = []
    for dataset_id, rows in albums.items():
        first = rows[0]
        kind = judged_as(LoraType.CHARACTER, first.class_word)
        coached = await coach(session, dataset_id, kind, rules.coach)
        if not coached.judgements and first.name is None:
            continue
        model_name = None
        if first.name is not None:
            model_name = free_name(first.name, taken)
            taken.add(name_key(model_name))
        people.append(
            PersonView(
                number=first.position,
                dataset_id=dataset_id,
                albums=frozenset(row.album for row in rows),
                name=first.name,
                model_name=model_name,
                class_word=first.class_word,
                coached=coached,
                least=least_photos,
            )
        )
    return tuple(people)
