"""Photos of an earlier model for a new one: files, captions and numbers, and nothing that was to go."""

from datetime import timedelta
from uuid import UUID

import pytest

from db.database import Database
from db.enums import LoraType
from db.models import Dataset, User
from services.errors import ConflictError, InvalidInputError, NotFoundError, StorageError
from services.photos.measures import Measures
from services.privacy.consent import Consents
from services.storage.encrypted import EncryptedStorage
from tests.services.datasets.shelf import Kept, Shelf
from tests.services.training.test_caption_facts import face, measured
from tests.support.clock import FakeClock
from tests.support.rows import make_photo


async def draft_of(shelf: Shelf, user: User) -> tuple[UUID, UUID]:
    """A fresh draft and its data set."""
    view = await shelf.story.drafts.open(user.id)
    return view.draft_id, view.dataset_id


async def test_a_copy_has_its_own_files_and_everything_that_was_known(shelf: Shelf) -> None:
    """Captions, numbers and wishes go along; the photos of the model stay where they are."""
    user = await shelf.story.person()
    kept = await shelf.model(user, type=LoraType.CHARACTER, class_word="man")
    numbers = measured(face())
    await shelf.story.change(
        kept.photos[0], {"caption": "[trigger] here", "measures": numbers.to_json(), "use_anyway": True}
    )
    draft_id, dataset_id = await draft_of(shelf, user)
    assert await shelf.copies.into_draft(user.id, kept.lora.id, draft_id) == 4
    copies = await shelf.photos(dataset_id)
    first = copies[0]
    assert (first.caption, Measures.from_json(first.measures)) == ("[trigger] here", numbers)
    assert [one.use_anyway for one in copies] == [True, False, False, False]
    assert [one.position for one in copies] == [1, 2, 3, 4]
    for copy, photo in zip(copies, kept.photos, strict=True):
        assert copy.storage_key.startswith(f"photos/{dataset_id}/")
        assert await shelf.storage.get(copy.storage_key) == await shelf.storage.get(photo.storage_key)
        assert (copy.sha256, copy.source_key, copy.size) == (photo.sha256, photo.source_key, photo.size)
    async with shelf.db.read() as session:
        assert (await session.get_one(Dataset, dataset_id)).copied_from == kept.dataset.id
    fields = (await shelf.story.drafts.view(draft_id)).fields
    assert (fields.type, fields.class_word) == (LoraType.CHARACTER, "man")


async def test_answers_that_were_given_stay(shelf: Shelf) -> None:
    """A draft of a style stays one, and a Done for other photos is taken back."""
    user = await shelf.story.person()
    kept = await shelf.model(user)
    draft_id, _ = await draft_of(shelf, user)
    await shelf.story.drafts.choose_type(user.id, draft_id, LoraType.STYLE)
    await shelf.story.drafts.request_done(user.id, draft_id)
    await shelf.copies.into_draft(user.id, kept.lora.id, draft_id)
    view = await shelf.story.drafts.view(draft_id)
    assert (view.fields.type, view.done_requested) == (LoraType.STYLE, False)


async def test_what_the_draft_has_is_not_copied_again(shelf: Shelf) -> None:
    """By the sender's key or by content; a second copy adds nothing and leaves no file."""
    user = await shelf.story.person()
    kept = await shelf.model(user)
    draft_id, dataset_id = await draft_of(shelf, user)
    async with shelf.db.read() as session:
        dataset = await session.get_one(Dataset, dataset_id)
    await make_photo(shelf.db, dataset, position=1, sha256=kept.photos[0].sha256)
    await make_photo(shelf.db, dataset, position=2, source_key=kept.photos[1].source_key)
    assert await shelf.copies.into_draft(user.id, kept.lora.id, draft_id) == 2
    files = await shelf.files()
    assert await shelf.copies.into_draft(user.id, kept.lora.id, draft_id) == 0
    assert [one.position for one in await shelf.photos(dataset_id)] == [1, 2, 3, 4]
    assert await shelf.files() == files


async def test_a_copy_stops_where_the_set_is_full(shelf: Shelf) -> None:
    """The first ones fit; then it is refused."""
    user = await shelf.story.person()
    many, few = await shelf.model(user, photos=18), await shelf.model(user, photos=4)
    draft_id, dataset_id = await draft_of(shelf, user)
    assert await shelf.copies.into_draft(user.id, many.lora.id, draft_id) == 18
    assert await shelf.copies.into_draft(user.id, few.lora.id, draft_id) == 2
    with pytest.raises(InvalidInputError, match="photo-too-many"):
        await shelf.copies.into_draft(user.id, few.lora.id, draft_id)
    assert len(await shelf.photos(dataset_id)) == 20


async def test_nobody_copies_what_is_not_theirs(shelf: Shelf) -> None:
    """Neither from another person's model nor into another person's draft."""
    user, other = await shelf.story.person(), await shelf.story.person()
    kept, theirs = await shelf.model(user), await shelf.model(other)
    (mine, _), (yours, _) = await draft_of(shelf, user), await draft_of(shelf, other)
    with pytest.raises(NotFoundError, match="model-gone"):
        await shelf.copies.into_draft(user.id, theirs.lora.id, mine)
    with pytest.raises(NotFoundError, match="draft-gone"):
        await shelf.copies.into_draft(user.id, kept.lora.id, yours)


@pytest.mark.parametrize("column", ["photos_erased_at", "erase_photos_at"])
async def test_photos_that_are_to_go_are_not_copied(shelf: Shelf, column: str) -> None:
    """A copy would outlive them."""
    user = await shelf.story.person()
    kept = await shelf.model(user)
    draft_id, _ = await draft_of(shelf, user)
    await shelf.story.change(kept.dataset, {column: shelf.clock.now()})
    with pytest.raises(ConflictError, match="photos-gone"):
        await shelf.copies.into_draft(user.id, kept.lora.id, draft_id)


class Interrupted:
    """A storage in which something happens when the third copy is written."""

    def __init__(self, inner: EncryptedStorage, happens: object) -> None:
        self._inner = inner
        self._happens = happens
        self._puts = 0

    async def put(self, key: str, data: bytes) -> None:
        """Stores; the third time what happens comes first."""
        self._puts += 1
        if self._puts == 3:
            await self._happens()  # type: ignore[operator]
        await self._inner.put(key, data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


async def interrupted(
    db: Database, clock: FakeClock, storage: EncryptedStorage, happens: object
) -> tuple[Shelf, Kept, UUID, UUID]:
    """A shelf on which `happens` comes in the middle of a copy, a model, and a draft for it with its data set."""
    plain = Shelf(db, clock, storage)
    user = await plain.story.person()
    kept = await plain.model(user)
    shelf = Shelf(db, clock, Interrupted(storage, happens))  # type: ignore[arg-type]
    return (shelf, kept, *(await draft_of(shelf, user)))


async def test_a_copy_that_fails_leaves_nothing_and_can_be_repeated(
    db: Database, clock: FakeClock, storage: EncryptedStorage
) -> None:
    """The storage gave up in the middle."""

    async def fail() -> None:
        raise StorageError("storage-unavailable")

    shelf, kept, draft_id, dataset_id = await interrupted(db, clock, storage, fail)
    before = await shelf.files()
    with pytest.raises(StorageError):
        await shelf.copies.into_draft(kept.lora.user_id, kept.lora.id, draft_id)
    assert await shelf.photos(dataset_id) == []
    assert await shelf.files() == before
    assert await shelf.copies.into_draft(kept.lora.user_id, kept.lora.id, draft_id) == 4


async def test_a_consent_withdrawn_meanwhile_ends_the_copy(
    db: Database, clock: FakeClock, storage: EncryptedStorage
) -> None:
    """What is to be erased does not live on in a copy."""

    async def withdraw() -> None:
        await Consents(db, clock, "1").withdraw(kept.lora.user_id)

    shelf, kept, draft_id, dataset_id = await interrupted(db, clock, storage, withdraw)
    with pytest.raises(NotFoundError, match="draft-gone"):
        await shelf.copies.into_draft(kept.lora.user_id, kept.lora.id, draft_id)
    assert await shelf.photos(dataset_id) == []
    assert await shelf.files() == {one.storage_key for one in kept.photos}


async def test_photos_whose_time_comes_meanwhile_are_not_copied(
    db: Database, clock: FakeClock, storage: EncryptedStorage
) -> None:
    """The clean-up may have begun with their files."""

    async def end() -> None:
        await shelf.story.change(kept.dataset, {"erase_photos_at": clock.now() - timedelta(seconds=1)})

    shelf, kept, draft_id, dataset_id = await interrupted(db, clock, storage, end)
    with pytest.raises(ConflictError, match="photos-gone"):
        await shelf.copies.into_draft(kept.lora.user_id, kept.lora.id, draft_id)
    assert await shelf.photos(dataset_id) == []
