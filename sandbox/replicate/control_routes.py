"""/control/replicate: what tests, the demo and the chat page use to look inside and to turn switches."""

from typing import Any

from aiohttp import web

from sandbox.bodies import answer, read_body
from sandbox.posting import Postman
from sandbox.replicate.catalogue import Catalogue
from sandbox.replicate.files import FileStore
from sandbox.replicate.keys import USERNAME
from sandbox.replicate.queue import RunQueue
from sandbox.replicate.runs import Run
from sandbox.replicate.settings import ReplicateSettings
from sandbox.shelf import Shelf
from sandbox.switch_answers import change_switches
from sandbox.wire import Wire


class ControlRoutes:
    """Handlers of the control API."""

    def __init__(
        self,
        wire: Wire,
        queue: RunQueue,
        settings: ReplicateSettings,
        catalogue: Catalogue,
        files: FileStore,
        delivery: Shelf,
        postman: Postman,
    ) -> None:
        self._wire = wire
        self._queue = queue
        self._settings = settings
        self._catalogue = catalogue
        self._files = files
        self._delivery = delivery
        self._postman = postman

    def add(self, app: web.Application) -> None:
        """Add the routes."""
        control = "/control/replicate"
        app.router.add_get(f"{control}/wire", self.wire)
        app.router.add_delete(f"{control}/wire", self.clear_wire)
        app.router.add_get(f"{control}/jobs", self.jobs)
        app.router.add_get(f"{control}/models", self.models)
        app.router.add_get(f"{control}/files", self.files)
        app.router.add_get(f"{control}/webhooks", self.webhooks)
        app.router.add_get(f"{control}/settings", self.settings)
        app.router.add_post(f"{control}/settings", self.change_settings)
        app.router.add_post(f"{control}/forget", self.forget)

    async def wire(self, request: web.Request) -> web.StreamResponse:
        """Every request seen, in order."""
        return answer({"requests": self._wire.rows()})

    async def clear_wire(self, request: web.Request) -> web.StreamResponse:
        """Forget the requests seen so far."""
        self._wire.clear()
        return answer({"requests": []})

    async def jobs(self, request: web.Request) -> web.StreamResponse:
        """Every training and prediction, oldest first."""
        return answer([_row(run) for run in self._queue.all()])

    async def models(self, request: web.Request) -> web.StreamResponse:
        """Our own models."""
        own = [model for model in self._catalogue.all() if model.owner == USERNAME]
        return answer(
            [
                {
                    "id": model.id,
                    "visibility": model.visibility,
                    "hardware": model.hardware,
                    "versions": [version.id for version in model.versions],
                }
                for model in own
            ]
        )

    async def files(self, request: web.Request) -> web.StreamResponse:
        """Every uploaded file, with a signed download address."""
        uploads = self._files.all()
        return answer([self._files.described(one) | {"download_url": self._files.download_url(one)} for one in uploads])

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
        """Delete every output and every uploaded file, as after their lifetimes. Models and versions stay."""
        await read_body(request)
        return answer({"deleted": self._delivery.forget() + self._files.forget()})


def _row(run: Run) -> dict[str, Any]:
    return {
        "request_id": run.id,
        "kind": run.kind.value,
        "endpoint": run.model.id,
        "version": run.version.id,
        "destination": run.destination.id if run.destination else None,
        "state": run.status,
        "input": run.input,
        "output": run.output,
        "error": run.error,
        "webhook_url": run.options.webhook,
        "webhook_events": list(run.options.events),
    }
