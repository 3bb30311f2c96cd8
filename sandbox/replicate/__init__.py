"""A stand-in for Replicate that speaks its wire protocol on loopback.

Points of planned faults, each named by what is asked: replicate.submit (trainings and predictions alike),
replicate.get, replicate.list, replicate.cancel, replicate.files, replicate.models (versions too),
replicate.account, replicate.hardware, replicate.secret, replicate.download. At each of them: "lost_answer",
"dropped", "status" (code, body, headers, effect), "delay" (seconds, real). Besides: replicate.download "truncated",
"garbled"; replicate.job "fail" (text; at: share of the run, 0.5), "blocked" (picture: its place), "aborted" (it ends
before it starts); replicate.webhook "early", "twice", "late", "never", "forged", "stale";
replicate.webhook_start "never", for the one that tells of the start.
"""

from collections.abc import AsyncIterator, Callable

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.contracts.replicate import load_models
from sandbox.door import Door, not_found
from sandbox.faults import Faults
from sandbox.nursery import Nursery
from sandbox.posting import Postman
from sandbox.replicate.account_routes import AccountRoutes
from sandbox.replicate.catalogue import Catalogue
from sandbox.replicate.control_routes import ControlRoutes
from sandbox.replicate.delivery_routes import PREFIX, DeliveryRoutes
from sandbox.replicate.file_routes import FileRoutes
from sandbox.replicate.files import FileStore, InputFiles
from sandbox.replicate.generation import Generator
from sandbox.replicate.keys import TOKEN, USERNAME, key_check
from sandbox.replicate.loras import Loras
from sandbox.replicate.model_routes import ModelRoutes
from sandbox.replicate.players import Players
from sandbox.replicate.queue import RunQueue
from sandbox.replicate.reports import Reports
from sandbox.replicate.run_routes import RunRoutes
from sandbox.replicate.settings import ReplicateSettings
from sandbox.replicate.signing import WebhookSigner
from sandbox.replicate.submission import Submissions
from sandbox.replicate.throttle import Throttle
from sandbox.replicate.training import Trainer
from sandbox.replicate.webhooks import WebhookSender
from sandbox.shelf import PublicFiles, Shelf
from sandbox.wire import Wire

__all__ = ["TOKEN", "USERNAME", "mount"]


def mount(
    app: web.Application,
    *,
    base_url: Callable[[], str],
    clock: SandboxClock,
    faults: Faults,
    public: PublicFiles,
) -> None:
    """Add Replicate's API below /replicate/v1, its outputs below /replicate/delivery and its control API below
    /control/replicate.

    `base_url` is asked late, because the port is known only once the app listens; it has no slash at its end. The
    outputs are added to the `public` files, all of which the models can read. Background work stops with the app.
    """
    settings, nursery, signer = ReplicateSettings(), Nursery(), WebhookSigner()
    wire, postman = Wire(clock, "Bearer", ("prefer", "cancel-after", "user-agent")), Postman(clock)
    delivery, uploads = Shelf(clock, base_url, PREFIX), FileStore(clock, settings, base_url)
    public.add(delivery)
    files = InputFiles(uploads, public)
    catalogue = Catalogue(clock, load_models())
    reports = Reports(clock, settings, base_url)
    webhooks = WebhookSender(clock, faults, signer, nursery, postman, reports.described)
    generator = Generator(files, Loras(files, settings), delivery, settings)
    players = Players(settings, Trainer(files, delivery, catalogue, settings), generator)
    queue = RunQueue(clock, settings, faults, nursery, players, webhooks.announce)
    submissions = Submissions(catalogue, settings, clock, Throttle(clock, settings))
    door = Door(wire, faults, key_check(settings))
    AccountRoutes(signer).add(app, door)
    FileRoutes(uploads, settings, base_url).add(app, door)
    RunRoutes(queue, submissions, reports, faults, base_url).add(app, door)
    ModelRoutes(catalogue, queue, delivery, clock, nursery, base_url).add(app, door)
    DeliveryRoutes(delivery, faults).add(app, door)
    app.router.add_route("*", "/replicate/{rest:.*}", door.guard(not_found, "replicate.other", needs_key=False))
    ControlRoutes(wire, queue, settings, catalogue, uploads, delivery, postman).add(app)

    async def stop_with_app(_: web.Application) -> AsyncIterator[None]:
        yield
        await nursery.close()
        await postman.close()

    app.cleanup_ctx.append(stop_with_app)
