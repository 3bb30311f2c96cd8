"""The queue: a few jobs run at once, the others wait in line; durations follow the sandbox's clock."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.fal.completion import complete
from sandbox.fal.endpoints import Endpoint
from sandbox.fal.failures import JobFailure, model_failure, planned_failure, request_failure
from sandbox.fal.generation import Generator
from sandbox.fal.jobs import COMPLETED, IN_PROGRESS, IN_QUEUE, Job, JobOptions
from sandbox.fal.settings import FalSettings
from sandbox.fal.training import Trainer
from sandbox.faults import Fault, Faults
from sandbox.nursery import Nursery


class JobQueue:
    """Every request that was submitted, in order, and the runners that work on them.

    `on_end` is called once with each job that has ended, whatever its end.
    """

    def __init__(
        self,
        clock: SandboxClock,
        settings: FalSettings,
        faults: Faults,
        nursery: Nursery,
        trainer: Trainer,
        generator: Generator,
        on_end: Callable[[Job], None],
    ) -> None:
        self._clock = clock
        self._settings = settings
        self._faults = faults
        self._nursery = nursery
        self._trainer = trainer
        self._generator = generator
        self._on_end = on_end
        self._jobs: dict[str, Job] = {}
        self._waiting: list[Job] = []

    def submit(self, endpoint: Endpoint, body: dict[str, Any], options: JobOptions, *, instant: bool = False) -> Job:
        """Put a request into the line; `instant` runs it now and in no time."""
        job = Job(endpoint, body, options, self._clock.now(), self._clock.real_now(), instant=instant)
        # fal's own retries give a later gateway id; here every third request has had one.
        job.gateway_id = str(uuid.uuid4()) if len(self._jobs) % 3 == 2 else job.id
        self._jobs[job.id] = job
        # A language model is always awake: it takes no runner from the others.
        if instant or endpoint.talks:
            self._start(job)
            return job
        self._waiting.append(job)
        if options.start_timeout is not None:
            self._nursery.start(self._expire(job, options.start_timeout), "fal queue deadline")
        self.start_waiting()
        return job

    def find(self, app: str, job_id: str) -> Job | None:
        """The request with this id under this owner and alias."""
        job = self._jobs.get(job_id)
        return job if job and job.endpoint.app == app else None

    def all(self) -> list[Job]:
        """Every request, oldest first."""
        return list(self._jobs.values())

    def position(self, job: Job) -> int:
        """How many requests wait in front of this one; 0 for one that does not wait."""
        return self._waiting.index(job) if job in self._waiting else 0

    def is_full(self) -> bool:
        """Whether all runners are busy."""
        return self._running() >= self._settings.concurrency

    def cancel(self, job: Job) -> bool:
        """Ask for the end of a job; False where it has ended already."""
        if job.state == COMPLETED:
            return False
        if job.state == IN_QUEUE:
            self._waiting.remove(job)
            self._end(job, request_failure("client_cancelled", "Request was cancelled"))
        elif self._settings.cancel_running == "stops":
            job.cancel_asked = True
            if job.task:
                job.task.cancel()
        return True

    def start_waiting(self) -> None:
        """Give free runners to the head of the line."""
        while self._waiting and not self.is_full():
            self._start(self._waiting.pop(0))

    def _start(self, job: Job) -> None:
        job.state = IN_PROGRESS
        job.started_at, job.started = self._clock.now(), self._clock.real_now()
        self._nursery.start(self._run(job), "fal job")

    def _running(self) -> int:
        return sum(job.state == IN_PROGRESS and not job.endpoint.talks for job in self._jobs.values())

    async def _run(self, job: Job) -> None:
        job.task = asyncio.current_task()
        failure: JobFailure | None = request_failure("internal_error", "The runner broke")
        stops = False
        try:
            if job.cancel_asked:
                raise asyncio.CancelledError
            await self._play(job)
            failure = None
        except JobFailure as failed:
            failure = failed
        except asyncio.CancelledError:
            failure = request_failure("client_cancelled", "Request was cancelled")
            stops = not job.cancel_asked
            if stops:
                raise
        finally:
            # While the app stops, nothing may be started any more, a webhook least of all.
            if not stops:
                self._end(job, failure)

    async def _play(self, job: Job) -> None:
        kinds = {"fail"} if job.endpoint.trainer or job.endpoint.talks else {"fail", "blocked"}
        fault = self._faults.take("fal.job", kinds=kinds)
        self._refuse_unchecked(job)
        traits = job.endpoint.trainer
        job.duration = 0.0 if job.instant else self._seconds(job)
        if traits:
            archive = await self._trainer.prepare(job, traits)
            await self._take_time(job, fault)
            self._trainer.finish(job, traits, archive)
        elif job.endpoint.talks:
            await self._take_time(job, fault)
            complete(job)
        else:
            blocked = frozenset({int(fault.number("picture", 0))} if fault and fault.fault == "blocked" else ())
            plan = await asyncio.to_thread(self._generator.prepare, job, blocked)
            await self._take_time(job, fault)
            await self._generator.finish(job, plan)

    def _seconds(self, job: Job) -> float:
        if job.endpoint.trainer:
            return self._settings.training_seconds
        return self._settings.completion_seconds if job.endpoint.talks else self._settings.generation_seconds

    def _refuse_unchecked(self, job: Job) -> None:
        problems = job.endpoint.check.problems(job.input)
        if problems:
            raise model_failure(problems)

    async def _take_time(self, job: Job, fault: Fault | None) -> None:
        until = (job.started_at or 0.0) + job.duration
        if fault and fault.fault == "fail":
            share = min(1.0, max(0.0, fault.number("at", 0.5)))
            await self._clock.sleep(until - job.duration * (1 - share) - self._clock.now())
            error = fault.text("error", "internal_error")
            raise planned_failure(error, fault.text("text", "The runner failed while processing the request"))
        await self._clock.sleep(until - self._clock.now())

    async def _expire(self, job: Job, seconds: float) -> None:
        await self._clock.sleep(seconds)
        if job.state == IN_QUEUE:
            self._waiting.remove(job)
            self._end(job, request_failure("request_timeout", "Request did not start in time"))

    def _end(self, job: Job, failure: JobFailure | None) -> None:
        job.failure = failure
        job.state = COMPLETED
        job.ended_at, job.ended = self._clock.now(), self._clock.real_now()
        job.done.set()
        self._on_end(job)
        self.start_waiting()
