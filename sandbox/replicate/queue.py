"""The queue: a few jobs run at once, the others wait; durations follow the sandbox's clock."""

import asyncio
from collections.abc import Callable

from sandbox.clock import SandboxClock
from sandbox.faults import Fault, Faults
from sandbox.nursery import Nursery
from sandbox.replicate.catalogue import Version
from sandbox.replicate.players import Players
from sandbox.replicate.runs import Run, RunFailedError, RunKind
from sandbox.replicate.settings import ReplicateSettings

Announce = Callable[[Run, str], None]


class RunQueue:
    """Every training and prediction, in order, and the runners that work on them.

    `announce` is called with each job and the event that has just happened to it: start, output, completed.
    """

    def __init__(
        self,
        clock: SandboxClock,
        settings: ReplicateSettings,
        faults: Faults,
        nursery: Nursery,
        players: Players,
        announce: Announce,
    ) -> None:
        self._clock = clock
        self._settings = settings
        self._faults = faults
        self._nursery = nursery
        self._players = players
        self._announce = announce
        self._runs: dict[str, Run] = {}
        self._waiting: list[Run] = []

    def submit(self, run: Run) -> None:
        """Put a job into the line; an instant one runs now and in no time."""
        self._runs[run.id] = run
        run.model.run_count += 1
        if self._faults.take("replicate.job", kinds={"aborted"}):
            self._end(run, "aborted")
        elif run.instant or run.talks:
            # A language model is always awake: it takes no runner from the others.
            self._start(run)
        else:
            self._waiting.append(run)
            if run.options.cancel_after is not None:
                self._nursery.start(self._expire(run, run.options.cancel_after), "replicate deadline")
            self.start_waiting()

    def find(self, kind: RunKind, run_id: str) -> Run | None:
        """The job of this kind with this id."""
        run = self._runs.get(run_id)
        return run if run and run.kind is kind else None

    def all(self, kind: RunKind | None = None) -> list[Run]:
        """Every job, or every job of one kind, oldest first."""
        return [run for run in self._runs.values() if kind in (None, run.kind)]

    def cancel(self, run: Run) -> bool:
        """Ask for the end of a job; False where it has ended already."""
        if run.has_ended:
            return False
        if run in self._waiting:
            self._waiting.remove(run)
            self._end(run, self._settings.cancel_waiting)
        elif self._settings.cancel_running == "stops":
            self._stop(run)
        return True

    def forget_predictions(self, version: Version) -> list[Run]:
        """Remove every ended prediction of a version; returns them."""
        gone = [run for run in self.all(RunKind.PREDICTION) if run.version is version and run.has_ended]
        for run in gone:
            del self._runs[run.id]
        return gone

    def start_waiting(self) -> None:
        """Give free runners to the head of the line."""
        while self._waiting and self._running() < self._settings.concurrency:
            self._start(self._waiting.pop(0))

    def _start(self, run: Run) -> None:
        run.status = "processing"
        run.started_at, run.started = self._clock.now(), self._clock.real_now()
        self._announce(run, "start")
        self._nursery.start(self._run(run), "replicate job")

    def _running(self) -> int:
        return sum(run.status == "processing" and not run.talks for run in self._runs.values())

    def _stop(self, run: Run) -> None:
        run.cancel_asked = True
        if run.task:
            run.task.cancel()

    async def _run(self, run: Run) -> None:
        run.task = asyncio.current_task()
        status = "failed"
        stops = False
        try:
            if run.cancel_asked:
                raise asyncio.CancelledError
            await self._play(run)
            status = "succeeded"
        except RunFailedError as failed:
            run.error = str(failed)
        except asyncio.CancelledError:
            status = "canceled"
            stops = not run.cancel_asked
            if stops:
                raise
        finally:
            # While the app stops, nothing may be started any more, a webhook least of all.
            if not stops:
                if status == "failed" and run.error is None:
                    run.error = "Prediction interrupted; please retry (code: PA)"
                self._end(run, status)

    async def _play(self, run: Run) -> None:
        fault = self._faults.take("replicate.job", kinds=self._players.fault_kinds(run))
        run.duration = 0.0 if run.instant else self._players.seconds(run)
        flagged = frozenset({int(fault.number("picture", 0))} if fault and fault.fault == "blocked" else ())
        finish = await self._players.prepare(run, flagged)
        await self._take_time(run, fault)
        await finish()

    async def _take_time(self, run: Run, fault: Fault | None) -> None:
        until = (run.started_at or 0.0) + run.duration
        if fault and fault.fault == "fail":
            share = min(1.0, max(0.0, fault.number("at", 0.5)))
            await self._clock.sleep(until - run.duration * (1 - share) - self._clock.now())
            raise RunFailedError(fault.text("text", "CUDA out of memory."))
        await self._clock.sleep(until - self._clock.now())

    async def _expire(self, run: Run, seconds: float) -> None:
        await self._clock.sleep(seconds)
        if run in self._waiting:
            self._waiting.remove(run)
            self._end(run, "aborted")
        elif not run.has_ended:
            self._stop(run)

    def _end(self, run: Run, status: str) -> None:
        run.status = status
        run.ended_at, run.ended = self._clock.now(), self._clock.real_now()
        if status != "succeeded":
            run.output = None
        else:
            self._announce(run, "output")
        run.done.set()
        self._announce(run, "completed")
        self.start_waiting()
