"""A provider whose calls are timed and counted; what they do is the provider's own."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from services.errors import LoragramError
from services.providers.base import (
    CheckableProvider,
    Hint,
    HostedFile,
    Listed,
    Look,
    PaidCall,
    ProviderRef,
    SubmitAnswer,
    WebhookRefusedError,
)

Answer = TypeVar("Answer")


class CallMeter(Protocol):
    """Where calls are counted."""

    def call(self, provider: str, operation: str, outcome: str, seconds: float) -> None:
        """A call has ended."""


class OpenProvider(CheckableProvider, Protocol):
    """A provider that holds connections."""

    async def close(self) -> None:
        """Closes them."""


class MeasuredProvider:
    """`OpenProvider` around another one. An outcome is `ok`, the kind of answer where there are several, the code of
    an expected error, or `failed` for everything else, such as a call that was cut off."""

    def __init__(self, provider: OpenProvider, meter: CallMeter) -> None:
        self._provider = provider
        self._meter = meter
        self.name = provider.name
        self.absence_is_proof = provider.absence_is_proof
        self.looks_per_second = provider.looks_per_second

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """See `Provider.submit`."""
        return await self._timed("submit", self._provider.submit(call), _kind)

    async def look(self, ref: ProviderRef) -> Look:
        """See `Provider.look`."""
        return await self._timed("look", self._provider.look(ref), _kind)

    async def cancel(self, ref: ProviderRef) -> None:
        """See `Provider.cancel`."""
        await self._timed("cancel", self._provider.cancel(ref))

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        """See `Provider.listed`."""
        return await self._timed("listed", self._provider.listed(endpoint, since, until))

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        """See `Provider.page_of`."""
        return self._provider.page_of(endpoint, ref_id)

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        """See `Provider.upload`."""
        work = self._provider.upload(data, file_name=file_name, content_type=content_type, seconds=seconds)
        return await self._timed("upload", work)

    async def discard(self, url: str) -> None:
        """See `Provider.discard`."""
        await self._timed("discard", self._provider.discard(url))

    async def place(self, name: str) -> str:
        """See `Provider.place`."""
        return await self._timed("place", self._provider.place(name))

    async def destination(self, name: str) -> str | None:
        """See `Provider.destination`."""
        return await self._timed("destination", self._provider.destination(name))

    async def forget(self, place: str) -> bool:
        """See `Provider.forget`."""
        return await self._timed("forget", self._provider.forget(place))

    async def complete(self, instruction: str, text: str) -> str:
        """See `Provider.complete`."""
        return await self._timed("complete", self._provider.complete(instruction, text))

    async def download(self, url: str) -> AsyncIterator[bytes]:
        """See `Provider.download`; timed to the last byte, with the pauses of whoever takes them."""
        begun, outcome = time.monotonic(), "failed"
        try:
            async for piece in self._provider.download(url):
                yield piece
            outcome = "ok"
        except LoragramError as error:
            outcome = error.code
            raise
        finally:
            self._meter.call(self.name, "download", outcome, time.monotonic() - begun)

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        """See `Provider.prices`."""
        return await self._timed("prices", self._provider.prices(endpoints))

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        """See `Provider.verify_webhook`."""
        return await self._timed("verify_webhook", self._provider.verify_webhook(headers, body))

    async def check_key(self) -> str:
        """See `CheckableProvider.check_key`."""
        return await self._timed("check_key", self._provider.check_key())

    async def input_schema(self, endpoint: str) -> Mapping[str, Any]:
        """See `CheckableProvider.input_schema`."""
        return await self._timed("input_schema", self._provider.input_schema(endpoint))

    async def close(self) -> None:
        """Closes the provider."""
        await self._provider.close()

    async def _timed(
        self, operation: str, work: Awaitable[Answer], tell: Callable[[Answer], str] = lambda _: "ok"
    ) -> Answer:
        begun, outcome = time.monotonic(), "failed"
        try:
            answer = await work
            outcome = tell(answer)
            return answer
        except LoragramError as error:
            outcome = error.code
            raise
        except WebhookRefusedError:
            outcome = "refused"
            raise
        finally:
            self._meter.call(self.name, operation, outcome, time.monotonic() - begun)


def _kind(answer: object) -> str:
    return type(answer).__name__.lower()
