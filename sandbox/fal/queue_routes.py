"""queue.fal.run and fal.run: submit, status, result, cancel, and the direct call."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress

from aiohttp import web

from sandbox.bodies import answer, read_body
from sandbox.clock import SandboxClock
from sandbox.door import Door
from sandbox.fal.endpoints import Endpoint
from sandbox.fal.failures import JobFailure, request_failure
from sandbox.fal.jobs import COMPLETED, IN_QUEUE, Job
from sandbox.fal.queue import JobQueue
from sandbox.fal.reports import Reports, ended, failed, ids, unknown
from sandbox.fal.settings import FalSettings
from sandbox.fal.submission import read_submission
from sandbox.faults import Faults
from sandbox.wire import ENTRY

# How long, in real seconds, the submit answer is held back for a webhook that shall come before it.
_EARLY_WAIT = 20.0
# Simulated seconds a result is kept: 30 days; without stored payloads 1 hour, or 6 minutes from 10 KB on.
_KEPT = 30 * 24 * 3600.0
_KEPT_UNSTORED = 3600.0
_KEPT_UNSTORED_LARGE = 360.0
_LARGE_BYTES = 10_000


class QueueRoutes:
    """Handlers of the queue and of the direct run."""

    def __init__(
        self,
        queue: JobQueue,
        endpoints: Mapping[str, Endpoint],
        settings: FalSettings,
        faults: Faults,
        clock: SandboxClock,
        reports: Reports,
    ) -> None:
        self._queue = queue
        self._endpoints = endpoints
        self._settings = settings
        self._faults = faults
        self._clock = clock
        self._reports = reports

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        job = "/fal/queue/{owner}/{alias}/requests/{id}"
        app.router.add_get(f"{job}/status/stream", door.guard(self.stream, "fal.status"))
        app.router.add_get(f"{job}/status", door.guard(self.status, "fal.status"))
        app.router.add_get(job, door.guard(self.result, "fal.result"))
        app.router.add_put(f"{job}/cancel", door.guard(self.cancel, "fal.cancel"))
        app.router.add_post("/fal/queue/{endpoint:.+}", door.guard(self.submit, "fal.submit"))
        app.router.add_post("/fal/run/{endpoint:.+}", door.guard(self.run, "fal.run"))
        app.router.add_route("*", "/fal/queue/{rest:.*}", door.guard(_not_allowed, "fal.other"))

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Take a request into the queue."""
        try:
            endpoint, body, options = await read_submission(request, self._endpoints, self._settings)
        except JobFailure as refused:
            return failed(refused)
        longest = request.query.get("fal_max_queue_length", "")
        if longest.isdigit() and sum(job.state == IN_QUEUE for job in self._queue.all()) > int(longest):
            return answer({"detail": "Queue size is above the requested maximum"}, 429)
        early = options.webhook_url and self._faults.take("fal.webhook", kinds={"early"})
        job = self._queue.submit(endpoint, body, options, instant=bool(early))
        request[ENTRY].request_id = job.id
        told = {"status": IN_QUEUE, "queue_position": self._queue.position(job)}
        if early:
            with suppress(TimeoutError):
                await asyncio.wait_for(job.notified.wait(), _EARLY_WAIT)
        return answer(told | self._reports.names(job), headers=ids(job))

    async def run(self, request: web.Request) -> web.StreamResponse:
        """Run at once and answer with the output; 429 while all runners are busy."""
        try:
            endpoint, body, options = await read_submission(request, self._endpoints, self._settings)
            if self._queue.is_full() and not endpoint.talks:
                raise request_failure("concurrent_requests_limit", "Too many concurrent requests")
        except JobFailure as refused:
            return failed(refused)
        job = self._queue.submit(endpoint, body, options)
        request[ENTRY].request_id = job.id
        await job.done.wait()
        return ended(job)

    async def status(self, request: web.Request) -> web.StreamResponse:
        """202 while it waits or runs, 200 once it has ended, however it ended."""
        job = self._job(request)
        if job is None:
            return unknown()
        body = self._reports.status(job, request.query.get("logs") in ("1", "true"))
        return answer(body, 200 if job.state == COMPLETED else 202, ids(job))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """The status as server-sent events until the job has ended."""
        job = self._job(request)
        if job is None:
            return unknown()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **ids(job)})
        await response.prepare(request)
        last = None
        while last is None or last["status"] != COMPLETED:
            body = self._reports.status(job, request.query.get("logs") in ("1", "true"))
            if body != last:
                await response.write(f"data: {json.dumps(body)}\n\n".encode())
            last = body
            if job.state != COMPLETED:
                await asyncio.sleep(0.1)
        await response.write_eof()
        return response

    async def result(self, request: web.Request) -> web.StreamResponse:
        """The bare output, or the failure with its own status."""
        job = self._job(request)
        if job is None or self._is_gone(job):
            return unknown()
        if job.state != COMPLETED:
            return answer({"detail": "Request is still in progress"}, 400, ids(job))
        return ended(job)

    async def cancel(self, request: web.Request) -> web.StreamResponse:
        """Ask for the end: 202, or 400 once it has ended, or 404."""
        await read_body(request)
        job = self._job(request)
        if job is None:
            return answer({"status": "NOT_FOUND"}, 404)
        if not self._queue.cancel(job):
            return answer({"status": "ALREADY_COMPLETED"}, 400, ids(job))
        return answer({"status": "CANCELLATION_REQUESTED"}, 202, ids(job))

    def _job(self, request: web.Request) -> Job | None:
        names = request.match_info
        request[ENTRY].request_id = names["id"]
        job = self._queue.find(f"{names['owner']}/{names['alias']}", names["id"])
        if job:
            request[ENTRY].endpoint = job.endpoint.id
        return job

    def _is_gone(self, job: Job) -> bool:
        if job.ended_at is None:
            return False
        kept = _KEPT
        if not job.options.store_io:
            large = len(json.dumps(job.output)) >= _LARGE_BYTES
            kept = _KEPT_UNSTORED_LARGE if large else _KEPT_UNSTORED
        return self._clock.now() - job.ended_at > kept


async def _not_allowed(request: web.Request) -> web.StreamResponse:
    """What a status address with the endpoint's sub-path in it meets."""
    await read_body(request)
    return answer({"detail": "Method Not Allowed"}, 405)
