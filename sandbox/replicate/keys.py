"""Replicate's check of the token that a request carries."""

from aiohttp import web

from sandbox.door import Refusal
from sandbox.replicate.problems import Problem
from sandbox.replicate.settings import ReplicateSettings

TOKEN = "r8_sandbox" + "0" * 30
"""The only API token that is accepted."""

USERNAME = "sandbox"
"""The account of that token: the owner of its models."""


def key_check(settings: ReplicateSettings) -> Refusal:
    """Refuses requests without the token; every request while the switch `key` says "wrong"."""

    def refusal(request: web.Request) -> web.Response | None:
        given = request.headers.get("Authorization", "")
        if not given:
            return Problem(401, "Unauthenticated", "You did not pass an authentication token").answer()
        if settings.key == "wrong" or given != f"Bearer {TOKEN}":
            return Problem(401, "Unauthenticated", "You did not pass a valid authentication token").answer()
        return None

    return refusal
