"""Control of the crowd: gathering it, and what it and the gate before it have counted."""

from typing import Any

from aiohttp import web

from sandbox.telegram.gate import RateGate
from sandbox.telegram.world import World


class CrowdControl:
    """Routes under /control/telegram/crowd."""

    def __init__(self, world: World, gate: RateGate) -> None:
        self._world = world
        self._gate = gate

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        app.router.add_post("/control/telegram/crowd", self._gather)
        app.router.add_get("/control/telegram/crowd", self._show)
        app.router.add_get("/control/telegram/crowd/counts", self._counts)

    async def _gather(self, request: web.Request) -> web.Response:
        try:
            body = await request.json()
            first_id, share = int(body.get("first_id", 1_000_000)), float(body.get("blocked_share", 0))
            self._world.crowd.gather(int(body["count"]), first_id, share)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(self._shown())

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response(self._shown())

    async def _counts(self, request: web.Request) -> web.Response:
        return web.json_response(self._world.crowd.counts())

    def _shown(self) -> dict[str, Any]:
        gate = self._gate
        return {
            **self._world.crowd.shown(),
            "refused_for_rate": gate.refused,
            "refused_as_planned": gate.planned,
            "passed": [[second, gate.passed[second]] for second in sorted(gate.passed)],
        }
