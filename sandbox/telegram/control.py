"""Control of the Telegram stand-in for tests and the page's panel: calls seen, settings."""

from aiohttp import web

from sandbox.telegram.world import World


class TelegramControl:
    """Routes under /control/telegram."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        app.router.add_get("/control/telegram/calls", self._calls)
        app.router.add_get("/control/telegram/settings", self._settings)
        app.router.add_post("/control/telegram/settings", self._change)
        app.router.add_get("/control/telegram/profile", self._profile)

    async def _calls(self, request: web.Request) -> web.Response:
        return web.json_response(list(self._world.calls))

    async def _settings(self, request: web.Request) -> web.Response:
        return web.json_response(self._world.settings.shown())

    async def _change(self, request: web.Request) -> web.Response:
        try:
            values = await request.json()
            if not isinstance(values, dict):
                raise ValueError("an object of settings is expected")
            self._world.settings.change(values)
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(self._world.settings.shown())

    async def _profile(self, request: web.Request) -> web.Response:
        language = request.query.get("language", "")
        return web.json_response(self._world.profile.shown(0, language))
