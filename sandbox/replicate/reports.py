"""What the API says about a job: the training or prediction object."""

from collections.abc import Callable
from typing import Any

from sandbox.clock import SandboxClock, iso
from sandbox.replicate.logs import picture_log, training_log
from sandbox.replicate.runs import Run, RunKind
from sandbox.replicate.settings import ReplicateSettings


class Reports:
    """Words the state of jobs."""

    def __init__(self, clock: SandboxClock, settings: ReplicateSettings, base_url: Callable[[], str]) -> None:
        self._clock = clock
        self._settings = settings
        self._base_url = base_url

    def made(self, run: Run) -> dict[str, Any]:
        """The answer to the creation. A training is answered with the addresses of a prediction, as the real one."""
        return self.described(run) | {"urls": self._urls(run, RunKind.PREDICTION)}

    def described(self, run: Run) -> dict[str, Any]:
        """The object that every later question and each webhook brings."""
        removed = self.is_removed(run)
        body: dict[str, Any] = {
            "id": run.id,
            "model": run.model.id,
            "version": "hidden" if run.model.official else run.version.id,
            "input": {} if removed else run.input,
            "logs": "" if removed else self._logs(run),
            "output": None if removed else run.output,
            "error": run.error,
            "status": run.status,
            "created_at": iso(run.created),
            "source": "api",
            "urls": self._urls(run, run.kind),
        }
        if not run.is_training:
            body["data_removed"] = removed
        if run.started is not None:
            body["started_at"] = iso(run.started)
        if run.ended is not None:
            body["completed_at"] = iso(run.ended)
            body["metrics"] = self._metrics(run)
        if run.options.cancel_after is not None:
            body["deadline"] = iso(run.created + run.options.cancel_after / self._clock.speed)
        return body

    def is_removed(self, run: Run) -> bool:
        """Whether the data of a prediction is past its time."""
        return (
            not run.is_training
            and run.ended_at is not None
            and self._clock.now() - run.ended_at >= self._settings.output_seconds
        )

    def _urls(self, run: Run, kind: RunKind) -> dict[str, str]:
        get = f"{self._base_url()}/replicate/v1/{kind}/{run.id}"
        urls = {"get": get, "cancel": f"{get}/cancel", "web": f"{self._base_url()}/replicate/p/{run.id}"}
        if run.talks:
            urls["stream"] = f"{self._base_url()}/replicate/stream/{run.id}"
        return urls

    def _metrics(self, run: Run) -> dict[str, float]:
        total = (run.ended_at or 0.0) - run.created_at
        if run.started_at is None:
            return {"total_time": round(total, 6)}
        predict = (run.ended_at or 0.0) - run.started_at
        return {"predict_time": round(predict, 6), "total_time": round(total, 6)}

    def _logs(self, run: Run) -> str | None:
        if self._settings.logs == "null":
            return None
        if run.started_at is None:
            return ""
        until = run.ended_at if run.ended_at is not None else self._clock.now()
        share = 1.0 if run.output else (until - run.started_at) / run.duration if run.duration else 0.0
        if run.is_training:
            return training_log(min(share, 1.0), run.duration, run.photos, run.steps)
        if run.talks:
            return ""
        return picture_log(run.notes, min(share, 1.0), run.duration, run.steps)
