"""The aiogram dispatcher with everything that happens around every update, in this order: person, errors, access."""

from collections.abc import Sequence

from aiogram import Dispatcher, Router

from bot.context import Services
from bot.fsm import ConversationStorage
from bot.middlewares.access import AccessMiddleware
from bot.middlewares.errors import ErrorBoundary
from bot.middlewares.people import PeopleMiddleware
from bot.texts import Texts


def build_dispatcher(
    services: Services, texts: Texts, boundary: ErrorBoundary, routers: Sequence[Router]
) -> Dispatcher:
    """Handlers may ask for `services`, `texts`, `user`, and aiogram's own `state` and `bot` by these names."""
    dispatcher = Dispatcher(storage=ConversationStorage(services.db), services=services, texts=texts)
    dispatcher.update.outer_middleware(PeopleMiddleware(services.db, services.clock))
    dispatcher.update.outer_middleware(boundary)
    dispatcher.update.outer_middleware(AccessMiddleware(services.access))
    dispatcher.include_routers(*routers)
    return dispatcher
