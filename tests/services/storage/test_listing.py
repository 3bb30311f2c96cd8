"""Listing what the storage holds, in pages, on every kind of store."""

from datetime import timedelta
from uuid import uuid4

from obstore.store import ObjectStore

from services.storage.encrypted import EncryptedStorage
from services.storage.layout import FOLDERS, export_key, owner_of, photos_folder, pictures_folder, weights_key
from tests.services.storage.conftest import KEY


async def test_files_of_a_folder_are_listed_with_their_time(store: ObjectStore) -> None:
    """And nothing of a folder whose name only begins alike."""
    storage = EncryptedStorage(store, KEY)
    for key in ("photos/a/1.jpg", "photos/b/2.jpg", "photos-of-others/3.jpg", "weights/4.safetensors"):
        await storage.put(key, b"x")
    found = [file for page in [page async for page in storage.listed("photos")] for file in page]
    assert sorted(file.key for file in found) == ["photos/a/1.jpg", "photos/b/2.jpg"]
    assert {file.written_at.utcoffset() for file in found} == {timedelta(0)}


async def test_an_empty_folder_has_no_files(store: ObjectStore) -> None:
    """A storage in which nothing was stored yet."""
    assert [file async for page in EncryptedStorage(store, KEY).listed("photos") for file in page] == []


def test_every_key_of_ours_says_whose_it_is() -> None:
    """The data set of a photo, the request of an export, the paid call of the rest; all lie in the known folders."""
    owner = uuid4()
    photo, picture = f"{photos_folder(owner)}/{uuid4()}.jpg", f"{pictures_folder(owner)}/1.png"
    keys = [photo, picture, weights_key(owner), export_key(owner)]
    assert [owner_of(key) for key in keys] == [owner] * 4
    assert [key.partition("/")[0] for key in keys] == list(FOLDERS)


def test_a_name_that_is_not_of_ours_belongs_to_nobody() -> None:
    """The audit leaves such files alone."""
    assert [owner_of(key) for key in ("photos/holiday.jpg", f"other/{uuid4()}/1.jpg", "weights/")] == [None] * 3
