"""The sandbox's person and control API, as a client."""

from collections.abc import Sequence
from typing import Any

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=30)


class SandboxApi:
    """Calls by HTTP only. Every call raises aiohttp.ClientError for an answer that is no success."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self._http = http
        self.address = address.rstrip("/")

    async def get(self, path: str) -> Any:
        """The JSON behind a path."""
        async with self._http.get(self.address + path, timeout=TIMEOUT) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def post(self, path: str, body: object) -> Any:
        """Posts JSON, returns JSON."""
        async with self._http.post(self.address + path, json=body, timeout=TIMEOUT) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def read(self, path: str) -> bytes:
        """The bytes behind a path, such as a picture's."""
        async with self._http.get(self.address + path, timeout=TIMEOUT) as answer:
            answer.raise_for_status()
            return await answer.read()

    async def new_person(self, first_name: str, language: str = "en") -> int:
        """Somebody who has never met the bot; returns their id."""
        return int((await self.post("/person/api/people", {"first_name": first_name, "language_code": language}))["id"])

    async def samples(self, numbers: Sequence[int]) -> list[bytes]:
        """Sample photos by their numbers, 1 to 20."""
        return [await self.read(f"/samples/{number}.jpg") for number in numbers]

    async def send_files(
        self, person_id: int, files: Sequence[bytes], *, kind: str = "photo", names: Sequence[str] = ()
    ) -> None:
        """Sends picture files as `photo` or `document`; several at once are an album. Without `names` they are
        JPEG."""
        form = aiohttp.FormData()
        form.add_field("as", kind)
        called = names or [f"photo-{number}.jpg" for number in range(1, len(files) + 1)]
        for name, data in zip(called, files, strict=True):
            form.add_field("file", data, filename=name, content_type=_type_of(name))
        address = f"{self.address}/person/api/{person_id}/photos"
        async with self._http.post(address, data=form, timeout=TIMEOUT) as answer:
            answer.raise_for_status()


def _type_of(name: str) -> str:
    return "image/heic" if name.lower().endswith(".heic") else "image/jpeg"
