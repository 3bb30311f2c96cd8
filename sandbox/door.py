"""The door in front of every route of a provider: writes the request down, checks the key, plays planned faults."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.bodies import answer, read_body
from sandbox.faults import Fault, Faults
from sandbox.wire import ENTRY, Wire, WireEntry

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Refusal = Callable[[web.Request], web.Response | None]

KINDS = frozenset({"lost_answer", "dropped", "status", "delay"})
"""The faults that are played here, at every point; other kinds are left for the handlers.

A delayed answer has had its effect: a client that gives up meanwhile does not undo it.
"""


class Door:
    """Wraps route handlers. `refusal` looks at the key of a request and answers where it does not open."""

    def __init__(self, wire: Wire, faults: Faults, refusal: Refusal) -> None:
        self._wire = wire
        self._faults = faults
        self._refusal = refusal

    def guard(self, handler: Handler, point: str, *, needs_key: bool = True) -> Handler:
        """The handler behind the log, the key check and the faults planned for `point`."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            entry = self._wire.write_down(request)
            request[ENTRY] = entry
            fault = self._faults.take(point, kinds=KINDS)
            if fault and fault.fault in ("dropped", "lost_answer"):
                return await self._break_off(request, handler, needs_key, entry, fault.fault)
            if fault and fault.fault == "status":
                if fault.options.get("effect") is True:
                    await self._answer(request, handler, needs_key)
                return _note(entry, await planned_answer(request, fault))
            try:
                response = await self._answer(request, handler, needs_key)
                if fault and fault.fault == "delay":
                    await asyncio.sleep(fault.number("seconds", 1.0))
            except asyncio.CancelledError:
                entry.outcome = "abandoned"
                raise
            return _note(entry, response)

        return guarded

    async def _answer(self, request: web.Request, handler: Handler, needs_key: bool) -> web.StreamResponse:
        if needs_key and (refusal := self._refusal(request)):
            await read_body(request)
            return refusal
        return await handler(request)

    async def _break_off(
        self, request: web.Request, handler: Handler, needs_key: bool, entry: WireEntry, kind: str
    ) -> web.StreamResponse:
        if kind == "lost_answer":
            await self._answer(request, handler, needs_key)
        else:
            await read_body(request)
        entry.outcome = kind
        if request.transport:
            request.transport.abort()
        return web.Response()


async def planned_answer(request: web.Request, fault: Fault) -> web.Response:
    """The answer of a planned "status" fault: options code, body (any JSON), headers.

    With the option `effect` true, the request has had its effect before.
    """
    await read_body(request)
    headers = fault.options.get("headers")
    body = fault.options.get("body", {"detail": "Planned fault"})
    given = {str(name): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {}
    return answer(body, int(fault.number("code", 500)), given)


async def not_found(request: web.Request) -> web.StreamResponse:
    """The answer for an address that no host has."""
    await read_body(request)
    return answer({"detail": "Not Found"}, 404)


def _note(entry: WireEntry, response: web.StreamResponse) -> web.StreamResponse:
    entry.outcome = str(response.status)
    return response
