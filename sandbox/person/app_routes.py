"""What the person's client does for a Mini App: opening it, and letting its bot write."""

from aiohttp import web

from sandbox.loopback import is_loopback_url
from sandbox.person.actions import Actions, CannotDo
from sandbox.person.requests import for_person, json_object
from sandbox.person.themes import THEMES
from sandbox.telegram.mini_app import Opening, launch_url
from sandbox.telegram.people import Person
from sandbox.telegram.world import World


class AppRoutes:
    """Routes /person/api/{id}/launch and /person/api/{id}/write-access."""

    def __init__(self, world: World, actions: Actions) -> None:
        self._world = world
        self._actions = actions

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        for name, handler in {"launch": self._launch, "write-access": self._let_write}.items():
            app.router.add_post(f"/person/api/{{id}}/{name}", for_person(self._actions, handler))
        app.router.add_get("/person/api/{id}/write-access", for_person(self._actions, self._write_access))

    async def _launch(self, request: web.Request, person: Person) -> web.Response:
        """{url, start_param?, lang?, theme?} -> {url, themes}: `url` empty means the bot's main app, as a link with
        startapp opens it. `lang` and `theme` (light, dark) hold for this opening only."""
        body = await json_object(request)
        wanted = str(body.get("url") or "")
        url = wanted or self._world.profile.main_app
        if url is None:
            raise CannotDo("this bot has no Mini App", "no_app")
        if not is_loopback_url(url):
            raise CannotDo("the sandbox opens only what is on this machine", "outside")
        theme = THEMES.get(str(body.get("theme") or "light"))
        if theme is None:
            raise CannotDo('"theme" is light or dark')
        opening = Opening(
            person,
            str(body.get("lang") or person.language_code),
            may_be_written_to=self._may_write(person),
            start_param=str(body.get("start_param") or ""),
            from_button=bool(wanted) and not body.get("start_param"),
        )
        launched = launch_url(url, opening, self._world.token, self._world.clock.real_now(), theme)
        return web.json_response({"url": launched, "themes": THEMES})

    async def _write_access(self, request: web.Request, person: Person) -> web.Response:
        """Whether the bot may write already, so that nobody has to be asked."""
        return web.json_response({"allowed": self._may_write(person)})

    async def _let_write(self, request: web.Request, person: Person) -> web.Response:
        """The person's yes to an app that asks whether its bot may write."""
        self._actions.let_write(person)
        return web.json_response({"allowed": True})

    def _may_write(self, person: Person) -> bool:
        return person.started and person.id not in self._world.settings.blocked_users
