"""One real picture: called exactly once, whatever happens, and honest about what it cost."""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.bootstrap_providers import price_book
from bot.doctor import trial
from bot.doctor.findings import Finding, Level
from bot.doctor.trial import BASE_MODEL, PUBLIC_LORA, carry_out, plan_trial
from services.billing.prices import PriceBook
from services.errors import ProviderError
from services.generation import endpoint_rows
from services.generation.endpoints import EndpointTable
from services.providers.base import Broken, Done, Look, Missing, RefusalReason, Refused, Unknown, Waiting, Working
from tests.bot.doctor.providers import URL, ExaminedProvider
from tests.bot.doctor.words import names_in, settings
from tests.services.training.fakes import picture
from tests.support.contracts import faults

DONE = Done({"images": [{"url": URL}]}, units=Decimal(2))


def book() -> PriceBook:
    return price_book(settings())


async def tried(provider: ExaminedProvider, folder: Path) -> Finding:
    prices = book()
    plan = plan_trial(provider.name, EndpointTable(endpoint_rows.ROWS, prices))
    provider.picture = provider.picture or picture(1)
    found = await carry_out(provider, plan, prices, folder, pause=0.001)
    assert len(provider.calls) == 1
    return found


@pytest.mark.parametrize("name", sorted(PUBLIC_LORA))
def test_the_call_is_one_that_the_endpoint_takes(name: str) -> None:
    """Made by the same table as everybody's pictures, with the public LoRA in it."""
    plan = plan_trial(name, EndpointTable(endpoint_rows.ROWS, book()))
    assert faults(plan.call.endpoint, dict(plan.call.arguments)) == []
    assert "fofr/flux-pixar" in str(plan.call.arguments)
    assert plan.price > 0
    assert plan.call.webhook_url is None


def test_every_provider_that_draws_has_a_name_for_the_lora() -> None:
    """A provider that is added needs one too."""
    assert set(PUBLIC_LORA) == {row.provider for row in endpoint_rows.ROWS if row.base_model == BASE_MODEL}


async def test_a_picture_that_arrives_is_saved_with_its_cost(tmp_path: Path) -> None:
    """The queue, the work and a question that failed in between are waited out."""
    provider = ExaminedProvider()
    provider.coming = [Waiting(1), ProviderError("provider-unreachable"), Working(), DONE]
    found = await tried(provider, tmp_path)
    assert found.level is Level.OK
    assert "it cost 0.0700 USD (2 × 0.035)" in found.text
    assert (tmp_path / "doctor-fal.png").read_bytes() == provider.picture


async def test_a_provider_that_does_not_tell_what_it_bills(tmp_path: Path) -> None:
    """The estimate is called one."""
    assert "it cost about 0.0700 USD" in (await tried(ExaminedProvider(), tmp_path)).text


@pytest.mark.parametrize("units", ["1e30", "1e300", "NaN"])
async def test_an_absurd_bill_is_not_repeated(tmp_path: Path, units: str) -> None:
    """The picture is there; the estimate stands."""
    provider = ExaminedProvider()
    provider.coming = [Done({"images": [{"url": URL}]}, units=Decimal(units))]
    found = await tried(provider, tmp_path)
    assert found.level is Level.OK
    assert "it cost about 0.0700 USD" in found.text
    assert "cannot be right" in found.text


async def test_a_refusal_costs_nothing_and_says_so(tmp_path: Path) -> None:
    """It definitely was not taken."""
    provider = ExaminedProvider()
    provider.answer = Refused(RefusalReason.NO_CREDIT, "403")
    found = await tried(provider, tmp_path)
    assert found.level is Level.FAULT
    assert "no_credit" in found.text
    assert "nothing was spent" in found.text


async def test_a_lost_answer_is_said_and_never_asked_for_again(tmp_path: Path) -> None:
    """It may have been paid; a second call would be a second payment."""
    provider = ExaminedProvider()
    provider.answer = Unknown("ReadTimeout")
    found = await tried(provider, tmp_path)
    assert found.level is Level.FAULT
    assert "may have been made, and billed" in found.text


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Broken("content-policy", "422"), "failed there (content-policy 422)"),
        (Missing(), "not known there"),
        (Done({"images": []}), "provider-output"),
        (Done({"images": [{"url": URL}], "has_nsfw_concepts": [True]}), "blocked"),
    ],
)
async def test_a_call_that_brings_no_picture(tmp_path: Path, look: Look, words: str) -> None:
    """With the provider's own number of the call, to look it up there."""
    provider = ExaminedProvider()
    provider.coming = [look]
    found = await tried(provider, tmp_path)
    assert found.level is Level.FAULT
    assert words in found.text
    assert "call-1" in found.text
    assert names_in(tmp_path) == []


async def test_what_is_no_picture_is_not_saved(tmp_path: Path) -> None:
    """A page of an unhappy server, say."""
    provider = ExaminedProvider()
    provider.picture = b"<html>"
    found = await tried(provider, tmp_path)
    assert (found.level, "artefact-broken" in found.text) == (Level.FAULT, True)
    assert names_in(tmp_path) == []


async def test_a_queue_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator gets the terminal back, and is told that it may still be billed."""
    monkeypatch.setattr(trial, "LONGEST", 0.05)
    provider = ExaminedProvider()
    provider.coming = [Waiting(900)]
    found = await tried(provider, tmp_path)
    assert found.level is Level.FAULT
    assert "may still be billed" in found.text
