"""api.fal.ai/v1/models/requests: the list by which a lost submit answer is found again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock, iso
from sandbox.door import Door
from sandbox.fal.jobs import COMPLETED, Job
from sandbox.fal.pages import error, page
from sandbox.fal.queue import JobQueue
from sandbox.fal.settings import FalSettings
from sandbox.wire import ENTRY

_DAY = 24 * 3600.0


class HistoryRoutes:
    """Handler of the request list."""

    def __init__(self, queue: JobQueue, settings: FalSettings, clock: SandboxClock) -> None:
        self._queue = queue
        self._settings = settings
        self._clock = clock

    def add(self, app: web.Application, door: Door) -> None:
        """Add the route."""
        path = "/fal/api/v1/models/requests/by-endpoint"
        app.router.add_get(path, door.guard(self.requests, "fal.list"))

    async def requests(self, request: web.Request) -> web.StreamResponse:
        """Requests of one endpoint that ended (or, if switched on, run) within a time range."""
        name = request.query.get("endpoint_id")
        request[ENTRY].endpoint = name
        if not name:
            return error(400, "validation_error", "endpoint_id is required")
        try:
            end = _time(request.query.get("end"), self._clock.real_now() + 1)
            start = _time(request.query.get("start"), end - _DAY)
        except ValueError:
            return error(400, "validation_error", "start and end are ISO 8601 times")
        payloads = "payloads" in request.query.getall("expand", [])
        jobs = [job for job in self._queue.all() if job.endpoint.id == name]
        jobs = [job for job in jobs if self._is_listed(job, start, end, request.query)]
        jobs.sort(key=lambda job: job.ended or job.sent, reverse=True)
        return page(request, "items", [_row(job, payloads) for job in jobs])

    def _is_listed(self, job: Job, start: float, end: float, query: Mapping[str, str]) -> bool:
        if job.state != COMPLETED and not self._settings.list_running:
            return False
        if "request_id" in query:
            return job.id == query["request_id"]
        wanted = query.get("status")
        if wanted and wanted != ("success" if job.status_code == 200 else "error"):
            return False
        return start <= (job.ended or job.sent) < end


def _row(job: Job, payloads: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "request_id": job.id,
        "endpoint_id": job.endpoint.id,
        "sent_at": iso(job.sent),
        "started_at": None if job.started is None else iso(job.started),
        "ended_at": None if job.ended is None else iso(job.ended),
        "status_code": job.status_code,
        "duration": job.ended_at - job.started_at if job.ended_at and job.started_at else None,
    }
    if payloads:
        stored = job.options.store_io
        row["json_input"] = job.input if stored else None
        row["json_output"] = (job.failure.body if job.failure else job.output) if stored else None
    return row


def _time(text: str | None, default: float) -> float:
    if text is None:
        return default
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
