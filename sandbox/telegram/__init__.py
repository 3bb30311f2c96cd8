"""A stand-in for Telegram's Bot API on loopback, strict where the real one is strict."""

from collections.abc import AsyncIterator

from aiohttp import web

from sandbox.telegram.control import TelegramControl
from sandbox.telegram.crowd_control import CrowdControl
from sandbox.telegram.gate import RateGate
from sandbox.telegram.methods import all_methods
from sandbox.telegram.server import BotApiServer
from sandbox.telegram.webhook import WebhookSender
from sandbox.telegram.world import World


def mount(app: web.Application, world: World) -> None:
    """Add the routes under /telegram and /control/telegram, and the delivery to webhooks."""
    gate = RateGate()
    server = BotApiServer(world, all_methods(), gate)
    server.add_routes(app)
    TelegramControl(world).add_routes(app)
    CrowdControl(world, gate).add_routes(app)
    sender = WebhookSender(world, server.execute)

    async def deliver(app: web.Application) -> AsyncIterator[None]:
        world.nursery.start(sender.run(), "webhook sender")
        yield

    app.cleanup_ctx.append(deliver)
