"""Which stand-in plays a job, and how long it takes."""

from collections.abc import Awaitable, Callable

from sandbox.replicate.generation import Generator
from sandbox.replicate.runs import Run
from sandbox.replicate.settings import ReplicateSettings
from sandbox.replicate.training import Trainer
from sandbox.translating import translated_pieces

Finish = Callable[[], Awaitable[None]]


class Players:
    """The trainer, the picture models and the language model."""

    def __init__(self, settings: ReplicateSettings, trainer: Trainer, generator: Generator) -> None:
        self._settings = settings
        self._trainer = trainer
        self._generator = generator

    def seconds(self, run: Run) -> float:
        """How long this job takes, in simulated seconds."""
        if run.is_training:
            return self._settings.training_seconds
        if run.talks:
            return self._settings.completion_seconds
        return self._settings.generation_seconds

    def fault_kinds(self, run: Run) -> frozenset[str]:
        """The faults of "replicate.job" that can happen to a job that runs."""
        draws = not run.is_training and not run.talks
        return frozenset({"fail", "blocked"} if draws else {"fail"})

    async def prepare(self, run: Run, flagged: frozenset[int]) -> Finish:
        """Check what the job needs; the answer finishes it when its time is over. Both raise RunFailedError."""
        if run.is_training:
            return await self._begin_training(run)
        if run.talks:
            return self._begin_completion(run)
        plan = self._generator.prepare(run, flagged)
        return lambda: self._generator.finish(run, plan)

    async def _begin_training(self, run: Run) -> Finish:
        archive, found = await self._trainer.prepare(run)

        async def finish() -> None:
            if run.destination:
                self._trainer.finish(run, run.destination, archive, found)

        return finish

    def _begin_completion(self, run: Run) -> Finish:
        async def finish() -> None:
            run.output = translated_pieces(str(run.input["prompt"]))

        return finish
