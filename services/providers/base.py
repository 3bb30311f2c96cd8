"""The provider port: what the engine asks of fal, Replicate and the others.

A paid call has three answers, not two. `Accepted`: it runs, and costs. `Refused`: it was definitely not taken, and
may be tried again later without being paid twice. `Unknown`: nobody can say, and it is never repeated.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True)
class PaidCall:
    """A call that costs money. `start_timeout` (seconds) is how long the provider may keep it waiting. `target` is
    what the provider keeps for us and the call is about: where a training puts its model, or the trained version
    that a generation runs; None where the endpoint alone says it."""

    endpoint: str
    arguments: Mapping[str, Any]
    webhook_url: str | None = None
    start_timeout: float | None = None
    target: str | None = None


@dataclass(frozen=True)
class ProviderRef:
    """The provider's name of a call: the id, the endpoint, and the addresses it gave for it."""

    id: str
    endpoint: str
    urls: Mapping[str, str] = field(default_factory=dict)


class RefusalReason(StrEnum):
    """Why a call was definitely not taken."""

    INVALID = "invalid"  # our request is wrong: never repeat as it is
    GONE = "gone"  # the call's target is no longer there: never repeat for it
    NO_CREDIT = "no_credit"  # the account is empty: hold everything for this provider
    BAD_KEY = "bad_key"  # the key is wrong: hold everything for this provider
    UNAVAILABLE = "unavailable"  # not reached, throttled or a clear "not now": try again later


@dataclass(frozen=True)
class Accepted:
    """The provider took the call."""

    ref: ProviderRef


@dataclass(frozen=True)
class Refused:
    """The provider definitely did not take the call. `detail` is for logs and admins, never for people."""

    reason: RefusalReason
    detail: str = ""
    retry_after: float | None = None


@dataclass(frozen=True)
class Unknown:
    """The request may have been taken; the answer is lost. `detail` is for logs."""

    detail: str = ""


SubmitAnswer = Accepted | Refused | Unknown


@dataclass(frozen=True)
class Waiting:
    """In the provider's queue; `position` counts the calls in front, if known."""

    position: int | None = None


@dataclass(frozen=True)
class Working:
    """Running; `logs` are all lines so far, oldest first."""

    logs: Sequence[str] = ()


@dataclass(frozen=True)
class Done:
    """Finished well; `output` is the provider's own result object, a list of files under the key `images`. `units`
    is what the provider bills, in the unit of the endpoint's price (steps, megapixels, seconds), if it tells."""

    output: Mapping[str, Any]
    logs: Sequence[str] = ()
    units: Decimal | None = None


@dataclass(frozen=True)
class Broken:
    """Finished badly. `transient`: the same call may work later. `cancelled`: it ended because it was told to.
    `units` is what the provider bills all the same, if it tells (0: it never ran)."""

    code: str
    detail: str = ""
    transient: bool = False
    cancelled: bool = False
    units: Decimal | None = None


@dataclass(frozen=True)
class Missing:
    """The provider does not know this call."""


Look = Waiting | Working | Done | Broken | Missing


@dataclass(frozen=True)
class HostedFile:
    """A file at the provider that its models can read until `until` (None: no promise)."""

    url: str
    until: datetime | None


@dataclass(frozen=True)
class Listed:
    """A call found in the provider's own list, with the input it was made with, and the trained version that it ran
    (`target` of its `PaidCall`) where it ran one."""

    ref: ProviderRef
    arguments: Mapping[str, Any]
    started_at: datetime | None = None
    target: str | None = None


@dataclass(frozen=True)
class Hint:
    """What a verified webhook says: that call `ref_id` of account `account_id` has changed. `event_key` drops
    repeats."""

    ref_id: str
    event_key: str
    account_id: str | None = None


class WebhookRefusedError(Exception):
    """The webhook is not genuine, too old, or unreadable; nothing may be changed because of it."""


class Provider(Protocol):
    """One engine behind one key. Every method checks that no unit of work is open."""

    name: str

    absence_is_proof: bool
    """Whether a call that `listed` does not show was certainly never taken."""

    looks_per_second: float
    """How often `look` may be called, all calls and all processes together."""

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """Makes the paid call exactly once; never raises for what the network or provider did. NOT repeatable."""

    async def look(self, ref: ProviderRef) -> Look:
        """The call's present state. Repeatable. Raises `ProviderError` when there is no usable answer."""

    async def cancel(self, ref: ProviderRef) -> None:
        """Asks the provider to stop; `look` tells whether it did. Repeatable; a finished call is fine.
        Raises `ProviderError`."""

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        """Our own calls of `endpoint` in that time, as far as the provider lists them. Repeatable.
        Raises `ProviderError`."""

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        """The provider's own web page of a call for an operator who is logged in there; without an id that of the
        newest calls. Asks nobody."""

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        """Puts a file where the provider's models can read it for `seconds`. Repeatable (makes another copy).
        Raises `ProviderError`."""

    async def discard(self, url: str) -> None:
        """Removes a file that `upload` put there; a missing one is fine. Where files expire by themselves it may do
        nothing. Repeatable. Raises `ProviderError`."""

    async def place(self, name: str) -> str:
        """Where our model `name` is kept, as the provider names it for us today: what `destination` returns, or `name`
        where the provider needs no such place. Makes nothing. Repeatable. Raises `ProviderError`."""

    async def destination(self, name: str) -> str | None:
        """The place at the provider where trainings of our model `name` put their versions, made when it is missing;
        None where the provider needs none. `name` is 1 to 40 of a-z, 0-9 and -. Repeatable. Raises `ProviderError`."""

    async def forget(self, place: str) -> bool:
        """Removes what the provider keeps of a model of ours at `place`, as the method of that name gave it once: the
        place with every version there. True when nothing is left, False when it was asked for and takes minutes.
        Repeatable. The model's name is one that `hosted_name` gives, else `ValueError`; nothing else is touched.
        Raises `ProviderError`, 'provider-account' where our key cannot tell because the place is another account's."""

    async def complete(self, instruction: str, text: str) -> str:
        """What the provider's language model answers to `text` under `instruction`, stripped; a question of a
        fraction of a cent, asked once. Repeatable (costs again). Raises `ProviderError`, also after ten seconds."""

    def download(self, url: str) -> AsyncIterator[bytes]:
        """A finished artefact's bytes, fetched without our key. Repeatable. Raises `ProviderError` when it may
        work later and `BrokenArtefactError('artefact-gone')` for 403, 404 and 410."""

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        """USD per unit (a step, a megapixel, a second) by endpoint, as far as the provider tells. Repeatable.
        Raises `ProviderError`."""

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        """Checks signature and age of a webhook; raises `WebhookRefusedError`. Changes nothing."""


class CheckableProvider(Provider, Protocol):
    """A provider that an operator's check-up may ask more than the engine does."""

    async def check_key(self) -> str:
        """Asks something that needs our key and costs nothing; returns the account's name, "" where it is not told.
        Raises `ProviderError`, 'provider-key' for a key that is not taken."""

    async def input_schema(self, endpoint: str) -> Mapping[str, Any]:
        """The JSON Schema of what `endpoint` takes today, without references. Raises `ProviderError`, with
        `status=404` where the provider has no such endpoint."""
