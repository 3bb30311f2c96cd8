"""A provider and a kind of work by hand: they remember what was asked of them and answer as scripted."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from db.enums import JobKind, Stage
from db.models import Attempt, Job
from db.sessions import ReadSession, WriteSession, assert_no_unit_of_work
from services.errors import LoragramError, ProviderError
from services.jobs.kinds import Delivered, Finalised, Move, Outcome, Prepared, Progress, Timing
from services.messaging.outbox import put_card, put_ping
from services.ports import Clock
from services.providers.base import (
    Accepted,
    Broken,
    Done,
    Hint,
    HostedFile,
    Listed,
    Look,
    Missing,
    PaidCall,
    ProviderRef,
    SubmitAnswer,
    WebhookRefusedError,
    Working,
)


class FakeProvider:
    """Takes every call unless `answers` says otherwise; counts what it was paid for in `runs`."""

    name = "fal"

    def __init__(self) -> None:
        self.absence_is_proof = False
        self.looks_per_second = 1000.0
        self.lists_running = True
        self.answers: list[SubmitAnswer | Callable[[PaidCall], SubmitAnswer]] = []
        self.calls: list[PaidCall] = []
        self.runs: dict[str, PaidCall] = {}
        self.looks: dict[str, Look | LoragramError] = {}
        self.cancelled: list[str] = []
        self.discarded: list[str] = []
        self.account = "account-1"

    def take(self, call: PaidCall) -> ProviderRef:
        """Begins a paid run."""
        ref = f"run-{len(self.runs) + 1}"
        self.runs[ref] = call
        self.looks.setdefault(ref, Working())
        return ProviderRef(ref, call.endpoint, {"status": f"https://queue.fal.run/{ref}"})

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        assert_no_unit_of_work()
        self.calls.append(call)
        if self.answers:
            answer = self.answers.pop(0)
            return answer(call) if callable(answer) else answer
        return Accepted(self.take(call))

    async def look(self, ref: ProviderRef) -> Look:
        assert_no_unit_of_work()
        look = self.looks.get(ref.id, Missing())
        if isinstance(look, LoragramError):
            raise look
        return look

    async def cancel(self, ref: ProviderRef) -> None:
        assert_no_unit_of_work()
        self.cancelled.append(ref.id)

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        assert_no_unit_of_work()
        return [
            Listed(ProviderRef(ref, call.endpoint), call.arguments, target=call.target)
            for ref, call in self.runs.items()
            if call.endpoint == endpoint and (self.lists_running or isinstance(self.looks[ref], Done))
        ]

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        return f"https://provider.example/{ref_id or 'calls'}"

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        return HostedFile(f"https://v3.fal.media/{file_name}", None)

    async def discard(self, url: str) -> None:
        assert_no_unit_of_work()
        self.discarded.append(url)

    async def forget(self, place: str) -> bool:
        assert_no_unit_of_work()
        return True

    async def download(self, url: str) -> AsyncIterator[bytes]:
        yield b"bytes"

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        return {}

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        if headers.get("signature") != "good":
            raise WebhookRefusedError
        ref = body.decode()
        return Hint(ref, f"{ref}:OK", headers.get("account", self.account))


class FakeKind:
    """Work that uploads one file and delivers what `results` says."""

    kind = JobKind.TRAINING
    tells_moves = True
    uncertain_for = timedelta(hours=2)
    review_for = timedelta(hours=24)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.prepare_errors: list[LoragramError] = []
        self.results: list[Finalised | LoragramError] = []
        self.validation: Delivered | None = None
        self.settled: list[tuple[Any, Outcome]] = []
        self.prepared = 0
        self.others: list[Move] = []
        self.another_way = False
        self.reasons: list[str] = []
        self.arguments: dict[str, Any] | None = None
        self.target: str | None = None

    async def prepare(self, job: Job) -> Prepared:
        assert_no_unit_of_work()
        if self.prepare_errors:
            raise self.prepare_errors.pop(0)
        self.prepared += 1
        if self.arguments is not None:
            return Prepared(job.endpoint, self.arguments, target=self.target)
        url = f"https://v3.fal.media/{job.id}-{self.prepared}.zip"
        return Prepared(job.endpoint, {"images_data_url": url}, url)

    async def timing(self, session: ReadSession, job: Job) -> Timing:
        return Timing(usual=600, queue_limit=7200, run_limit=3600)

    def progress(self, job: Job, logs: Sequence[str]) -> Progress | None:
        if not logs:
            return None
        percent, *loss = logs[-1].split()
        return Progress(Stage.TRAINING, int(percent), int(percent) * 10, 1000, float(loss[0]) if loss else None)

    async def judge(self, session: WriteSession, job: Job, failure: Broken) -> Broken:
        return failure

    async def elsewhere(self, session: WriteSession, job: Job, without: Collection[str], reason: str) -> Move | None:
        self.reasons.append(reason)
        if self.another_way:
            return self.others[0]
        return next((move for move in self.others if move.provider not in without), None)

    async def finalise(self, job: Job, attempt: Attempt, output: Mapping[str, Any]) -> Finalised:
        assert_no_unit_of_work()
        result = self.results.pop(0) if self.results else Delivered(job.units)
        if isinstance(result, LoragramError):
            raise result
        return result

    async def validate(self, session: WriteSession, job: Job) -> Delivered | None:
        return self.validation

    async def settle(self, session: WriteSession, job: Job, outcome: Outcome) -> None:
        self.settled.append((job.id, outcome))
        await put_ping(session, self._clock, key=f"end:{job.id}", chat_id=job.user_id, view="training_done", params={})

    async def announce(self, session: WriteSession, job: Job) -> None:
        await put_card(
            session, self._clock, chat_id=job.user_id, subject=f"job:{job.id}", view="training_card", params={}
        )


UNREACHABLE = ProviderError("provider-unreachable")
