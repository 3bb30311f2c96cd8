"""A provider of pictures made by hand, and a model to make them with."""

import io
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from PIL import Image

from db.database import Database
from db.models import Lora, LoraVersion, User
from db.sessions import assert_no_unit_of_work
from services.errors import BrokenArtefactError, LoragramError, ProviderError
from services.generation.endpoint_rows import ROWS
from services.generation.endpoints import EndpointTable
from services.ports import Storage
from services.providers.base import (
    Accepted,
    Done,
    Hint,
    HostedFile,
    Listed,
    Look,
    PaidCall,
    ProviderRef,
    SubmitAnswer,
    WebhookRefusedError,
)
from tests.support.rows import make_consent, make_dataset, make_lora, make_user, make_version

WEIGHTS = b"weights of a small LoRA"
TABLE = EndpointTable(ROWS)


def picture(colour: tuple[int, int, int] = (200, 120, 40), kind: str = "PNG", side: int = 64) -> bytes:
    """A real picture: a coloured square in a grey frame."""
    canvas = Image.new("RGB", (side, side), (90, 90, 90))
    canvas.paste(colour, (8, 8, side - 8, side - 8))
    data = io.BytesIO()
    canvas.save(data, kind)
    return data.getvalue()


def black(side: int = 64) -> bytes:
    """What a safety checker leaves of a picture."""
    data = io.BytesIO()
    Image.new("RGB", (side, side)).save(data, "PNG")
    return data.getvalue()


class FakeProvider:
    """Hosts what is uploaded, takes every call, and answers each look from `looks`, else with `result`.
    Its language model knows what stands in `words`."""

    name = "fal"
    absence_is_proof = False
    looks_per_second = 1000.0

    def __init__(self, clock_now: datetime | None = None) -> None:
        self.files: dict[str, bytes | LoragramError] = {}
        self.uploads: list[tuple[str, str, int, bytes]] = []
        self.discarded: list[str] = []
        self.promises: datetime | None = clock_now
        self.calls: list[PaidCall] = []
        self.answers: list[SubmitAnswer] = []
        self.looks: list[Look] = []
        self.result: dict[str, Any] = {}
        self.questions: list[str] = []
        self.words: dict[str, str | LoragramError] = {}

    def delivers(self, *pictures: bytes | LoragramError, nsfw: Sequence[bool] | None = None, seed: object = 7) -> None:
        """Sets the result to these pictures; an error stands for a file that cannot be fetched."""
        urls = [f"https://v3.fal.media/out-{number}" for number in range(len(pictures))]
        self.files |= dict(zip(urls, pictures, strict=True))
        flags = list(nsfw) if nsfw is not None else [False] * len(pictures)
        images = [{"url": url, "width": 64, "height": 64} for url in urls]
        self.result = {"images": images, "has_nsfw_concepts": flags, "seed": seed, "prompt": "p", "timings": {}}

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        assert_no_unit_of_work()
        self.calls.append(call)
        if self.answers:
            return self.answers.pop(0)
        return Accepted(ProviderRef(f"run-{len(self.calls)}", call.endpoint))

    async def look(self, ref: ProviderRef) -> Look:
        assert_no_unit_of_work()
        return self.looks.pop(0) if self.looks else Done(self.result)

    async def cancel(self, ref: ProviderRef) -> None:
        assert_no_unit_of_work()

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        assert_no_unit_of_work()
        return [
            Listed(ProviderRef(f"run-{number}", call.endpoint), call.arguments)
            for number, call in enumerate(self.calls, start=1)
            if call.endpoint == endpoint
        ]

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        return f"https://provider.example/{ref_id or 'calls'}"

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        assert_no_unit_of_work()
        self.uploads.append((file_name, content_type, seconds, data))
        url = f"https://v3.fal.media/up-{len(self.uploads)}/{file_name}"
        self.files[url] = data
        return HostedFile(url, self.promises)

    async def discard(self, url: str) -> None:
        assert_no_unit_of_work()
        self.discarded.append(url)

    async def forget(self, place: str) -> bool:
        assert_no_unit_of_work()
        return True

    async def complete(self, instruction: str, text: str) -> str:
        assert_no_unit_of_work()
        self.questions.append(text)
        found = self.words.get(text, ProviderError("provider-unreachable"))
        if isinstance(found, LoragramError):
            raise found
        return found

    async def download(self, url: str) -> AsyncIterator[bytes]:
        assert_no_unit_of_work()
        found = self.files.get(url, BrokenArtefactError("artefact-gone"))
        if isinstance(found, LoragramError):
            raise found
        for start in range(0, len(found), 100):
            yield found[start : start + 100]

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        return {}

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        raise WebhookRefusedError


@dataclass(frozen=True)
class Model:
    """A person with a model that can generate."""

    user: User
    lora: Lora
    version: LoraVersion


async def make_model(
    db: Database, storage: Storage | None = None, *, agreed: Sequence[str] = ("fal",), **version: Any
) -> Model:
    """A finished model of somebody who has agreed to these providers; with a storage its weights really are there."""
    user = await make_user(db)
    for provider in agreed:
        await make_consent(db, user, provider=provider)
    lora = await make_lora(db, user, trigger_word="ANNA_A3F2", trigger_key="anna_a3f2")
    made = await make_version(db, lora, await make_dataset(db, user, lora), **({"base_model": "flux-1"} | version))
    async with db.write(joins_update=False) as session:
        (await session.get_one(Lora, lora.id)).current_version_id = made.id
    if storage is not None and made.weights_key is not None:
        await storage.put(made.weights_key, WEIGHTS)
    return Model(user, lora, made)
