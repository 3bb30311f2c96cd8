"""What the queue says about a job: its addresses, its status with logs, its result."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.bodies import answer
from sandbox.clock import SandboxClock, iso
from sandbox.fal.failures import JobFailure
from sandbox.fal.jobs import IN_PROGRESS, IN_QUEUE, Job
from sandbox.fal.progress import log_lines
from sandbox.fal.queue import JobQueue


class Reports:
    """Words the state of jobs."""

    def __init__(self, queue: JobQueue, clock: SandboxClock, base_url: Callable[[], str]) -> None:
        self._queue = queue
        self._clock = clock
        self._base_url = base_url

    def names(self, job: Job) -> dict[str, Any]:
        """The ids and addresses of a job, as the submit answers them."""
        # The sub-path of the endpoint is left out, as the real addresses do.
        url = f"{self._base_url()}/fal/queue/{job.endpoint.app}/requests/{job.id}"
        return {
            "request_id": job.id,
            "gateway_request_id": job.gateway_id,
            "response_url": url,
            "status_url": f"{url}/status",
            "cancel_url": f"{url}/cancel",
        }

    def status(self, job: Job, with_logs: bool) -> dict[str, Any]:
        """The status object; `logs` holds all lines so far where they are asked for, else null."""
        body = {"status": job.state} | self.names(job)
        if job.state == IN_QUEUE:
            return body | {"queue_position": self._queue.position(job)}
        body["logs"] = self._logs(job) if with_logs else None
        if job.state == IN_PROGRESS:
            return body
        ran = (job.ended_at or 0.0) - job.started_at if job.started_at else 0.0
        body["metrics"] = {"inference_time": round(ran, 3)}
        if job.failure:
            body |= {"error": _error_text(job.failure), "error_type": job.failure.error_type}
        return body

    def _logs(self, job: Job) -> list[dict[str, str]]:
        if job.started is None or job.started_at is None or not job.endpoint.trainer:
            return []
        until = job.ended_at if job.ended_at is not None else self._clock.now()
        share = 1.0 if job.output else (until - job.started_at) / job.duration if job.duration else 0.0
        real = (job.ended or self._clock.real_now()) - job.started
        lines = log_lines(min(share, 1.0), job.duration, job.photos, job.steps)
        return [
            {
                "message": text,
                "level": "STDERR" if "%|" in text else "INFO",
                "source": "USER",
                "timestamp": iso(job.started + real * (at / share if share else 0.0)),
            }
            for at, text in lines
        ]


def unknown() -> web.Response:
    """The answer for a request nobody knows."""
    return answer({"detail": "Request not found"}, 404)


def ids(job: Job) -> dict[str, str]:
    """The header that names the request."""
    return {"X-Fal-Request-Id": job.id}


def ended(job: Job) -> web.Response:
    """The result of an ended job: the bare output, or the failure with its own status."""
    if job.failure:
        return failed(job.failure, ids(job))
    units = f"{job.billable_units:g}"
    return answer(job.output, headers=ids(job) | {"X-Fal-Billable-Units": units})


def failed(failure: JobFailure, headers: dict[str, str] | None = None) -> web.Response:
    """A failure with the headers that tell its kind and whether a repeat may help."""
    headers = dict(headers or {})
    if isinstance(failure.body.get("error_type"), str):
        headers["X-Fal-Error-Type"] = failure.error_type
    retry = failure.status in (503, 504)
    headers |= {"X-Fal-Retryable": "true" if retry else "false", "X-Fal-Needs-Retry": "1" if retry else "0"}
    if failure.error_type == "request_timeout":
        headers["X-Fal-Request-Timeout-Type"] = "user"
    return answer(failure.body, failure.status, headers)


def _error_text(failure: JobFailure) -> str:
    detail = failure.body["detail"]
    return detail if isinstance(detail, str) else "; ".join(str(item["msg"]) for item in detail)
