"""Which provider draws: the one that trained the model, else another that can; and what each of them is asked."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from db.enums import ImageState, JobKind, JobState
from db.models import Job
from services.billing.budget import BudgetRules
from services.errors import ConflictError, NotFoundError
from services.generation.hosted_weights import HostedWeights
from services.generation.kind import GenerationKind
from services.generation.prompt_words import PromptWords
from services.generation.rules import GenerationRules
from services.generation.translator import LanguageModels
from services.jobs.engine import Engine
from services.jobs.kinds import Move
from services.jobs.parts import EngineParts
from services.ports import Storage
from services.providers.base import RefusalReason
from tests.services.generation.conftest import RULES, Studio
from tests.services.generation.fakes import TABLE, FakeProvider, make_model, picture
from tests.support.rows import make_image, make_job

BOTH = ("fal", "replicate")
VERSION = "ann/lora-1:" + "a" * 64


class FakeReplicate(FakeProvider):
    """The second provider: it answers with bare addresses."""

    name = "replicate"

    def sends(self, *pictures: bytes) -> None:
        """Sets the result to these pictures."""
        urls = [f"https://replicate.delivery/out-{number}" for number in range(len(pictures))]
        self.files |= dict(zip(urls, pictures, strict=True))
        self.result = {"images": urls}


async def trained(studio: Studio, provider: str, *, agreed: Sequence[str] = BOTH, **version: Any) -> None:
    """Makes the studio's model one that this provider has trained, for somebody who has agreed to these."""
    model = await make_model(studio.db, studio.storage, agreed=agreed, **version)
    job = await make_job(
        studio.db, model.user, subject_id=model.version.id, provider=provider, state=JobState.SUCCEEDED
    )
    async with studio.db.write(joins_update=False) as session:
        (await session.get_one(type(model.version), model.version.id)).job_id = job.id
    studio.model = model


@pytest.fixture
async def both(studio: Studio, storage: Storage) -> FakeReplicate:
    """Gives the studio a second provider, and a model that was trained there and is kept there."""
    second = FakeReplicate()
    await rewire(studio, second, replace(RULES, providers=("fal", "replicate")))
    await trained(studio, "replicate", hosted_version=VERSION)
    return second


async def rewire(studio: Studio, second: FakeReplicate, rules: GenerationRules) -> None:
    """The same studio with these rules and both providers."""
    providers = {"fal": studio.provider, "replicate": second}
    studio.rules = rules
    studio.hosted = HostedWeights(studio.db, studio.clock, studio.storage, providers)
    words = PromptWords(studio.db, studio.clock, LanguageModels(providers))
    studio.kind = GenerationKind(studio.db, studio.clock, studio.storage, providers, TABLE, studio.hosted, rules, words)
    kinds = {JobKind.GENERATION: studio.kind}
    studio.engine = Engine(EngineParts(studio.db, studio.clock, providers, kinds, owner="test"))


async def moved(studio: Studio, job: Job, *without: str) -> Move | None:
    async with studio.db.write(joins_update=False) as session:
        return await studio.kind.elsewhere(session, job, set(without), RefusalReason.UNAVAILABLE)


async def test_the_provider_that_trained_a_model_draws_with_the_version_it_keeps(
    studio: Studio, both: FakeReplicate
) -> None:
    """Wherever it stands in the operator's order; no weights are uploaded, and no address is sent."""
    both.sends(picture())
    job = await studio.order(scale=0.7)
    assert (job.provider, job.endpoint) == ("replicate", "trained-version")
    await studio.run()
    [call] = both.calls
    assert (call.endpoint, call.target) == ("trained-version", VERSION)
    assert (call.arguments["lora_scale"], call.arguments["num_outputs"]) == (0.7, 1)
    assert "lora_weights" not in call.arguments
    assert (both.uploads, studio.provider.uploads) == ([], [])
    done = await studio.job(job.id)
    assert (done.state, done.units_done) == (JobState.SUCCEEDED, 1)


async def test_pictures_that_are_left_out_are_told(studio: Studio, both: FakeReplicate) -> None:
    """Replicate's filter sends fewer addresses; the person hears how many were held back."""
    both.sends(picture(), picture())
    job = await studio.order(count=4)
    await studio.run()
    assert (await studio.job(job.id)).units_done == 2
    states = [image.state for image in await studio.images(job)]
    assert states == [ImageState.STORED] * 2 + [ImageState.BLOCKED] * 2


async def test_a_trainers_provider_without_a_key_is_passed_over(studio: Studio, both: FakeReplicate) -> None:
    """A model must still draw when the operator has left the provider: fal loads our own copy."""
    studio.rule(providers=("fal",))
    studio.provider.delivers(picture())
    job = await studio.order()
    assert (job.provider, job.endpoint) == ("fal", "fal-ai/flux-lora")
    await studio.run()
    assert (await studio.job(job.id)).state is JobState.SUCCEEDED
    assert len(studio.provider.uploads) == 1
    assert (await studio.version()).weights_host == "fal"


async def test_replicate_loads_fals_copy_of_weights_that_were_trained_there(
    studio: Studio, both: FakeReplicate
) -> None:
    """fal's files are public; Replicate's own would need our key."""
    await trained(studio, "fal")
    studio.rule(providers=("replicate",))
    both.sends(picture())
    job = await studio.order()
    assert (job.provider, job.endpoint) == ("replicate", "black-forest-labs/flux-dev-lora")
    await studio.run()
    [call] = both.calls
    assert call.target is None
    assert call.arguments["lora_weights"].startswith("https://v3.fal.media/")
    assert (len(studio.provider.uploads), len(both.uploads)) == (1, 0)


async def test_an_address_that_a_model_cannot_read_is_not_used(studio: Studio, both: FakeReplicate) -> None:
    """A copy at Replicate is no use to fal: ours goes there."""
    async with studio.db.write(joins_update=False) as session:
        version = await session.get_one(type(studio.model.version), studio.model.version.id)
        version.weights_host, version.weights_url = "replicate", "https://api.replicate.com/v1/files/1"
        version.weights_url_until = studio.clock.now().replace(year=2100)
    version_id = studio.model.version.id
    assert await studio.hosted.url_for(version_id, ["fal", "replicate"]) == "https://api.replicate.com/v1/files/1"
    assert (await studio.hosted.url_for(version_id, ["fal"])).startswith("https://v3.fal.media/")


async def test_an_order_can_go_on_at_another_provider(studio: Studio, both: FakeReplicate) -> None:
    """At its price and endpoint there, with a source picture too; not where it was refused."""
    job = await studio.order(count=2)
    assert await moved(studio, job) == Move("fal", "fal-ai/flux-lora", Decimal("0.1400"))
    assert await moved(studio, job, "fal") is None
    made = await make_image(studio.db, await studio.generation_of(job))
    more = await studio.again.more_like_this(studio.user_id, made.id, "more")
    assert more.endpoint == "trained-version"
    found = await moved(studio, more)
    assert found is not None
    assert found.endpoint == "fal-ai/flux-lora/image-to-image"


async def test_the_budget_holds_for_an_order_that_goes_on(studio: Studio, both: FakeReplicate) -> None:
    """Only what it costs more there counts; a cheaper one may always go."""
    job = await studio.order(count=2)
    tight = replace(RULES, providers=("fal", "replicate"), budget=BudgetRules(Decimal("0.1")))
    await rewire(studio, both, tight)
    assert await moved(studio, job) is None
    await rewire(studio, both, replace(tight, budget=BudgetRules(Decimal("0.14"))))
    assert await moved(studio, job) is not None


async def test_a_base_model_of_one_provider_goes_nowhere_else(studio: Studio, both: FakeReplicate) -> None:
    """Nobody else can load its weights."""
    await trained(studio, "fal", base_model="flux-2")
    assert await moved(studio, await studio.order()) is None


async def test_more_like_this_is_not_offered_where_it_cannot_be_drawn(studio: Studio, both: FakeReplicate) -> None:
    """Neither as a button nor by an old one; other words with the same seed still work."""
    await trained(studio, "fal", base_model="flux-2")
    job = await studio.order()
    made = await make_image(studio.db, await studio.generation_of(job))
    assert (await studio.gallery.generation(studio.user_id, job.subject_id)).like_offered is False
    with pytest.raises(ConflictError, match="like-not-offered"):
        await studio.again.more_like_this(studio.user_id, made.id, "more")
    await studio.again.same_seed(studio.user_id, job.subject_id, "in a forest", "other words")
    await trained(studio, "replicate", hosted_version=VERSION)
    offered = await studio.order("other")
    assert (await studio.gallery.generation(studio.user_id, offered.subject_id)).like_offered is True


async def test_what_nobody_can_draw_is_named(studio: Studio, both: FakeReplicate) -> None:
    """A missing key is the operator's matter, a base model without a row ours."""
    await trained(studio, "fal", base_model="flux-2")
    studio.rule(providers=("replicate",))
    with pytest.raises(ConflictError, match="no-provider"):
        await studio.order()
    await trained(studio, "fal", base_model="sdxl")
    with pytest.raises(NotFoundError, match="endpoint-unknown"):
        await studio.order()
