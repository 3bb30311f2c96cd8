"""Everything that is held about a person in one ZIP, made on the way into the storage."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from db.database import Database
from db.repositories import exporting as rows
from db.repositories import privacy_requests as requests
from services.errors import BrokenArtefactError, NotFoundError
from services.messaging.outbox import put_media
from services.ports import Clock, Storage
from services.privacy.export_captions import ExportCaptions
from services.privacy.export_names import Folders
from services.privacy.export_readme import readme
from services.privacy.requests import EXPORT_VIEW
from services.privacy.steps import NotYet, Request, Steps, Worked
from services.privacy.zip_stream import ZipStream, one_piece
from services.storage.layout import export_key

KEPT_FOR = timedelta(hours=24)
"""How long the file lies here and its link works."""
MOST_BYTES = 16 * 2**30
"""An export is not made larger: about a hundred models with their weights."""
PAGE = 500


@dataclass
class _Contents:
    """What is in an archive so far."""

    archive: ZipStream = field(default_factory=ZipStream)
    files: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class Export:
    """The steps of such a request."""

    def __init__(
        self, db: Database, clock: Clock, storage: Storage, captions: ExportCaptions, most_bytes: int = MOST_BYTES
    ) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._captions = captions
        self._most_bytes = most_bytes

    def steps(self) -> Steps:
        """First the file, then the word that it is there."""
        return (("file", self.make), ("told", self.tell))

    async def make(self, request: Request) -> Worked | NotYet:
        """Writes the file under the request's own key; made again, it replaces what a dead process left."""
        key, contents = export_key(request.id), _Contents()
        try:
            stored = await self._storage.put_stream(key, self._bytes(request, contents), limit=self._most_bytes)
        except BrokenArtefactError as error:
            if error.code != "too-large":
                raise
            return Worked({"too_large": self._most_bytes})
        values = {"file_key": key, "expires_at": self._clock.now() + KEPT_FOR}
        async with self._db.write(joins_update=False) as session:
            is_wanted = await requests.change_request(session, request.id, values, states=requests.UNDONE)
        if not is_wanted:  # everything of the person was deleted meanwhile
            await self._storage.delete(key)
        return Worked({"bytes": stored.size, "files": len(contents.files), "missing": len(contents.missing)})

    async def tell(self, request: Request) -> Worked | NotYet:
        """The message with the link, or with the file."""
        params = {"request_id": str(request.id)}
        async with self._db.write(joins_update=False) as session:
            await put_media(
                session, self._clock, key=f"export:{request.id}", chat_id=request.user_id, view=EXPORT_VIEW,
                params=params,
            )  # fmt: skip
        return Worked()

    async def _bytes(self, request: Request, contents: _Contents) -> AsyncIterator[bytes]:
        now = self._clock.now()
        text = one_piece(readme(request.language).encode())
        async for piece in contents.archive.add("README.txt", text, now, packs=True):
            yield piece
        async for name, key, at, words in self._files(request.user_id):
            await request.renew()
            async for piece in self._file(contents, name, key, at):
                yield piece
            if words is not None:
                caption = f"{name.removesuffix('.jpg')}.txt"
                contents.files.append(caption)
                async for piece in contents.archive.add(caption, one_piece(words.encode()), at, packs=True):
                    yield piece
        async for piece in contents.archive.add("data.json", self._data(request, contents), now, packs=True):
            yield piece
        yield contents.archive.end()

    async def _file(self, contents: _Contents, name: str, key: str, at: datetime) -> AsyncIterator[bytes]:
        chunks = self._storage.stream(key)
        try:
            first = await anext(chunks, b"")
        except NotFoundError:
            contents.missing.append(name)
            return
        contents.files.append(name)
        async for piece in contents.archive.add(name, _with(first, chunks), at):
            yield piece

    async def _files(self, user_id: int) -> AsyncIterator[tuple[str, str, datetime, str | None]]:
        """Name, storage key, time, and the caption of a photo."""
        async with self._db.read() as session:
            models = await rows.exported_models(session, user_id)
            photos = await rows.exported_photos(session, user_id)
            weights = await rows.exported_weights(session, user_id)
        folders = Folders(models)
        for photo in photos:
            row = photo.photo
            yield folders.photo(photo), row.storage_key, row.created_at, self._captions.caption(photo)
        for file in weights:
            yield folders.weights(file), file.storage_key, file.at, None
        after: UUID | None = None
        while True:
            async with self._db.read() as reading:
                page = await rows.exported_pictures(reading, user_id, after, PAGE)
            for _, file in page:
                yield folders.picture(file), file.storage_key, file.at, None
            if not page:
                return
            after = page[-1][0]

    async def _data(self, request: Request, contents: _Contents) -> AsyncIterator[bytes]:
        yield f'{{"made_at": {_json(self._clock.now())}'.encode()
        for table in rows.exported_tables():
            yield f',\n"{table.__tablename__}": ['.encode()
            offset = 0
            while True:
                async with self._db.read() as session:
                    page = await rows.exported_rows(session, request.user_id, table, offset, PAGE)
                for line in _lines(page, is_first=offset == 0):
                    yield line
                offset += len(page)
                if len(page) < PAGE:
                    break
            yield b"]"
        yield f',\n"files": {_json(contents.files)},\n"missing": {_json(contents.missing)}}}\n'.encode()


async def _with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _lines(page: Sequence[dict[str, Any]], *, is_first: bool) -> Iterator[bytes]:
    for number, row in enumerate(page):
        comma = "" if is_first and number == 0 else ","
        yield f"{comma}\n {_json(row)}".encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value) if isinstance(value, UUID | Decimal) else repr(value)
