"""A provider by hand: it keeps what it is sent, and answers what the test says."""

import io
import tarfile
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from PIL import Image

from db.sessions import assert_no_unit_of_work
from services.errors import BrokenArtefactError, ProviderError
from services.providers.base import (
    Accepted,
    Done,
    Hint,
    HostedFile,
    Listed,
    Look,
    PaidCall,
    ProviderRef,
    Refused,
    SubmitAnswer,
    WebhookRefusedError,
)
from tests.services.training.weights_files import safetensors

WEIGHTS_URL = "https://v3.fal.media/files/weights.safetensors"
OUTPUT = {"diffusers_lora_file": {"url": WEIGHTS_URL}}
TAR_URL = "https://replicate.delivery/trained_model.tar"
HOSTED_VERSION = "ann/lora-1:" + "a" * 64
KEPT_OUTPUT = {"version": HOSTED_VERSION, "weights": TAR_URL}


def jpeg(shade: int) -> bytes:
    """A small photo."""
    target = io.BytesIO()
    Image.new("RGB", (64, 64), (shade, 80, 120)).save(target, "JPEG")
    return target.getvalue()


def tar_of(weights: bytes, name: str = "output/flux_train_replicate/lora.safetensors") -> bytes:
    """What Replicate delivers: the weights beside a caption."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        for member, data in (("output/flux_train_replicate/captions/1.txt", b"a photo"), (name, weights)):
            info = tarfile.TarInfo(member)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return target.getvalue()


def picture(number: int) -> bytes:
    """A generated picture that is not black."""
    target = io.BytesIO()
    image = Image.linear_gradient("L").resize((256, 256)).convert("RGB")
    image.putpixel((0, 0), (number, 0, 0))
    image.save(target, "PNG")
    return target.getvalue()


class FakeProvider:
    """Every call is accepted and done at the next look. `files` are what downloads give; None is gone for ever,
    an exception is raised. `account`: it keeps trained versions in that account."""

    absence_is_proof = False
    looks_per_second = 1000.0

    def __init__(self, name: str = "fal", account: str | None = None) -> None:
        self.name = name
        self.account = account
        self.destinations: list[str] = []
        self.refusal: Refused | None = None
        self.is_full = False
        self.uploads: list[tuple[str, bytes, int]] = []
        self.discarded: list[str] = []
        self.calls: list[PaidCall] = []
        self.downloads: list[str] = []
        self.files: dict[str, bytes | Exception | None] = {WEIGHTS_URL: safetensors(), TAR_URL: tar_of(safetensors())}
        self.looks: dict[str, Look] = {}

    def refuses(self, refusal: Refused) -> None:
        """Takes no call any more."""
        self.refusal = refusal

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """Takes the call and knows its result at once, unless it refuses."""
        if self.refusal is not None:
            return self.refusal
        self.calls.append(call)
        ref = ProviderRef(f"call-{len(self.calls)}", call.endpoint)
        self.looks.setdefault(ref.id, Done(self._result(call)))
        return Accepted(ref)

    async def look(self, ref: ProviderRef) -> Look:
        """What was decided at the submit, or by the test."""
        return self.looks[ref.id]

    async def cancel(self, ref: ProviderRef) -> None:
        """Nothing is ever running."""

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        """Nothing."""
        return []

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        return f"https://provider.example/{ref_id or 'calls'}"

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        """Keeps the file."""
        self.uploads.append((file_name, data, seconds))
        return HostedFile(f"https://v3.fal.media/files/upload-{len(self.uploads)}", None)

    async def discard(self, url: str) -> None:
        """Remembers it."""
        assert_no_unit_of_work()
        self.discarded.append(url)

    async def place(self, name: str) -> str:
        """In the account, if it has one."""
        return f"{self.account}/{name}" if self.account else name

    async def destination(self, name: str) -> str | None:
        """A place in the account, if it has one; none when it is full."""
        if self.is_full:
            raise ProviderError("provider-unreachable")
        self.destinations.append(name)
        return f"{self.account}/{name}" if self.account else None

    async def forget(self, place: str) -> bool:
        """Gone at once."""
        assert_no_unit_of_work()
        return True

    async def complete(self, instruction: str, text: str) -> str:
        """Nothing is translated."""
        raise ProviderError("provider-unreachable")

    async def download(self, url: str) -> AsyncIterator[bytes]:
        """The file in pieces of 16 bytes."""
        self.downloads.append(url)
        data = self.files.get(url)
        if data is None:
            raise BrokenArtefactError("artefact-gone")
        if isinstance(data, Exception):
            raise data
        for start in range(0, len(data), 16):
            yield data[start : start + 16]

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        """None known."""
        return {}

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        """No webhook is genuine."""
        raise WebhookRefusedError

    def _result(self, call: PaidCall) -> dict[str, Any]:
        if "trainer" in call.endpoint or "training" in call.endpoint:
            return dict(KEPT_OUTPUT) if self.account else {**OUTPUT, "config_file": {"url": "x"}}
        number = len(self.calls)
        url = f"https://v3.fal.media/files/picture-{number}.png"
        self.files.setdefault(url, picture(number))
        return {"images": [{"url": url}], "seed": number, "has_nsfw_concepts": [False]}


def unreachable() -> ProviderError:
    """A download that may work later."""
    return ProviderError("provider-unreachable")
