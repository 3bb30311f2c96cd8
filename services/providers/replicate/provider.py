"""Replicate behind the provider port."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from db.sessions import assert_no_unit_of_work
from services.ports import Clock
from services.providers.base import Hint, HostedFile, Listed, Look, PaidCall, ProviderRef, SubmitAnswer
from services.providers.downloads import Downloads
from services.providers.replicate.addresses import ReplicateAddresses
from services.providers.replicate.api import Api
from services.providers.replicate.calls import Calls
from services.providers.replicate.destinations import Destinations
from services.providers.replicate.input_schemas import live_input_schema
from services.providers.replicate.language_model import complete
from services.providers.replicate.paid_calls import PaidCalls
from services.providers.replicate.trainer_versions import TrainerVersions
from services.providers.replicate.transport import Connection, ReplicateTimeouts
from services.providers.replicate.uploads import Uploads
from services.providers.replicate.webhook import UnknownSignatureError, verify_replicate_webhook
from services.providers.replicate.webhook_secret import WebhookSecret

LOOKS_PER_SECOND = 40.0
"""Replicate allows 3,000 questions a minute; the rest is for real work."""

PAGES = "https://replicate.com"


class ReplicateProvider:
    """Replicate with one token. Make it inside the running event loop; `close` it there.

    Endpoints: one of `trainers` is a training into the call's target, `trained-version` a prediction of the version
    that is the call's target, any other `owner/name` a prediction of an official model.
    `username` owns the destinations; None is the account of the token.
    """

    name = "replicate"
    absence_is_proof = False  # nothing says that a call is in the list as soon as it was taken

    def __init__(
        self,
        token: str,
        addresses: ReplicateAddresses,
        *,
        username: str | None,
        trainers: frozenset[str],
        clock: Clock,
        looks_per_second: float = LOOKS_PER_SECOND,
        timeouts: ReplicateTimeouts | None = None,
    ) -> None:
        timeouts = timeouts or ReplicateTimeouts()
        self.looks_per_second = looks_per_second
        self._clock = clock
        self._trainers = trainers
        self._connection = Connection(token, addresses, timeouts)
        self._api = Api(self._connection.keyed)
        self._paid = PaidCalls(self._connection, trainers, TrainerVersions(self._api, clock))
        self._calls = Calls(self._api, trainers)
        self._uploads = Uploads(self._connection, self._api, addresses)
        self._destinations = Destinations(self._api, username)
        self._downloads = Downloads(self._connection.wire, addresses.file_address, timeouts.download)
        self._secret = WebhookSecret(self._api, clock)

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """See `Provider.submit`. Exactly one POST, whatever happens; a training asks for the trainer's version
        before it. `start_timeout` is not passed on: Replicate's only limit would count the whole run too, and cut
        long ones. The engine's own deadline cancels what waits for too long."""
        assert_no_unit_of_work()
        return await self._paid.submit(call)

    async def look(self, ref: ProviderRef) -> Look:
        """See `Provider.look`. The units of a finished call are seconds of running, pictures for official models."""
        assert_no_unit_of_work()
        return await self._calls.look(ref)

    async def cancel(self, ref: ProviderRef) -> None:
        """See `Provider.cancel`. The time until it stopped is billed."""
        assert_no_unit_of_work()
        await self._calls.cancel(ref)

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        """See `Provider.listed`. The input of a prediction is gone an hour after its end."""
        assert_no_unit_of_work()
        shift = self._clock.shift
        calls = await self._calls.listed(endpoint, since - shift, until - shift)
        return [replace(call, started_at=call.started_at + shift) if call.started_at else call for call in calls]

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        """See `Provider.page_of`: trainings and predictions share one address, as their answers say under `web`."""
        if ref_id is not None:
            return f"{PAGES}/p/{ref_id}"
        return f"{PAGES}/trainings" if endpoint in self._trainers else f"{PAGES}/predictions"

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        """See `Provider.upload`. Replicate decides by itself how long it keeps a file, a day as a rule. Less than
        100 MB, else `InvalidInputError('file-too-large')`."""
        assert_no_unit_of_work()
        hosted = await self._uploads.send(data, file_name, content_type)
        return replace(hosted, until=hosted.until + self._clock.shift) if hosted.until else hosted

    async def discard(self, url: str) -> None:
        """See `Provider.discard`."""
        assert_no_unit_of_work()
        await self._uploads.remove(url)

    async def place(self, name: str) -> str:
        """See `Provider.place`: `owner/name`."""
        assert_no_unit_of_work()
        return await self._destinations.full_name(name)

    async def destination(self, name: str) -> str | None:
        """See `Provider.destination`: `owner/name` of a private model."""
        assert_no_unit_of_work()
        return await self._destinations.of(name)

    async def forget(self, place: str) -> bool:
        """See `Provider.forget`. The predictions of its versions go with them."""
        assert_no_unit_of_work()
        return await self._destinations.forget(place)

    async def complete(self, instruction: str, text: str) -> str:
        """See `Provider.complete`."""
        assert_no_unit_of_work()
        return await complete(self._api, instruction, text)

    def download(self, url: str) -> AsyncIterator[bytes]:
        """See `Provider.download`. An address that is not Replicate's is `BrokenArtefactError('artefact-address')`."""
        assert_no_unit_of_work()
        return self._downloads.stream(url)

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        """See `Provider.prices`; Replicate tells none."""
        return {}

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        """See `Provider.verify_webhook`. Raises `ProviderError` while the account's secret cannot be had."""
        assert_no_unit_of_work()
        now = self._clock.now() - self._clock.shift  # Replicate signs real time
        try:
            return verify_replicate_webhook(headers, body, await self._secret.current(), now)
        except UnknownSignatureError:
            return verify_replicate_webhook(headers, body, await self._secret.renewed(), now)

    async def input_schema(self, endpoint: str) -> Mapping[str, Any]:
        """The JSON schema that the newest version of `endpoint` has for its input, references resolved; of a
        trained version where `endpoint` is `owner/name:version`. Repeatable. Raises `ProviderError`."""
        assert_no_unit_of_work()
        return await live_input_schema(self._api, endpoint, is_training=endpoint in self._trainers)

    async def check_key(self) -> str:
        """The name of the account that the token belongs to. Repeatable. Raises `ProviderError`, with the code
        'provider-key' for a token that is not taken."""
        assert_no_unit_of_work()
        return await self._destinations.account()

    async def close(self) -> None:
        """Closes all connections."""
        await self._connection.close()
