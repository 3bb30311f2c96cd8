"""What is drawn goes to providers that the person has agreed to, and to the one that trained the model."""

from dataclasses import replace

import pytest

from db.enums import JobState
from db.models import Consent
from services.errors import ConflictError
from services.generation.hosted_weights import LIFETIME
from services.privacy.consent import Consents
from tests.services.generation.conftest import RULES, Studio
from tests.services.generation.fakes import picture
from tests.services.generation.test_choosing import VERSION, FakeReplicate, moved, rewire, trained
from tests.support.rows import make_consent, make_image

BEACH = "женщина на пляже"


@pytest.fixture
async def second(studio: Studio) -> FakeReplicate:
    """Gives the studio a second provider, which the operator prefers."""
    second = FakeReplicate()
    await rewire(studio, second, replace(RULES, providers=("replicate", "fal")))
    return second


async def test_the_provider_that_trained_a_model_draws_without_another_consent(
    studio: Studio, second: FakeReplicate
) -> None:
    """It has had the model all along; whoever withdraws a consent keeps their models."""
    await trained(studio, "fal", agreed=[])
    studio.provider.delivers(picture())
    job = await studio.order()
    await studio.run()
    assert (job.provider, (await studio.job(job.id)).state) == ("fal", JobState.SUCCEEDED)
    assert await moved(studio, job) is None
    assert (second.calls, second.uploads) == ([], [])


async def test_without_a_provider_that_was_agreed_to_the_person_is_told(studio: Studio, second: FakeReplicate) -> None:
    """The operator has left the provider that trained the model; the agreement that is shown by then opens the way."""
    await trained(studio, "fal", agreed=["fal"])
    studio.rule(providers=("replicate",))
    with pytest.raises(ConflictError, match="consent-missing"):
        await studio.order()
    await make_consent(studio.db, studio.model.user, provider="replicate")
    assert (await studio.order()).provider == "replicate"


async def test_an_order_does_not_go_on_where_nobody_agreed_to(studio: Studio, second: FakeReplicate) -> None:
    """Neither the words nor a picture to start from."""
    await trained(studio, "fal", agreed=["fal"])
    job = await studio.order()
    made = await make_image(studio.db, await studio.generation_of(job))
    more = await studio.again.more_like_this(studio.user_id, made.id, "more")
    assert (await moved(studio, job), await moved(studio, more)) == (None, None)
    await make_consent(studio.db, studio.model.user, provider="replicate")
    assert await moved(studio, job) is not None


async def test_a_consent_that_is_withdrawn_while_an_order_waits_counts(studio: Studio, second: FakeReplicate) -> None:
    """Nothing has left by then, not even the question for a translation; the order ends and says why."""
    await trained(studio, "fal")
    studio.rule(providers=("replicate",))
    job = await studio.order(prompt=BEACH)
    await Consents(studio.db, studio.clock, "1").withdraw(studio.user_id)
    await studio.run()
    ended = await studio.job(job.id)
    assert (ended.state, ended.error_code) == (JobState.FAILED, "consent-missing")
    for provider in (studio.provider, second):
        assert (provider.calls, provider.uploads, provider.questions) == ([], [], [])


async def test_weights_are_hosted_only_where_the_person_agreed(studio: Studio, second: FakeReplicate) -> None:
    """Not at fal for somebody who agreed to Replicate alone, and a copy that lies there is not used."""
    await trained(studio, "replicate", agreed=["replicate"])
    async with studio.db.write(joins_update=False) as session:
        version = await session.get_one(type(studio.model.version), studio.model.version.id)
        version.weights_host, version.weights_url = "fal", "https://v3.fal.media/there"
        version.weights_url_until = studio.clock.now() + LIFETIME
    second.sends(picture())
    job = await studio.order()
    await studio.run()
    [call] = second.calls
    assert call.arguments["lora_weights"].startswith(f"https://v3.fal.media/up-1/{studio.model.version.id}")
    assert (len(second.uploads), studio.provider.uploads) == (1, [])
    assert (await studio.job(job.id)).state is JobState.SUCCEEDED


async def test_a_prompt_is_translated_only_where_the_person_agreed(studio: Studio, second: FakeReplicate) -> None:
    """One provider's silence does not bring the words to another; they are sent as they were written."""
    await trained(studio, "replicate", agreed=["replicate"], hosted_version=VERSION)
    studio.provider.words[BEACH] = "a woman on the beach"
    second.sends(picture())
    await studio.order(prompt=BEACH)
    await studio.run()
    assert (second.questions, studio.provider.questions) == ([BEACH], [])
    [call] = second.calls
    assert BEACH in call.arguments["prompt"]


async def test_agreeing_to_both_lets_the_other_translate(studio: Studio, second: FakeReplicate) -> None:
    """The same silence, with a consent."""
    await trained(studio, "replicate", agreed=["fal", "replicate"], hosted_version=VERSION)
    studio.provider.words[BEACH] = "a woman on the beach"
    second.sends(picture())
    await studio.order(prompt=BEACH)
    await studio.run()
    assert studio.provider.questions == [BEACH]
    assert "a woman on the beach" in second.calls[0].arguments["prompt"]


async def test_one_persons_consent_is_not_anothers(studio: Studio, second: FakeReplicate) -> None:
    """The rows of all people lie in one table."""
    await trained(studio, "fal", agreed=["replicate"])
    assert {row.provider for row in await studio.all(Consent)} >= {"replicate"}
    await trained(studio, "fal", agreed=[])
    studio.rule(providers=("replicate",))
    with pytest.raises(ConflictError, match="consent-missing"):
        await studio.order()
