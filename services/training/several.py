"""Several people in one go: one album per person, whose caption is the name, and a model for each."""

from dataclasses import replace
from uuid import UUID

from db.database import Database
from db.enums import LoraType
from db.models import Dataset, Draft
from db.repositories import draft_people as rows
from db.repositories.drafts import draft_for_change
from db.sessions import WriteSession
from services.errors import InvalidInputError, NotFoundError
from services.loras.names import clean_name
from services.ports import Clock
from services.safety.words import Words
from services.training import draft_answers as answers
from services.training.albums import Albums
from services.training.draft_fields import CreateFields
from services.training.draft_view import DraftView
from services.training.drafts import CreateDrafts
from services.training.several_albums import (
    FIRST_ALBUM,
    PEOPLE_LIMIT,
    Sent,
    find_person,
    give_name,
    hand_over_photos,
    join_by_name,
    place_photo,
)
from services.training.several_join import Join, JoinedPhotos


class SeveralPeople:
    """Answers about the people of a draft. A draft that is gone or another person's raises
    `NotFoundError('draft-gone')`, a person who is not in it `NotFoundError('button-old')`."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        drafts: CreateDrafts,
        albums: Albums,
        joined: JoinedPhotos,
        words: Words | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._drafts = drafts
        self._albums = albums
        self._joined = joined
        self._words = words or Words()

    async def begin(self, user_id: int, draft_id: UUID) -> DraftView:
        """The draft is one of several people; photos that it has are those of the first of them."""
        async with self._db.write() as session:
            draft = await self._load(session, user_id, draft_id)
            fields = CreateFields.from_json(draft.fields)
            if not fields.several:
                waiting = tuple(replace(photo, album=FIRST_ALBUM) for photo in fields.waiting)
                several = replace(
                    fields.told(), several=True, type=LoraType.CHARACTER, name=None, class_word=None, waiting=waiting
                )
                await hand_over_photos(session, self._clock, draft)
                draft.fields = several.to_json()
        return await self._drafts.view(draft_id)

    async def give_up(self, user_id: int, draft_id: UUID) -> DraftView:
        """Back to one model; raises `InvalidInputError('button-old')` once there are photos."""
        async with self._db.write() as session:
            draft = await self._load(session, user_id, draft_id)
            if await rows.albums_of(session, draft_id):
                raise InvalidInputError("button-old")
            fields = CreateFields.from_json(draft.fields)
            draft.fields = replace(fields.told(), several=False, type=None).to_json()
        return await self._drafts.view(draft_id)

    async def arrive(self, user_id: int, draft_id: UUID, source: str, key: str, sent: Sent) -> None:
        """Notes a photo as `Albums.arrive` does, for the person whose album it is in or whom its caption names; the
        album of a name that is not there yet is a new person."""
        # Making a person is not yet the effect of the photo's message: noting the photo is.
        async with self._db.write(joins_update=False) as session:
            draft = await self._load(session, user_id, draft_id)
            album, join = await place_photo(session, self._clock, draft, key, self._judged(sent))
        if join is not None:
            await self._joined.join(join)
        if album is None:
            await self._albums.refuse(user_id, draft_id, "people-too-many", max=PEOPLE_LIMIT)
        else:
            await self._albums.arrive(user_id, draft_id, source, key, album)

    async def name(
        self, user_id: int, draft_id: UUID, number: int, name: str, class_word: str | None = None
    ) -> DraftView:
        """Says who a person is. Somebody of that name who is in the draft is the same person.

        Raises `InvalidInputError('name-empty' | 'name-too-long' | 'class-bad')`, and as `Words` for words that no model
        may be called.
        """
        kept = clean_name(name)
        self._words.check_name(kept, LoraType.CHARACTER)
        word = self._class(class_word) if class_word else None
        # A join that fails must leave neither a second person of that name nor the answer handled.
        async with self._db.write(joins_update=False) as session:
            draft = await self._load(session, user_id, draft_id)
            join = await join_by_name(session, draft, await find_person(session, draft_id, number), kept, word)
        if join is None:
            async with self._db.write() as session:
                draft = await self._load(session, user_id, draft_id)
                join = await give_name(session, draft, await find_person(session, draft_id, number), kept, word)
        if join is not None:
            await self._joined.join(join, joins_update=True)
        return await self._drafts.view(draft_id)

    async def join(self, user_id: int, draft_id: UUID, number: int, same_as: int) -> DraftView:
        """Two of the people are one: the photos of the first go to the second."""
        async with self._db.write(joins_update=False) as session:
            draft = await self._load(session, user_id, draft_id)
            source = await find_person(session, draft_id, number)
            target = await find_person(session, draft_id, same_as)
        if source.dataset_id != target.dataset_id:
            join = Join(draft.user_id, draft_id, source.dataset_id, target.dataset_id)
            await self._joined.join(join, joins_update=True)
        return await self._drafts.view(draft_id)

    async def choose_class(self, user_id: int, draft_id: UUID, number: int, class_word: str) -> DraftView:
        """What a person is, in English ("woman"); raises `InvalidInputError('class-bad', max)`, and as `Words`."""
        word = self._class(class_word)
        async with self._db.write() as session:
            await self._load(session, user_id, draft_id)
            (await find_person(session, draft_id, number)).class_word = word
        return await self._drafts.view(draft_id)

    async def remove(self, user_id: int, draft_id: UUID, number: int) -> DraftView:
        """Takes a person out of the draft; their photos are erased at the next clean-up."""
        async with self._db.write() as session:
            draft = await self._load(session, user_id, draft_id)
            person = await find_person(session, draft_id, number)
            gone = {row.album for row in await rows.albums_of(session, draft_id) if row.dataset_id == person.dataset_id}
            fields = CreateFields.from_json(draft.fields).told()
            waiting = tuple(photo for photo in fields.waiting if photo.album not in gone)
            draft.fields = replace(fields, waiting=waiting).to_json()
            draft.done_requested = False
            (await session.get_one(Dataset, person.dataset_id)).erase_photos_at = self._clock.now()
            await rows.drop_person(session, draft_id, person.dataset_id)
        return await self._drafts.view(draft_id)

    def _class(self, text: str) -> str:
        word = answers.clean_class(text)
        self._words.check_class(word, LoraType.CHARACTER)
        return word

    def _judged(self, sent: Sent) -> Sent:
        """Without a name that no model may have: it is asked for, and told why then."""
        try:
            if sent.name:
                self._words.check_name(sent.name, LoraType.CHARACTER)
        except InvalidInputError:
            return replace(sent, name=None)
        return sent

    async def _load(self, session: WriteSession, user_id: int, draft_id: UUID) -> Draft:
        draft = await draft_for_change(session, user_id, draft_id)
        if draft is None:
            raise NotFoundError("draft-gone")
        draft.updated_at = self._clock.now()
        return draft
