"""The description of the API is what the API does."""

import json
import re
from pathlib import Path

import pytest

from bot.web.api.openapi import document
from bot.web.api.route import Route
from bot.web.api.table import ROUTES
from tests.bot.web.api.caller import ApiStage

COMMITTED = Path(__file__).parents[4] / "docs" / "openapi.json"


def test_the_committed_description_is_this_one() -> None:
    """A change of the API shows in its review; `python -m bot openapi > docs/openapi.json` writes it."""
    assert COMMITTED.read_text(encoding="utf-8") == document(ROUTES) + "\n"


async def test_it_is_served_to_everybody(api: ApiStage) -> None:
    """Programs read it without a session."""
    reply = await api.stranger.get("/openapi.json")
    assert reply.status == 200
    assert reply.body == json.loads(document(ROUTES))
    assert reply.body["openapi"] == "3.1.0"


def test_operations_have_names_of_their_own() -> None:
    """Clients are generated with them."""
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere() -> None:
    """No model is missing."""
    text = document(ROUTES)
    found = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert found <= set(json.loads(text)["components"]["schemas"])


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.public], ids=lambda route: route.name)
async def test_without_a_session_there_is_nothing(api: ApiStage, route: Route) -> None:
    """Every route but the way in asks who calls before anything else."""
    path = re.sub(r"\{\w+\}", "01990000-0000-7000-8000-000000000000", route.path)
    reply = await api.stranger.ask(route.method, path)
    assert (reply.status, reply.code) == (401, "session-over")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.ids], ids=lambda route: route.name)
async def test_what_is_no_id_is_nothing(api: ApiStage, route: Route) -> None:
    """A path that cannot name anything is 404, for people who have a session."""
    path = re.sub(r"\{\w+\}", "not-an-id", route.path)
    reply = await (await api.caller(71)).ask(route.method, path)
    assert (reply.status, reply.code) == (404, "not-found")
