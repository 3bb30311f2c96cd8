"""Several people in one go: whose album it is, joining, leaving out, and one order each."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.database import joins_next_write
from db.models import Dataset, Draft, DraftPerson, Job, Lora, Photo, User
from db.sessions import WriteSession
from services.errors import InvalidInputError, LimitReachedError, LoragramError, NotFoundError
from services.ports import Storage
from services.privacy.retention import Retention
from services.safety.words import Words
from services.storage.layout import photos_folder
from services.training.draft_view import DraftView
from services.training.several import SeveralPeople
from services.training.several_albums import PEOPLE_LIMIT, Sent
from services.training.several_view import Fate, Stage, fates, stage_of
from tests.services.training.people import NamedFiles, People
from tests.services.training.story import Story
from tests.support.measured import measured


@pytest.fixture
def people(story: Story, storage: Storage) -> People:
    """The facades over a fresh database of each kind."""
    return People(story, storage)


def shown(view: DraftView) -> list[tuple[str | None, str | None, int]]:
    """Name, class word and photos of each person."""
    return [(person.name, person.class_word, person.photos) for person in view.people]


async def loras(people: People, user: User) -> dict[str, str]:
    """Class words by name."""
    async with people.story.db.read() as session:
        found = await session.scalars(select(Lora).where(Lora.user_id == user.id).order_by(Lora.id))
        return {lora.name: lora.class_word for lora in found}


async def count(people: People, table: type[Job] | type[DraftPerson] | type[Draft]) -> int:
    async with people.story.db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def due(people: People) -> set[UUID]:
    """Data sets whose photos are to be erased."""
    async with people.story.db.read() as session:
        return set(await session.scalars(select(Dataset.id).where(Dataset.erase_photos_at.is_not(None))))


async def test_an_album_per_person_each_with_its_own_photos(people: People) -> None:
    """The caption of any photo of an album names all of it."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 3, "Eva", "woman")
    view = await people.send(user, draft_id, "b", 2, "Bob")
    assert shown(view) == [("Eva", "woman", 3), ("Bob", None, 2)]
    assert len({person.dataset_id for person in view.people} | {view.dataset_id}) == 3
    assert view.photos == 5


async def test_albums_named_alike_are_one_person(people: People) -> None:
    """Names compare as names of models do; a single photo joins as well."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 3, "Eva")
    await people.send(user, draft_id, "b", 2, " EVA ", "woman")
    view = await people.send(user, draft_id, None, 1, "eva")
    assert shown(view) == [("Eva", "woman", 6)]


async def test_a_message_that_comes_again_adds_nothing(people: People) -> None:
    """Neither a person nor a photo."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 3, "Eva")
    view = await people.send(user, draft_id, "a", 3, "Eva")
    assert shown(view) == [("Eva", None, 3)]


async def test_a_late_name_joins_photos_that_are_stored(people: People) -> None:
    """Files go along, so that erasing what is left of the second album cannot take them; a photo that both have stays
    once."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 3, "Eva")
    view = await people.send(user, draft_id, "b", 2)
    source = view.people[1].dataset_id
    assert stage_of(view.people, all_sent=True) is Stage.NAMES
    view = await people.several.name(user.id, draft_id, view.people[1].number, "Eva", "woman")
    assert shown(view) == [("Eva", "woman", 5)]
    assert source in await due(people)
    await Retention(people.story.db, people.story.clock, people.storage).erase_due()
    async with people.story.db.read() as session:
        photos = (await session.scalars(select(Photo).order_by(Photo.position))).all()
    assert [await people.storage.get(photo.storage_key) for photo in photos if photo.source_key[0] == "b"] == [
        b"b-0",
        b"b-1",
    ]
    assert {photo.dataset_id for photo in photos} == {view.people[0].dataset_id}


async def test_photos_of_a_joined_album_that_come_later_find_the_person(people: People) -> None:
    """The album keeps pointing at whoever it was joined with."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 3, "Eva")
    view = await people.send(user, draft_id, "b", 1)
    await people.several.join(user.id, draft_id, view.people[1].number, view.people[0].number)
    view = await people.send(user, draft_id, "b", 3)
    assert shown(view) == [("Eva", None, 6)]


async def test_whoever_is_joined_with_somebody_later_keeps_name_and_class(people: People) -> None:
    """The album that came first stands for the person, also where only the other one's caption named them."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 1)
    view = await people.send(user, draft_id, "b", 1, "Eva", "woman")
    view = await people.several.join(user.id, draft_id, view.people[0].number, view.people[1].number)
    assert shown(view) == [("Eva", "woman", 2)]


async def test_a_name_whose_join_fails_names_nobody(people: People) -> None:
    """The answer stays open and can be repeated; there are never two of that name, and no copy is left behind."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 1, "Eva")
    view = await people.send(user, draft_id, "b", 2)
    number, target = view.people[1].number, view.people[0].dataset_id
    await people.storage.delete("photos/b-1.jpg")
    handled: list[str] = []

    async def handle(_: WriteSession) -> None:
        handled.append("update")

    token = joins_next_write.set(handle)
    with pytest.raises(LoragramError):
        await people.several.name(user.id, draft_id, number, "Eva", "woman")
    assert shown(await people.story.drafts.view(draft_id)) == [("Eva", None, 1), (None, None, 2)]
    assert not [file async for page in people.storage.listed(photos_folder(target)) for file in page]
    assert handled == []
    await people.storage.put("photos/b-1.jpg", b"b-1")
    view = await people.several.name(user.id, draft_id, number, "Eva", "woman")
    joins_next_write.reset(token)
    assert shown(view) == [("Eva", "woman", 3)]
    assert handled == ["update"]


async def test_a_photo_fetched_while_its_album_is_joined_finds_the_person(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data set that it was meant for takes no photos any more."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 1, "Eva")
    view = await people.send(user, draft_id, "b", 1)
    source, add = view.people[1], people.story.photos.add

    async def add_too_late(dataset_id: UUID, source_key: str, data: bytes, *, replaces: int | None = None) -> Photo:
        if dataset_id == source.dataset_id:
            await people.several.join(user.id, draft_id, source.number, view.people[0].number)
            raise NotFoundError("dataset")
        return await add(dataset_id, source_key, data, replaces=replaces)

    monkeypatch.setattr(people.story.photos, "add", add_too_late)
    await people.story.albums.arrive(user.id, draft_id, "late", "late", "b")
    await people.story.albums.take_in(user.id, draft_id, NamedFiles())
    after = await people.story.drafts.view(draft_id)
    assert (shown(after), after.fields.problems) == ([("Eva", None, 3)], ())


async def test_words_that_are_no_name_are_asked_for(people: People) -> None:
    """An invisible caption names nobody."""
    user, draft_id = await people.begun()
    view = await people.send(user, draft_id, "a", 4, "\u200b")
    assert shown(view) == [(None, None, 4)]
    with pytest.raises(InvalidInputError, match="name-empty"):
        await people.several.name(user.id, draft_id, view.people[0].number, "\u200b")


async def test_a_name_that_no_model_may_have_is_refused(people: People) -> None:
    """A caption of that kind names nobody; typed it is told why."""
    people.several = SeveralPeople(
        people.story.db, people.story.clock, people.story.drafts, people.story.albums, people.joined,
        Words(["Jane Famous"]),
    )  # fmt: skip
    user, draft_id = await people.begun()
    view = await people.send(user, draft_id, "a", 1, "Jane Famous")
    assert shown(view) == [(None, None, 1)]
    number = view.people[0].number
    with pytest.raises(InvalidInputError, match="words-names"):
        await people.several.name(user.id, draft_id, number, "jane famous")
    with pytest.raises(InvalidInputError, match="words-minors"):
        await people.several.choose_class(user.id, draft_id, number, "child")


async def test_an_animal_is_asked_what_it_is_before_its_photos_are_too_few(people: People) -> None:
    """No photo of a dog shows a human face."""
    user, draft_id = await people.begun()
    for number in range(4):
        shot = json.dumps(measured(number, faces=()).to_json())
        await people.several.arrive(user.id, draft_id, shot, f"dog-{number}", Sent("a", "Rex"))
        await people.story.albums.take_in(user.id, draft_id, NamedFiles())
    view = await people.story.drafts.view(draft_id)
    assert (view.people[0].counting, stage_of(view.people, all_sent=True)) == (0, Stage.CLASSES)
    view = await people.several.choose_class(user.id, draft_id, view.people[0].number, "dog")
    assert (view.people[0].counting, stage_of(view.people, all_sent=True)) == (4, Stage.CONFIRM)


async def test_one_person_too_many_is_told(people: People) -> None:
    """Their photos are not stored."""
    user, draft_id = await people.begun()
    for number in range(PEOPLE_LIMIT + 1):
        view = await people.send(user, draft_id, f"album-{number}", 1, f"Person {number}")
    assert len(view.people) == PEOPLE_LIMIT
    assert [problem.code for problem in view.fields.problems] == ["people-too-many"]


async def test_one_order_each(people: People) -> None:
    """A trigger word for each model, its own photos, and the draft is gone with nothing left to erase but its own."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 4, "Eva", "woman")
    view = await people.send(user, draft_id, "b", 5, "Bob", "man")
    ordered = await people.orders.train(user.id, draft_id)
    assert (len(ordered.jobs), ordered.waiting, ordered.why) == (2, (), None)
    assert await loras(people, user) == {"Eva": "woman", "Bob": "man"}
    async with people.story.db.read() as session:
        found = (await session.scalars(select(Lora))).all()
        datasets = (await session.scalars(select(Dataset).where(Dataset.lora_id.is_not(None)))).all()
    assert len({lora.trigger_word for lora in found}) == 2
    assert {dataset.id for dataset in datasets} == {person.dataset_id for person in view.people}
    assert await due(people) == {view.dataset_id}
    assert await count(people, Draft) == 0


async def test_asked_twice_it_orders_once(people: People) -> None:
    """Also at the same time."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 4, "Eva", "woman")
    both = await asyncio.gather(*(people.orders.train(user.id, draft_id) for _ in range(2)))
    assert both[0].jobs[0].id == both[1].jobs[0].id
    assert await count(people, Job) == 1


async def test_whoever_cannot_be_trained_stays_in_the_draft(people: People) -> None:
    """Too few photos, or no name; more can be added, and only they are ordered then."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 2, "Bob", "man")
    await people.send(user, draft_id, "b", 4, "Eva", "woman")
    await people.send(user, draft_id, "c", 4)
    ordered = await people.orders.train(user.id, draft_id)
    assert [person.name for person in ordered.waiting] == ["Bob", None]
    view = await people.send(user, draft_id, "d", 2, "Bob")
    assert shown(view) == [("Bob", "man", 4), (None, None, 4)]
    await people.orders.train(user.id, draft_id)
    assert await loras(people, user) == {"Eva": "woman", "Bob": "man"}


async def test_the_quota_takes_the_first_ones(people: People) -> None:
    """The view says the same before; with nothing left the order is refused."""
    user, draft_id = await people.begun()
    await people.story.change(user, {"trainings_per_month": 1})
    await people.send(user, draft_id, "a", 4, "Eva", "woman")
    view = await people.send(user, draft_id, "b", 4, "Bob", "man")
    assert list(fates(view.people, view.orders_left).values()) == [Fate.TRAINED, Fate.QUOTA]
    ordered = await people.orders.train(user.id, draft_id)
    assert [person.name for person in ordered.waiting] == ["Bob"]
    assert ordered.why is not None
    assert ordered.why.code == "training-quota"
    with pytest.raises(LimitReachedError, match="training-quota"):
        await people.orders.train(user.id, draft_id)
    assert await loras(people, user) == {"Eva": "woman"}


async def test_nothing_is_ordered_without_a_class_word_or_enough_photos(people: People) -> None:
    """The message names what is missing."""
    user, draft_id = await people.begun()
    view = await people.send(user, draft_id, "a", 3, "Eva")
    with pytest.raises(InvalidInputError, match="photos-few"):
        await people.orders.train(user.id, draft_id)
    await people.send(user, draft_id, "b", 1, "Eva")
    with pytest.raises(InvalidInputError, match="draft-incomplete"):
        await people.orders.train(user.id, draft_id)
    with pytest.raises(InvalidInputError, match="class-bad"):
        await people.several.choose_class(user.id, draft_id, view.people[0].number, "жена")
    await people.several.choose_class(user.id, draft_id, view.people[0].number, "Woman ")
    await people.orders.train(user.id, draft_id)
    assert await loras(people, user) == {"Eva": "woman"}


async def test_a_taken_name_gets_a_number(people: People) -> None:
    """The view tells it before the order does it."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 4, "Eva", "woman")
    await people.orders.train(user.id, draft_id)
    draft_id = (await people.story.drafts.open(user.id)).draft_id
    await people.several.begin(user.id, draft_id)
    view = await people.send(user, draft_id, "b", 4, "Eva", "woman")
    assert (view.people[0].name, view.people[0].model_name) == ("Eva", "Eva 2")
    await people.orders.train(user.id, draft_id)
    assert (await loras(people, user)).keys() == {"Eva", "Eva 2"}


async def test_photos_sent_before_are_the_first_persons(people: People) -> None:
    """Stored ones and those that wait; the draft gets another data set of its own."""
    user = await people.story.person()
    begun = await people.story.drafts.open(user.id)
    await people.story.drafts.add_photo(user.id, begun.draft_id, "first-0", b"")
    await people.story.albums.arrive(user.id, begun.draft_id, "first-1", "first-1")
    view = await people.several.begin(user.id, begun.draft_id)
    await people.story.albums.take_in(user.id, begun.draft_id, NamedFiles())
    view = await people.story.drafts.view(begun.draft_id)
    assert shown(view) == [(None, None, 2)]
    assert view.people[0].dataset_id == begun.dataset_id != view.dataset_id
    with pytest.raises(InvalidInputError, match="button-old"):
        await people.story.drafts.add_photo(user.id, begun.draft_id, "nobody's", b"")
    with pytest.raises(InvalidInputError, match="button-old"):
        await people.several.give_up(user.id, begun.draft_id)


async def test_somebody_left_out_leaves_no_photos(people: People) -> None:
    """Also none that still waits to be fetched; others stay."""
    user, draft_id = await people.begun()
    await people.send(user, draft_id, "a", 2, "Eva")
    view = await people.send(user, draft_id, "b", 2, "Bob")
    gone = view.people[1]
    await people.story.albums.arrive(user.id, draft_id, "late", "late", "b")
    view = await people.several.remove(user.id, draft_id, gone.number)
    assert shown(view) == [("Eva", None, 2)]
    assert (view.fields.waiting, await due(people)) == ((), {gone.dataset_id})
    with pytest.raises(NotFoundError, match="button-old"):
        await people.several.remove(user.id, draft_id, gone.number)


async def test_a_draft_that_is_given_up_or_forgotten_erases_everybodys_photos(people: People) -> None:
    """Thrown away, a week untouched, or the consent withdrawn."""
    users = [await people.begun() for _ in range(3)]
    datasets = set()
    for user, draft_id in users:
        view = await people.send(user, draft_id, f"a-{user.id}", 2, "Eva")
        datasets |= {view.dataset_id, view.people[0].dataset_id}
    await people.story.drafts.discard(*(users[0][0].id, users[0][1]))
    await people.story.agreements.withdraw(users[1][0].id)
    people.story.clock.advance(timedelta(days=8).total_seconds())
    await Retention(people.story.db, people.story.clock, people.storage).erase_due()
    assert datasets <= await due(people)
    async with people.story.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Photo)) == 0
    assert (await count(people, Draft), await count(people, DraftPerson)) == (0, 0)


async def test_another_persons_draft_is_out_of_reach(people: People) -> None:
    """Whatever is asked of it."""
    _, draft_id = await people.begun()
    stranger = await people.story.person()
    for ask in (
        people.several.begin(stranger.id, draft_id),
        people.several.name(stranger.id, draft_id, 1, "Eva"),
        people.several.remove(stranger.id, draft_id, 1),
        people.orders.train(stranger.id, draft_id),
    ):
        with pytest.raises(NotFoundError, match="draft-gone"):
            await ask
