"""fal's check of the key that a request carries."""

from aiohttp import web

from sandbox.bodies import answer
from sandbox.door import Refusal
from sandbox.fal.settings import FalSettings

KEY = "sandbox-key:secret"
"""The only API key that is accepted."""


def key_check(settings: FalSettings) -> Refusal:
    """Refuses requests without the key; every request while the switch `key` says "wrong"."""

    def refusal(request: web.Request) -> web.Response | None:
        given = request.headers.get("Authorization", "")
        if not given.startswith("Key "):
            text = "Authentication is required to access this application."
            return answer({"detail": text}, 401)
        if settings.key == "wrong" or given != f"Key {KEY}":
            return answer({"detail": "No user found for Key ID and Secret"}, 401)
        return None

    return refusal
