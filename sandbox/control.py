"""Control of what all stand-ins share: the clock and the planned faults."""

from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.faults import Faults


class SharedControl:
    """Routes /control/clock and /control/faults."""

    def __init__(self, clock: SandboxClock, faults: Faults) -> None:
        self._clock = clock
        self._faults = faults

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        app.router.add_get("/control/clock", self._read_clock)
        app.router.add_post("/control/clock", self._set_clock)
        app.router.add_get("/control/faults", self._list)
        app.router.add_post("/control/faults", self._plan)
        app.router.add_delete("/control/faults", self._clear)

    async def _read_clock(self, request: web.Request) -> web.Response:
        return self._time()

    async def _set_clock(self, request: web.Request) -> web.Response:
        try:
            body = await _object(request)
            if "speed" in body:
                self._clock.set_speed(float(body["speed"]))
            if "advance" in body:
                self._clock.advance(float(body["advance"]))
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return self._time()

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response(self._faults.pending())

    async def _plan(self, request: web.Request) -> web.Response:
        try:
            body = await _object(request)
            options = body.get("options") or {}
            self._faults.plan(
                str(body["point"]),
                str(body["fault"]),
                int(body.get("times", 1)),
                probability=float(body.get("probability", 1)),
                seed=int(body.get("seed", 0)),
                **options,
            )
        except KeyError as error:
            return web.json_response({"error": f"{error} is missing"}, status=400)
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(self._faults.pending())

    async def _clear(self, request: web.Request) -> web.Response:
        self._faults.clear()
        return web.json_response([])

    def _time(self) -> web.Response:
        return web.json_response({"now": self._clock.now(), "speed": self._clock.speed})


async def _object(request: web.Request) -> dict[str, Any]:
    body = await request.json()
    if not isinstance(body, dict):
        raise ValueError("a JSON object is expected")
    return body
