"""What every route of the person API does with a request."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.person.actions import Actions, CannotDo
from sandbox.telegram.people import Person

Handler = Callable[[web.Request, Person], Awaitable[web.StreamResponse]]


def for_person(actions: Actions, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler with the person of the address: 404 for nobody, 400 with a sentence for what cannot be done."""

    async def run(request: web.Request) -> web.StreamResponse:
        try:
            person = actions.person(int(request.match_info["id"]))
        except (ValueError, KeyError):
            return refusal(404, "no such person")
        try:
            return await handler(request, person)
        except CannotDo as error:
            return refusal(400, str(error), code=error.code, about=error.about)
        except (ValueError, TypeError) as error:
            return refusal(400, str(error))

    return run


async def json_object(request: web.Request) -> dict[str, Any]:
    """The JSON object of the body, empty without one. Raises CannotDo or ValueError for anything else."""
    if not request.can_read_body:
        return {}
    body = await request.json()
    if not isinstance(body, dict):
        raise CannotDo("a JSON object is expected")
    return body


def refusal(status: int, text: str, **more: str) -> web.Response:
    """An error that the page shows."""
    return web.json_response({"error": text, **more}, status=status)
