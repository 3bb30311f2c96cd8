"""What an admin decides about a job: that a call is its own, that it failed, or that it is to stop."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.enums import JobKind, JobState
from db.models import Attempt, Audit, Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.jobs.attempts import record_accepted
from services.jobs.cancel import ask_to_stop
from services.jobs.matching import is_of
from services.jobs.parts import EngineParts
from services.jobs.review import UNKNOWN
from services.jobs.standing import standing_of
from services.jobs.terminal import finish
from services.providers.base import Missing, Provider, ProviderRef

UNDECIDED = frozenset({JobState.UNCERTAIN, JobState.REVIEW})
"""States in which nobody knows whether the call was taken."""

MOST_CASES = 50
"""The most cases that are shown at once."""

_REF = re.compile(r"[A-Za-z0-9_\-]{1,128}")
_AROUND = timedelta(minutes=5)


@dataclass(frozen=True)
class Case:
    """A job that an admin may decide. `since`: when its call was lost; `until`: when it moves on by itself, to review
    or to its end; `link`: the provider's page of such calls, None without a key for it."""

    job_id: uuid.UUID
    user_id: int
    first_name: str
    username: str | None
    kind: JobKind
    state: JobState
    provider: str
    endpoint: str
    since: datetime
    until: datetime
    link: str | None


class Verdicts:
    """Each verdict is one transaction with its line in the audit. A second one for the same job finds it decided."""

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts

    async def open_cases(self) -> list[Case]:
        """Jobs whose calls are lost, the longest lost first, at most 50."""
        async with self._parts.db.read() as session:
            found = await rows.open_cases(session, MOST_CASES)
        return [self._case(one) for one in found]

    async def adopt(self, admin_id: int, job_id: uuid.UUID, ref: str) -> Job:
        """Takes the provider's call `ref` as the job's own: it runs on, without a hold when its credits are back.

        The provider is asked with our key before anything changes. Raises `NotFoundError('job')`,
        `ConflictError('verdict-too-late')` when the job is decided, `InvalidInputError('verdict-ref-unknown')` for a
        call that the provider does not know, `ConflictError('verdict-ref-taken')` for another attempt's,
        `ConflictError('verdict-ref-other')` for one that was made with other data, `ConflictError('no-provider')`
        without a key, and `ProviderError` when the provider does not answer.
        """
        parts, ref = self._parts, ref.strip()
        if not _REF.fullmatch(ref):
            raise InvalidInputError("verdict-ref-unknown")
        attempt = await self._lost_call(job_id)
        provider = parts.providers.get(attempt.provider)
        if provider is None:
            raise ConflictError("no-provider")
        found = ProviderRef(ref, attempt.endpoint, {})
        if isinstance(await provider.look(found), Missing):
            raise InvalidInputError("verdict-ref-unknown")
        await self._check_input(provider, attempt, ref)
        async with parts.db.write() as session:
            await standing_of(session, attempt.provider)  # see `attempts` for the order of locks
            await rows.lock_job(session, job_id)
            await self._undecided(session, job_id)
            if await rows.known_refs(session, attempt.provider, [ref]):
                raise ConflictError("verdict-ref-taken")
            if not await record_accepted(session, parts, attempt.id, found, how="admin"):
                raise ConflictError("verdict-too-late")  # the attempt was given up meanwhile, and another one is lost
            self._note(session, admin_id, "job.adopt", job_id, ref=ref)
            session.wake("poll")
            return await _fresh(session, job_id)

    async def mark_failed(self, admin_id: int, job_id: uuid.UUID) -> Job:
        """Ends a job whose call is lost; the person has the credits back. Should the call turn up, it is a duplicate.

        Raises `NotFoundError('job')` and `ConflictError('verdict-too-late')`.
        """
        parts = self._parts
        async with parts.db.write() as session:
            await rows.lock_job(session, job_id)
            await self._undecided(session, job_id)
            await finish(session, parts, job_id, UNKNOWN, only_from=UNDECIDED)
            self._note(session, admin_id, "job.mark_failed", job_id)
            return await _fresh(session, job_id)

    async def cancel(self, admin_id: int, job_id: uuid.UUID) -> Job:
        """Stops any job as its person could, see `ask_to_stop` for the errors; `NotFoundError('job')` without one."""
        async with self._parts.db.write() as session:
            job = await rows.job_by_id(session, job_id)
            if job is None:
                raise NotFoundError("job")
            stopped = await ask_to_stop(session, self._parts, job)
            rows.record_event(session, job_id, "stop-asked", self._parts.clock.now(), by="admin")
            self._note(session, admin_id, "job.cancel", job_id)
            return stopped

    async def _lost_call(self, job_id: uuid.UUID) -> Attempt:
        async with self._parts.db.read() as session:
            job = await rows.job_by_id(session, job_id)
            attempt = await rows.latest_attempt(session, job_id)
        if job is None:
            raise NotFoundError("job")
        if job.state not in UNDECIDED or attempt is None:
            raise ConflictError("verdict-too-late")
        return attempt

    async def _check_input(self, provider: Provider, attempt: Attempt, ref: str) -> None:
        """Another person's photos must not become this person's model: what the provider shows of the call has to be
        what the attempt was made with. A call that it does not list is the admin's word."""
        until = self._parts.clock.now() + _AROUND
        for call in await provider.listed(attempt.endpoint, attempt.started_at - _AROUND, until):
            if call.ref.id == ref and call.arguments and not is_of(attempt, call):
                raise ConflictError("verdict-ref-other")

    async def _undecided(self, session: WriteSession, job_id: uuid.UUID) -> None:
        job = await rows.job_by_id(session, job_id)
        if job is None:
            raise NotFoundError("job")
        if job.state not in UNDECIDED:
            raise ConflictError("verdict-too-late")

    def _note(self, session: WriteSession, admin_id: int, action: str, job_id: uuid.UUID, **data: str) -> None:
        about = {"job_id": str(job_id), **data}
        session.add(Audit(actor_id=admin_id, action=action, data=about, at=self._parts.clock.now()))

    def _case(self, found: rows.OpenCase) -> Case:
        job, kind = found.job, self._parts.kinds[found.job.kind]
        since = job.uncertain_since or job.created_at
        until = job.review_since + kind.review_for if job.review_since else since + kind.uncertain_for
        endpoint = found.attempt.endpoint if found.attempt else job.endpoint
        return Case(
            job_id=job.id,
            user_id=found.person.id,
            first_name=found.person.first_name,
            username=found.person.username,
            kind=job.kind,
            state=job.state,
            provider=job.provider,
            endpoint=endpoint,
            since=since,
            until=until,
            link=provider_link(self._parts.providers, job.provider, endpoint),
        )


def provider_link(
    providers: Mapping[str, Provider], provider: str, endpoint: str, ref: str | None = None
) -> str | None:
    """The provider's web page of a call, or of its newest calls; None for a provider without a key."""
    known = providers.get(provider)
    return known.page_of(endpoint, ref) if known else None


async def _fresh(session: WriteSession, job_id: uuid.UUID) -> Job:
    job = await rows.job_by_id(session, job_id)
    assert job is not None
    return job
