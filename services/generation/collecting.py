"""Copying delivered pictures into our storage."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from db.enums import ImageState
from db.models import Attempt
from db.repositories.generations import NewImage
from services.errors import BrokenArtefactError
from services.generation.ai_mark import marked
from services.generation.output import OutputPicture, PictureOutput
from services.generation.pictures import MAX_BYTES, DeliveredPicture, inspect_picture
from services.ports import Storage
from services.providers.base import Provider
from services.storage.layout import pictures_folder

BLOCKED_TYPE = "image/png"
BY_PROVIDER, BY_GATE = "provider", "gate"


class Gate(Protocol):
    """Looks at a picture before it is kept."""

    async def holds_back(self, data: bytes) -> bool:
        """See `services.safety.gate.PictureGate.holds_back`."""


class PictureCollector:
    """Fetches the pictures of one answer. Names come from the attempt, so that a repeat writes the same files. What is
    stored carries the mark of `services.generation.ai_mark`. Without a `gate` only the provider's checker blocks."""

    def __init__(
        self, storage: Storage, provider: Provider, attempt: Attempt, erase_at: datetime | None, gate: Gate | None
    ) -> None:
        self._storage = storage
        self._provider = provider
        self._attempt = attempt
        self._erase_at = erase_at
        self._gate = gate

    async def collect(
        self, output: PictureOutput, *, without: Collection[int] = ()
    ) -> tuple[list[NewImage], list[str]]:
        """The pictures that arrived, blocked ones among them, and the codes of those that did not. Places in
        `without` are left out.

        Raises `ProviderError` when a picture may be fetched later.
        """
        images: list[NewImage] = []
        faults: list[str] = []
        for picture in output.pictures:
            if picture.no in without:
                continue
            try:
                images.append(await self._one(picture, output.seed))
            except BrokenArtefactError as error:
                faults.append(error.code)
        return images, faults

    async def _one(self, picture: OutputPicture, seed: int | None) -> NewImage:
        if picture.is_blocked or picture.url is None:
            return _blocked(picture, seed, BY_PROVIDER)
        data = await self._fetch(picture.url)
        found = await asyncio.to_thread(inspect_picture, data)
        if found.is_black:
            return _blocked(picture, seed, BY_PROVIDER, found)
        if self._gate is not None and await self._gate.holds_back(data):
            return _blocked(picture, seed, BY_GATE, found)
        key = f"{pictures_folder(self._attempt.id)}/{picture.no}.{found.extension}"
        await self._storage.put(key, marked(data))
        return NewImage(
            picture.no, ImageState.STORED, key, found.content_type, found.width, found.height, seed, self._erase_at
        )

    async def _fetch(self, url: str) -> bytes:
        data = bytearray()
        async for piece in self._provider.download(url):
            data += piece
            if len(data) > MAX_BYTES:
                raise BrokenArtefactError("artefact-broken")
        return bytes(data)


def _blocked(picture: OutputPicture, seed: int | None, by: str, found: DeliveredPicture | None = None) -> NewImage:
    if found is None:
        return NewImage(picture.no, ImageState.BLOCKED, None, BLOCKED_TYPE, None, None, seed, None, by)
    return NewImage(picture.no, ImageState.BLOCKED, None, found.content_type, found.width, found.height, seed, None, by)
