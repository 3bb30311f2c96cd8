"""The person's side of the sandbox: an API, sample photos and a chat page."""

from aiohttp import web

from sandbox.person.actions import Actions
from sandbox.person.api import PersonApi
from sandbox.person.app_routes import AppRoutes
from sandbox.person.page_routes import PageRoutes
from sandbox.person.samples import Samples
from sandbox.telegram.world import World


def mount(app: web.Application, world: World) -> None:
    """Add the routes under /person and /samples, and the chat page at /."""
    actions = Actions(world)
    PersonApi(world, actions).add_routes(app)
    AppRoutes(world, actions).add_routes(app)
    PageRoutes(Samples()).add_routes(app)
