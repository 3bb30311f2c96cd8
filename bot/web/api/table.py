"""All routes of the API, in the order of its documentation."""

from bot.web.api.resources import events, me, session
from bot.web.api.route import Route

ROUTES: tuple[Route, ...] = (
    *session.ROUTES,
    *me.ROUTES,
    *events.ROUTES,
)
