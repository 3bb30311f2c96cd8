"""A stand-in for fal that speaks its wire protocol on loopback.

Points of planned faults, each named by what is asked: fal.submit, fal.run, fal.status, fal.result,
fal.cancel, fal.token, fal.initiate, fal.upload, fal.download, fal.list, fal.pricing, fal.models, fal.meta,
fal.jwks. At each of them: "lost_answer", "dropped", "status" (code, body, headers, effect), "delay"
(seconds, real). Besides: fal.download "truncated", "garbled"; fal.job "fail" (error: an error type of the
failure table or the type of a 422; text; at: share of the run, 0.5), "blocked" (picture: its place);
fal.webhook "early", "twice", "late", "never", "forged", "stale", "stranger", "no_payload".
"""

from collections.abc import AsyncIterator, Callable

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.contracts import load_contracts
from sandbox.door import Door, not_found
from sandbox.fal.control_routes import ControlRoutes
from sandbox.fal.download_routes import DownloadRoutes
from sandbox.fal.endpoints import make_endpoints
from sandbox.fal.generation import Generator
from sandbox.fal.history_routes import HistoryRoutes
from sandbox.fal.keys import KEY, key_check
from sandbox.fal.platform_routes import PlatformRoutes
from sandbox.fal.queue import JobQueue
from sandbox.fal.queue_routes import QueueRoutes
from sandbox.fal.reports import Reports
from sandbox.fal.settings import FalSettings
from sandbox.fal.signing import WebhookSigner
from sandbox.fal.training import Trainer
from sandbox.fal.upload_routes import UploadRoutes
from sandbox.fal.webhooks import WebhookSender
from sandbox.faults import Faults
from sandbox.nursery import Nursery
from sandbox.posting import Postman
from sandbox.shelf import PublicFiles, Shelf
from sandbox.wire import Wire

__all__ = ["KEY", "mount"]


def mount(
    app: web.Application,
    *,
    base_url: Callable[[], str],
    clock: SandboxClock,
    faults: Faults,
    public: PublicFiles,
) -> None:
    """Add fal's hosts below /fal and its control API below /control/fal.

    `base_url` is asked late, because the port is known only once the app listens; it has no slash at
    its end. fal's CDN is added to the `public` files, all of which fal's models can read. Background work
    stops with the app.
    """
    settings, nursery, signer = FalSettings(), Nursery(), WebhookSigner()
    endpoints = make_endpoints(load_contracts())
    wire, cdn, postman = Wire(clock, "Key", ("x-fal-",)), Shelf(clock, base_url, "/fal/cdn/files/"), Postman(clock)
    public.add(cdn)
    webhooks = WebhookSender(clock, faults, signer, nursery, postman)
    trainer, generator = Trainer(cdn, public), Generator(cdn, public)
    queue = JobQueue(clock, settings, faults, nursery, trainer, generator, webhooks.announce)
    door = Door(wire, faults, key_check(settings))
    UploadRoutes(cdn, clock, base_url).add(app, door)
    DownloadRoutes(cdn, faults).add(app, door)
    PlatformRoutes(endpoints, signer).add(app, door)
    HistoryRoutes(queue, settings, clock).add(app, door)
    QueueRoutes(queue, endpoints, settings, faults, clock, Reports(queue, clock, base_url)).add(app, door)
    app.router.add_route("*", "/fal/{rest:.*}", door.guard(not_found, "fal.other", needs_key=False))
    ControlRoutes(wire, queue, settings, cdn, postman).add(app)

    async def stop_with_app(_: web.Application) -> AsyncIterator[None]:
        yield
        await nursery.close()
        await postman.close()

    app.cleanup_ctx.append(stop_with_app)
