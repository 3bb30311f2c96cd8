"""/control/fal: what tests, the demo and the chat page use to look inside and to turn switches."""

from typing import Any

from aiohttp import web

from sandbox.bodies import answer, read_body
from sandbox.fal.jobs import Job
from sandbox.fal.queue import JobQueue
from sandbox.fal.settings import FalSettings
from sandbox.posting import Postman
from sandbox.shelf import Shelf
from sandbox.switch_answers import change_switches
from sandbox.wire import Wire


class ControlRoutes:
    """Handlers of the control API."""

    def __init__(self, wire: Wire, queue: JobQueue, settings: FalSettings, cdn: Shelf, postman: Postman) -> None:
        self._wire = wire
        self._queue = queue
        self._settings = settings
        self._cdn = cdn
        self._postman = postman

    def add(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/control/fal/wire", self.wire)
        app.router.add_delete("/control/fal/wire", self.clear_wire)
        app.router.add_get("/control/fal/jobs", self.jobs)
        app.router.add_get("/control/fal/webhooks", self.webhooks)
        app.router.add_get("/control/fal/settings", self.settings)
        app.router.add_post("/control/fal/settings", self.change_settings)
        app.router.add_post("/control/fal/forget", self.forget)

    async def wire(self, request: web.Request) -> web.StreamResponse:
        """Every request seen, in order."""
        return answer({"requests": self._wire.rows()})

    async def clear_wire(self, request: web.Request) -> web.StreamResponse:
        """Forget the requests seen so far."""
        self._wire.clear()
        return answer({"requests": []})

    async def jobs(self, request: web.Request) -> web.StreamResponse:
        """Every queue request, oldest first."""
        return answer([_row(job) for job in self._queue.all()])

    async def webhooks(self, request: web.Request) -> web.StreamResponse:
        """Every webhook delivery tried, in order."""
        return answer({"deliveries": self._postman.deliveries()})

    async def settings(self, request: web.Request) -> web.StreamResponse:
        """The switches as they stand."""
        return answer(vars(self._settings))

    async def change_settings(self, request: web.Request) -> web.StreamResponse:
        """Turn switches; 400 where a name or value is wrong."""
        answered = await change_switches(request, self._settings)
        self._queue.start_waiting()
        return answered

    async def forget(self, request: web.Request) -> web.StreamResponse:
        """Delete every file of the CDN, as after their lifetime."""
        await read_body(request)
        return answer({"deleted": self._cdn.forget()})


def _row(job: Job) -> dict[str, Any]:
    return {
        "request_id": job.id,
        "gateway_request_id": job.gateway_id,
        "endpoint": job.endpoint.id,
        "state": job.state,
        "status_code": job.status_code,
        "error_type": job.failure.error_type if job.failure else None,
        "input": job.input,
        "output": job.output,
        "webhook_url": job.options.webhook_url,
        "start_timeout": job.options.start_timeout,
        "billable_units": job.billable_units,
    }
