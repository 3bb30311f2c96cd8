"""Live schemas against our tables, endpoint by endpoint."""

import copy
from typing import Any

from bot.doctor.findings import Finding, Level
from bot.doctor.schemas import schema_findings
from bot.doctor.sent_bodies import targets
from services.errors import ProviderError
from services.generation import endpoint_rows
from services.training import trainer_rows
from tests.bot.doctor.providers import ExaminedProvider
from tests.bot.doctor.words import only
from tests.support.contracts import contract

FAST = "fal-ai/flux-lora-fast-training"
OURS = targets("fal", trainer_rows.ROWS, endpoint_rows.ROWS)


def provider() -> ExaminedProvider:
    examined = ExaminedProvider()
    examined.schemas = {one.address: copy.deepcopy(contract(one.endpoint, "input")) for one in OURS}
    return examined


async def about(examined: ExaminedProvider, endpoint: str) -> Finding:
    (found,) = [one for one in await schema_findings(examined, OURS) if one.text.split(" ")[0] == endpoint]
    return found


async def test_everything_as_published() -> None:
    """One line for each endpoint, so that it is seen what was compared."""
    found = await schema_findings(provider(), OURS)
    assert {one.level for one in found} == {Level.OK}
    assert [one.text.split(" ")[0] for one in found] == [target.endpoint for target in OURS]


async def test_an_endpoint_that_is_gone() -> None:
    """Named with the trainer that people know."""
    examined = provider()
    del examined.schemas[FAST]
    found = await about(examined, FAST)
    assert found.level is Level.FAULT
    assert "is gone (flux-lora-fast-training would be refused)" in found.text


async def test_a_change_that_hurts_everybody_and_one_that_hurts_few() -> None:
    """A fault and a warning, each with what the endpoint takes and what to do."""
    examined = provider()
    schema: Any = examined.schemas[FAST]
    schema["properties"]["steps"] = {"type": "integer", "minimum": 1, "maximum": 4000}
    narrow = await about(examined, FAST)
    assert narrow.level is Level.WARNING
    assert "steps 10000 is not taken there (integer from 1 to 4000)" in narrow.text
    del schema["properties"]["create_masks"]
    grave = await about(examined, FAST)
    assert grave.level is Level.FAULT
    assert "create_masks is sent, but not known there" in grave.text
    assert "Update this bot" in grave.text


async def test_one_unreadable_schema_says_nothing_of_the_others() -> None:
    """It is not compared, and that is said."""
    examined = provider()
    examined.schemas[FAST] = {"properties": {"steps": {"type": "whole"}}}
    assert (await about(examined, FAST)).level is Level.WARNING
    examined.schemas[FAST] = ProviderError("provider-unreachable", status=503)
    assert (await about(examined, FAST)).level is Level.WARNING
    assert len(await schema_findings(examined, OURS)) == len(OURS)


async def test_a_provider_that_says_nothing_gets_one_line() -> None:
    """Fourteen lines that all say that the network is down help nobody."""
    examined = provider()
    examined.schemas = {one.address: ProviderError("provider-unreachable") for one in OURS}
    level, told = only(await schema_findings(examined, OURS))
    assert level is Level.WARNING
    assert "provider-unreachable" in told
