"""fal behind the provider port."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from fal_client.client import AsyncRequestHandle, FalClientError, StorageSettings

from db.sessions import assert_no_unit_of_work
from services.errors import InvalidInputError, ProviderError
from services.ports import Clock
from services.providers.base import (
    Accepted,
    Hint,
    HostedFile,
    Listed,
    Look,
    PaidCall,
    ProviderRef,
    RefusalReason,
    Refused,
    SubmitAnswer,
    Unknown,
)
from services.providers.downloads import Downloads
from services.providers.fal.addresses import FalAddresses
from services.providers.fal.failures import submit_answer
from services.providers.fal.file_hosts import file_address
from services.providers.fal.keys import FalKeys
from services.providers.fal.language_model import ask_language_model
from services.providers.fal.listing import PlatformApi
from services.providers.fal.queue import QueueCalls
from services.providers.fal.transport import FalClient, FalTimeouts
from services.providers.fal.webhook import UnknownSignatureError, verify_fal_webhook
from services.providers.questions import question_error
from services.providers.wire import AnswerError, NotSentError, WireError

MOST_UPLOAD_BYTES = 512 * 1024 * 1024
"""The largest weights we take. Above 100 MiB fal-client sends parts of 10 MiB, ten at a time."""

OUTPUTS_LIVE = timedelta(days=7)
"""How long trained weights and pictures stay at fal, where whoever knows their address can read them. Without a wish
they live as long as the account's own setting says, which may be for ever."""

OUTPUTS_EXPIRE = {
    "X-Fal-Object-Lifecycle-Preference": json.dumps({"expiration_duration_seconds": int(OUTPUTS_LIVE.total_seconds())})
}

LOOKS_PER_SECOND = 8.0
"""fal allows a user ten requests a second; the rest is for real work."""

PAGES = "https://fal.ai/dashboard/requests"

SHORTEST_START_TIMEOUT = 2.0
"""fal refuses one second and less."""


class FalProvider:
    """fal with one key. Make it inside the running event loop; `close` it there."""

    name = "fal"
    absence_is_proof = False  # the list is ordered by end: running calls may not be in it

    def __init__(
        self,
        key: str,
        addresses: FalAddresses,
        *,
        clock: Clock,
        looks_per_second: float = LOOKS_PER_SECOND,
        timeouts: FalTimeouts | None = None,
    ) -> None:
        timeouts = timeouts or FalTimeouts()
        self.looks_per_second = looks_per_second
        self._clock = clock
        self._client = FalClient(key, addresses, timeouts)
        self._calls = QueueCalls(self._client.keyed, addresses)
        self._api = PlatformApi(self._client.keyed)
        self._downloads = Downloads(self._client.wire, partial(file_address, addresses), timeouts.download)
        self._keys = FalKeys(self._client.wire, addresses.jwks_url, clock, timeouts.question)

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """See `Provider.submit`. Exactly one POST, whatever happens."""
        assert_no_unit_of_work()
        arguments = dict(call.arguments)
        json.dumps(arguments, allow_nan=False)  # a mistake of ours shows here, while nothing has left
        start = None if call.start_timeout is None else max(call.start_timeout, SHORTEST_START_TIMEOUT)
        try:
            handle = await self._client.submit(
                call.endpoint, arguments, webhook_url=call.webhook_url, start_timeout=start, headers=OUTPUTS_EXPIRE
            )
        except NotSentError as error:
            return Refused(RefusalReason.UNAVAILABLE, str(error))
        except AnswerError as answer:
            return submit_answer(answer)
        except Exception as error:  # noqa: BLE001 - the bytes have left: whatever went wrong since, it may be running
            return Unknown(type(error).__name__)
        return self._accepted(call.endpoint, handle)

    async def look(self, ref: ProviderRef) -> Look:
        """See `Provider.look`."""
        assert_no_unit_of_work()
        return await self._calls.look(ref)

    async def cancel(self, ref: ProviderRef) -> None:
        """See `Provider.cancel`. A running call may finish all the same, and be billed."""
        assert_no_unit_of_work()
        await self._calls.cancel(ref)

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        """See `Provider.listed`."""
        assert_no_unit_of_work()
        shift = self._clock.shift
        calls = await self._api.calls(endpoint, since - shift, until - shift)
        return [replace(c, started_at=c.started_at + shift) if c.started_at else c for c in calls]

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        """See `Provider.page_of`. The list is fal's own; that it takes an id is not documented, and where it does
        not, the newest calls are shown."""
        return f"{PAGES}?requestId={ref_id}" if ref_id else PAGES

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        """See `Provider.upload`. At most 512 MiB, else `InvalidInputError('file-too-large')`."""
        assert_no_unit_of_work()
        if len(data) > MOST_UPLOAD_BYTES:
            raise InvalidInputError("file-too-large", limit_mb=MOST_UPLOAD_BYTES // 1024**2)
        until = self._clock.now() + timedelta(seconds=seconds)
        try:
            url = await self._client.upload(
                data,
                content_type,
                file_name,
                repository="fal_v3",
                fallback_repository=[],  # the fallback would hand our key to a storage host
                lifecycle=StorageSettings(expires_in=seconds),
            )
        except AnswerError as answer:
            self._client.forget_token()
            raise question_error(answer) from answer
        except WireError as error:
            raise ProviderError("provider-unreachable") from error
        except (KeyError, TypeError, ValueError, FalClientError) as error:
            raise ProviderError("provider-answer") from error
        if not isinstance(url, str) or self._downloads.address(url) is None:
            raise ProviderError("provider-answer")
        return HostedFile(url, until)

    async def discard(self, url: str) -> None:
        """See `Provider.discard`; files at fal expire as their upload said."""

    async def place(self, name: str) -> str:
        """See `Provider.place`; fal keeps no models."""
        return name

    async def destination(self, name: str) -> str | None:
        """See `Provider.destination`; fal keeps no models."""
        return None

    async def forget(self, place: str) -> bool:
        """See `Provider.forget`; fal keeps no models."""
        return True

    async def complete(self, instruction: str, text: str) -> str:
        """See `Provider.complete`. Exactly one POST."""
        assert_no_unit_of_work()
        return await ask_language_model(self._client, instruction, text)

    def download(self, url: str) -> AsyncIterator[bytes]:
        """See `Provider.download`. An address that is not fal's is `BrokenArtefactError('artefact-address')`."""
        assert_no_unit_of_work()
        return self._downloads.stream(url)

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        """See `Provider.prices`; the unit is a training step or a megapixel."""
        assert_no_unit_of_work()
        return await self._api.prices(endpoints)

    async def check_key(self) -> str:
        """See `CheckableProvider.check_key`; fal does not tell whose key it is."""
        assert_no_unit_of_work()
        try:
            await self._client.check_key()
        except AnswerError as answer:
            raise question_error(answer) from answer
        except WireError as error:
            raise ProviderError("provider-unreachable") from error
        return ""

    async def input_schema(self, endpoint: str) -> Mapping[str, Any]:
        """See `CheckableProvider.input_schema`."""
        assert_no_unit_of_work()
        return await self._api.input_schema(endpoint)

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        """See `Provider.verify_webhook`. Raises `ProviderError` while fal's public keys cannot be had."""
        assert_no_unit_of_work()
        now = self._clock.now() - self._clock.shift  # fal signs real time
        try:
            return verify_fal_webhook(headers, body, await self._keys.current(), now)
        except UnknownSignatureError:
            return verify_fal_webhook(headers, body, await self._keys.renewed(), now)

    async def close(self) -> None:
        """Closes all connections."""
        await self._client.close()

    def _accepted(self, endpoint: str, handle: AsyncRequestHandle) -> SubmitAnswer:
        if not isinstance(handle.request_id, str) or not handle.request_id:
            return Unknown("no request id")
        return Accepted(ProviderRef(handle.request_id, endpoint, self._calls.trusted_urls(handle)))
