"""Photos that arrive one by one: none is lost, and their draft is shown once when all are in."""

import asyncio
from uuid import UUID

from sqlalchemy import select

from db.enums import LoraType, OutboxKind, Retention
from db.models import Outbox, TgUpdate, User
from db.repositories.updates import keep_update
from services.errors import InvalidInputError, LoragramError, StorageError
from services.training.draft_fields import PhotoProblem
from tests.services.training.story import Story
from tests.support.rows import make_user


class Files:
    """A place where sent photos lie. `refusals` by source are raised instead, `fetched` counts."""

    def __init__(self, **refusals: LoragramError) -> None:
        self.refusals = refusals
        self.fetched: list[str] = []

    async def fetch(self, source: str) -> bytes:
        """The source's own name as bytes."""
        self.fetched.append(source)
        if source in self.refusals:
            raise self.refusals[source]
        return source.encode()


async def begun(story: Story) -> tuple[User, UUID]:
    """A person with a consent and an empty draft."""
    user = await story.person()
    return user, (await story.drafts.open(user.id)).draft_id


async def rest(story: Story, files: Files) -> None:
    """Lets time pass until nothing is left to do."""
    for _ in range(3):
        story.clock.advance(2)
        await story.albums.tick(files)


async def cards(story: Story) -> list[tuple[str, int]]:
    """Views and versions of the cards that were asked for."""
    async with story.db.read() as session:
        rows = (await session.execute(select(Outbox).where(Outbox.kind == OutboxKind.CARD))).scalars()
        return [(row.view, row.version) for row in rows]


async def test_done_that_overtakes_an_album_is_answered_once(story: Story) -> None:
    user, draft_id = await begun(story)
    files = Files()
    await story.drafts.request_done(user.id, draft_id)
    for number in range(10):
        await story.albums.arrive(user.id, draft_id, f"file-{number}", f"key-{number}")
        await story.albums.take_in(user.id, draft_id, files)
    assert await story.albums.tick(files) == 0, "the album has not come to rest"
    await rest(story, files)
    view = await story.drafts.view(draft_id)
    assert (view.photos, view.done_requested, view.is_settling) == (10, True, False)
    assert await cards(story) == [("draft_card", 1)]


async def test_a_chat_with_messages_to_handle_has_not_come_to_rest(story: Story) -> None:
    """However long one photo takes, the next one of the album waits behind it."""
    user, draft_id = await begun(story)
    await story.albums.arrive(user.id, draft_id, "file", "key")
    await story.albums.take_in(user.id, draft_id, Files())
    async with story.db.write() as session:
        await keep_update(session, story.clock, 1, user.id, "{}")
    await rest(story, Files())
    assert await cards(story) == []
    async with story.db.write() as session:
        (await session.get_one(TgUpdate, 1)).handled_at = story.clock.now()
    await rest(story, Files())
    assert await cards(story) == [("draft_card", 1)]


async def test_nothing_is_fetched_before_the_consent(story: Story) -> None:
    """The card, which asks for it, is shown; after it the photos come."""
    user = await make_user(story.db)
    draft_id = (await story.drafts.open(user.id)).draft_id
    files = Files()
    await story.albums.arrive(user.id, draft_id, "file", "key")
    await story.albums.take_in(user.id, draft_id, files)
    await rest(story, files)
    assert files.fetched == []
    assert await cards(story) == [("draft_card", 1)]
    await story.agreements.give(user.id, ["fal"], Retention.DAYS_30)
    await story.albums.look_again(user.id, draft_id)
    await rest(story, files)
    assert (await story.drafts.view(draft_id)).photos == 1
    assert await cards(story) == [("draft_card", 2)]


async def test_photos_noted_before_a_crash_are_fetched_by_the_tick(story: Story) -> None:
    """`arrive` was committed, `take_in` never came."""
    user, draft_id = await begun(story)
    await story.albums.arrive(user.id, draft_id, "file", "key")
    await rest(story, Files())
    assert (await story.drafts.view(draft_id)).photos == 1


async def test_what_cannot_be_taken_is_told_with_its_number(story: Story) -> None:
    """Refused before, at and after the download; the next album begins with a clean slate."""
    user, draft_id = await begun(story)
    files = Files(second=InvalidInputError("photo-not-fetched"))
    await story.albums.arrive(user.id, draft_id, "first", "1")
    await story.albums.arrive(user.id, draft_id, "second", "2")
    await story.albums.refuse(user.id, draft_id, "photo-not-a-picture")
    await story.albums.arrive(user.id, draft_id, "first", "1")
    await rest(story, files)
    problems = (await story.drafts.view(draft_id)).fields.problems
    assert {(problem.number, problem.code) for problem in problems} == {
        (2, "photo-not-fetched"),
        (3, "photo-not-a-picture"),
        (4, "photo-duplicate"),
    }
    await story.albums.arrive(user.id, draft_id, "third", "3")
    assert (await story.drafts.view(draft_id)).fields.problems == ()


async def test_what_could_not_be_taken_is_told_once(story: Story) -> None:
    """It stands while the album comes in, and is gone with the first thing that is done after its card."""
    user, draft_id = await begun(story)

    async def refused() -> None:
        await story.albums.refuse(user.id, draft_id, "photo-too-many", max=20)
        await story.drafts.choose_type(user.id, draft_id, LoraType.STYLE)
        assert len((await story.drafts.view(draft_id)).fields.problems) == 1, "not told yet"
        await rest(story, Files())
        assert len((await story.drafts.view(draft_id)).fields.problems) == 1, "the card tells it"

    await refused()
    assert (await story.drafts.choose_type(user.id, draft_id, LoraType.STYLE)).fields.problems == ()
    await refused()
    assert (await story.drafts.reopen_photos(user.id, draft_id)).fields.problems == ()
    await story.albums.arrive(user.id, draft_id, "file", "key")
    await rest(story, Files())
    await refused()
    assert (await story.drafts.remove_photo(user.id, draft_id, 1)).fields.problems == ()


async def test_photos_wait_while_our_storage_fails(story: Story) -> None:
    """They are neither lost nor called bad, and come when it is back."""
    user, draft_id = await begun(story)
    story.photos.refusal = StorageError("storage-unavailable")
    await story.albums.arrive(user.id, draft_id, "file", "key")
    await story.albums.take_in(user.id, draft_id, Files())
    view = await story.drafts.view(draft_id)
    assert (view.photos, len(view.fields.waiting), view.fields.problems) == (0, 1, ())
    story.photos.refusal = None
    story.clock.advance(61)
    await rest(story, Files())
    assert (await story.drafts.view(draft_id)).photos == 1


async def test_photos_without_end_are_not_all_noted(story: Story) -> None:
    """A person who never agrees cannot fill our rows."""
    user = await make_user(story.db)
    draft_id = (await story.drafts.open(user.id)).draft_id
    for number in range(65):
        await story.albums.arrive(user.id, draft_id, f"file-{number}", f"key-{number}")
    fields = (await story.drafts.view(draft_id)).fields
    assert len(fields.waiting) == 60
    assert fields.problems[0] == PhotoProblem(61, "photo-too-many", {"max": 20})


async def test_two_replicas_show_a_draft_once(story: Story) -> None:
    user, draft_id = await begun(story)
    await story.drafts.request_done(user.id, draft_id)
    story.clock.advance(2)
    taken = await asyncio.gather(story.albums.tick(Files()), story.albums.tick(Files()))
    assert sorted(taken) == [0, 1]
    assert await cards(story) == [("draft_card", 1)]
