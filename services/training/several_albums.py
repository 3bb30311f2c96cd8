"""Whose photos an album holds, in a draft of several people: by its caption, or unknown until somebody says it."""

from dataclasses import dataclass
from uuid import UUID

from db.columns import new_id
from db.models import Dataset, Draft, DraftPerson
from db.repositories import draft_people as rows
from db.repositories.photos import count_photos
from db.sessions import WriteSession
from services.errors import InvalidInputError, NotFoundError
from services.loras.names import clean_name, name_key
from services.ports import Clock
from services.training.draft_fields import CreateFields
from services.training.several_join import Join

PEOPLE_LIMIT = 10
"""Each costs a training, and hardly anybody has more of them in a month."""

ALBUMS_LIMIT = 40
"""Albums of the same person count, so that nobody fills our rows by sending without end."""

FIRST_ALBUM = "first"
"""Stands for photos that were sent before the person said that there are several people."""


@dataclass(frozen=True)
class Sent:
    """How a photo came: `group` is what the photos of one album share, None for a single photo. `name` and
    `class_word` (English) are what its caption says, if it has one."""

    group: str | None = None
    name: str | None = None
    class_word: str | None = None


async def find_person(session: WriteSession, draft_id: UUID, number: int) -> DraftPerson:
    """The person with that number (`PersonView.number`); raises `NotFoundError('button-old')`."""
    for person in await rows.people_of(session, draft_id):
        if person.position == number:
            return person
    raise NotFoundError("button-old")


async def place_photo(
    session: WriteSession, clock: Clock, draft: Draft, key: str, sent: Sent
) -> tuple[str | None, Join | None]:
    """The album under which a photo is noted, None where there are too many people; and what has to be joined,
    where a late caption names somebody who is there already. Repeatable."""
    name = _name_in(sent)
    album = sent.group or f"one:{key}"
    known = await rows.album_of(session, draft.id, album)
    if known is None:
        begun = await _begin_album(session, clock, draft, album, name, sent)
        return (begun.album if begun else None), None
    join = None
    if name is not None and known.name is None:
        join = await give_name(session, draft, known, name, sent.class_word)
    return album, join


async def give_name(
    session: WriteSession, draft: Draft, person: DraftPerson, name: str, class_word: str | None
) -> Join | None:
    """Names a person; where another one in the draft has that name it writes nothing and gives what has to be joined,
    which names them."""
    join = await join_by_name(session, draft, person, name, class_word)
    if join is None:
        person.name = name
        person.class_word = class_word or person.class_word
    return join


async def join_by_name(
    session: WriteSession, draft: Draft, person: DraftPerson, name: str, class_word: str | None
) -> Join | None:
    """What has to be joined when the person gets a name that another one in the draft has."""
    other = await _person_called(session, draft.id, name)
    if other is None or other.dataset_id == person.dataset_id:
        return None
    return Join(draft.user_id, draft.id, person.dataset_id, other.dataset_id, name, class_word)


async def hand_over_photos(session: WriteSession, clock: Clock, draft: Draft) -> None:
    """Photos that the draft has are the first person's from here on; the draft gets an empty data set."""
    fields = CreateFields.from_json(draft.fields)
    assert draft.dataset_id is not None
    if not fields.waiting and not await count_photos(session, draft.dataset_id):
        return
    session.add(
        DraftPerson(
            draft_id=draft.id,
            dataset_id=draft.dataset_id,
            album=FIRST_ALBUM,
            position=1,
            name=fields.name,
            class_word=fields.class_word,
            created_at=clock.now(),
        )
    )
    draft.dataset_id = await _new_dataset(session, clock, draft.user_id)


async def _begin_album(
    session: WriteSession, clock: Clock, draft: Draft, album: str, name: str | None, sent: Sent
) -> DraftPerson | None:
    """A row for an album that was not seen before; a single photo of somebody known joins their first album."""
    person = await _person_called(session, draft.id, name) if name is not None else None
    if person is not None:
        person.class_word = person.class_word or sent.class_word
    if person is not None and sent.group is None:
        return person
    too_many = person is None and len(await rows.people_of(session, draft.id)) >= PEOPLE_LIMIT
    position = await rows.next_position(session, draft.id)
    if too_many or position > ALBUMS_LIMIT:
        return None
    begun = DraftPerson(
        draft_id=draft.id,
        dataset_id=person.dataset_id if person else await _new_dataset(session, clock, draft.user_id),
        album=album,
        position=position,
        name=name,
        class_word=sent.class_word,
        created_at=clock.now(),
    )
    session.add(begun)
    return begun


async def _person_called(session: WriteSession, draft_id: UUID, name: str) -> DraftPerson | None:
    key = name_key(name)
    people = await rows.people_of(session, draft_id)
    return next((person for person in people if person.name is not None and name_key(person.name) == key), None)


async def _new_dataset(session: WriteSession, clock: Clock, user_id: int) -> UUID:
    dataset = Dataset(id=new_id(), user_id=user_id, created_at=clock.now())
    session.add(dataset)
    await session.flush()
    return dataset.id


def _name_in(sent: Sent) -> str | None:
    """The name that a caption gives; words that are no name are asked for like missing ones."""
    try:
        return clean_name(sent.name) if sent.name else None
    except InvalidInputError:
        return None
