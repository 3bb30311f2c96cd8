"""The whole sandbox as one web application on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from sandbox import fal, person, replicate, telegram
from sandbox.clock import SandboxClock
from sandbox.control import SharedControl
from sandbox.faults import Faults
from sandbox.nursery import Nursery
from sandbox.shelf import PublicFiles
from sandbox.telegram.world import World, build_world

BOT_TOKEN = "42:SANDBOX" + "0" * 28
# Above the largest training ZIP (90 MB) and the largest album (ten files).
MAX_BODY_BYTES = 600 * 1024 * 1024


@dataclass(frozen=True)
class SandboxConfig:
    """`speed`: simulated seconds in one real second. `port` 0 takes a free one, as a taken one does when allowed."""

    host: str = "127.0.0.1"
    port: int = 0
    speed: float = 60.0
    token: str = BOT_TOKEN
    any_port_if_taken: bool = False


@dataclass
class Sandbox:
    """The parts of a sandbox; `base_url` is known once it listens."""

    app: web.Application
    clock: SandboxClock
    faults: Faults
    world: World
    base_url: str = field(default="")

    def settings(self) -> dict[str, str]:
        """The product's settings that lead to this sandbox instead of the real world."""
        fal_url = f"{self.base_url}/fal"
        return {
            "BOT_TOKEN": self.world.token,
            "TELEGRAM_API_URL": f"{self.base_url}/telegram",
            "FAL_KEY": fal.KEY,
            "FAL_QUEUE_URL": f"{fal_url}/queue",
            "FAL_RUN_URL": f"{fal_url}/run",
            "FAL_REST_URL": f"{fal_url}/rest",
            "FAL_CDN_URL": f"{fal_url}/cdn",
            "FAL_API_URL": f"{fal_url}/api",
            "FAL_JWKS_URL": f"{fal_url}/rest/.well-known/jwks.json",
            "REPLICATE_API_TOKEN": replicate.TOKEN,
            "REPLICATE_USERNAME": replicate.USERNAME,
            "REPLICATE_API_URL": f"{self.base_url}/replicate",
        }


SANDBOX = web.AppKey("SANDBOX", Sandbox)


def make_sandbox(config: SandboxConfig) -> Sandbox:
    """Build every part. Nothing listens yet."""
    clock, faults, nursery = SandboxClock(config.speed), Faults(), Nursery()
    world = build_world(config.token, clock, faults, nursery)
    app = web.Application(client_max_size=MAX_BODY_BYTES)
    sandbox = Sandbox(app, clock, faults, world)

    async def background(app: web.Application) -> AsyncIterator[None]:
        yield
        await nursery.close()

    app[SANDBOX] = sandbox
    app.cleanup_ctx.append(background)
    SharedControl(clock, faults).add_routes(app)
    telegram.mount(app, world)
    person.mount(app, world)
    public = PublicFiles()
    for provider in (fal, replicate):
        provider.mount(app, base_url=lambda: sandbox.base_url, clock=clock, faults=faults, public=public)
    return sandbox


@asynccontextmanager
async def running(config: SandboxConfig) -> AsyncIterator[Sandbox]:
    """A sandbox that listens until the block ends."""
    sandbox = make_sandbox(config)
    runner = web.AppRunner(sandbox.app, access_log=None, shutdown_timeout=0.5, handler_cancellation=True)
    await runner.setup()
    try:
        await _listen(runner, config)
        port = runner.addresses[0][1]
        host = "127.0.0.1" if config.host in {"0.0.0.0", "localhost"} else config.host
        sandbox.base_url = f"http://{host}:{port}"
        yield sandbox
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, config: SandboxConfig) -> None:
    try:
        await web.TCPSite(runner, config.host, config.port).start()
    except OSError:
        if not config.any_port_if_taken:
            raise
        await web.TCPSite(runner, config.host, 0).start()
