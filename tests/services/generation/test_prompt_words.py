"""A prompt in any language through the engine: translated once, shown, kept, and never in the way of the picture."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from db.enums import JobState, Purpose, Translation
from db.models import Generation, Job, TranslatedText, User
from db.repositories import translations as rows
from services.errors import NotFoundError, ProviderError
from services.generation.order import ProofShot
from services.jobs.kinds import Prepared
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import picture
from tests.support.rows import make_job, make_user

BEACH = "женщина на пляже"


async def sent(studio: Studio, job: Job) -> str:
    """The prompt in the call that is prepared for a job."""
    prepared = await studio.kind.prepare(job)
    assert isinstance(prepared, Prepared)
    prompt: str = prepared.arguments["prompt"]
    return prompt


@pytest.fixture
async def linguist(studio: Studio) -> Studio:
    """A studio whose provider can translate a few words."""
    studio.provider.words |= {BEACH: "a woman on the beach", "⟦1⟧ у вывески ⟦2⟧": "⟦1⟧ at a sign ⟦2⟧"}
    return studio


async def test_the_picture_is_ordered_in_english(linguist: Studio) -> None:
    """The trigger word goes into the English, by the usual rule; the person's own words stay as they were."""
    linguist.provider.delivers(picture())
    job = await linguist.order(prompt=BEACH)
    await linguist.run()
    assert (await linguist.job(job.id)).state is JobState.SUCCEEDED
    [call] = linguist.provider.calls
    assert call.arguments["prompt"] == "ANNA_A3F2, a woman on the beach"
    generation = await linguist.generation_of(job)
    assert (generation.prompt, generation.english) == (BEACH, "a woman on the beach")
    assert (generation.translation, generation.prompt_sent) == (Translation.DONE, call.arguments["prompt"])


async def test_names_and_quoted_text_are_not_translated(linguist: Studio) -> None:
    """The provider does not even see them."""
    job = await linguist.order(prompt="anna_a3f2 у вывески «Кофе»")
    assert await sent(linguist, job) == "anna_a3f2 woman at a sign «Кофе»"
    assert linguist.provider.questions == ["⟦1⟧ у вывески ⟦2⟧"]


async def test_english_is_not_asked_about(studio: Studio) -> None:
    """Nor is the name of the model a reason to."""
    job = await studio.order(prompt="on a beach")
    named = await studio.order("key-2", prompt=f"{studio.model.lora.name} in a café")
    assert await sent(studio, job) == "ANNA_A3F2 woman, on a beach"
    await sent(studio, named)
    assert studio.provider.questions == []
    assert (await studio.generation_of(job)).translation is Translation.ENGLISH
    assert (await studio.generation_of(named)).translation is Translation.ENGLISH


async def test_a_repeat_finds_it_stored(linguist: Studio) -> None:
    """A second attempt says the same, whatever a language model would answer by then."""
    job = await linguist.order(prompt=BEACH)
    first = await sent(linguist, job)
    linguist.provider.words[BEACH] = "a lady near the sea"
    async with linguist.db.write() as session:
        await session.execute(update(TranslatedText).values(english="a lady near the sea"))
    assert await sent(linguist, job) == first
    assert len(linguist.provider.questions) == 1


async def test_the_same_words_are_asked_about_once(linguist: Studio) -> None:
    """Again and more like this cost no question; a use is noted, so that it is kept."""
    job = await linguist.order(prompt=BEACH)
    first = await sent(linguist, job)
    linguist.clock.advance(3600)
    again = await linguist.again.again(linguist.user_id, job.subject_id, "again")
    assert await sent(linguist, again) == first
    assert (await linguist.generation_of(again)).prompt == BEACH
    assert len(linguist.provider.questions) == 1
    [kept] = await linguist.all(TranslatedText)
    assert linguist.clock.now() - kept.used_at < timedelta(minutes=1)


async def test_other_kept_words_are_another_question(linguist: Studio) -> None:
    """The same prompt for a model with another name may have to keep something else."""
    await sent(linguist, await linguist.order(prompt=BEACH))
    async with linguist.db.write() as session:
        lora = await session.merge(linguist.model.lora)
        lora.name = "пляже"
    linguist.provider.words["женщина на ⟦1⟧"] = "a woman on ⟦1⟧"
    assert await sent(linguist, await linguist.order("key-2", prompt=BEACH)) == "ANNA_A3F2, a woman on пляже"


@pytest.mark.parametrize("answer", [ProviderError("provider-key"), ProviderError("provider-answer"), "женщина", ""])
async def test_a_failure_sends_the_words_as_written(studio: Studio, answer: str | ProviderError) -> None:
    """The picture is made all the same, the row says so, and nothing wrong is kept for the next time."""
    studio.provider.delivers(picture())
    studio.provider.words[BEACH] = answer
    job = await studio.order(prompt=BEACH)
    await studio.run()
    assert (await studio.job(job.id)).state is JobState.SUCCEEDED
    generation = await studio.generation_of(job)
    assert (generation.translation, generation.english) == (Translation.FAILED, None)
    assert generation.prompt_sent == f"ANNA_A3F2 woman, {BEACH}"
    assert await studio.all(TranslatedText) == []
    assert len(studio.provider.questions) == 1


async def test_a_failure_is_asked_about_again_with_the_next_order(studio: Studio) -> None:
    """Only that order goes as it was written."""
    job = await studio.order(prompt=BEACH)
    await sent(studio, job)
    studio.provider.words[BEACH] = "a woman on the beach"
    again = await studio.again.again(studio.user_id, job.subject_id, "again")
    assert await sent(studio, again) == "ANNA_A3F2, a woman on the beach"
    assert await sent(studio, job) == f"ANNA_A3F2 woman, {BEACH}"


async def test_english_that_looked_foreign_is_english(studio: Studio) -> None:
    """What comes back as it went is no translation to be shown; it is kept, so that it is asked about once."""
    studio.provider.words["Beyoncé"] = "beyoncé"
    job = await studio.order(prompt="Beyoncé")
    assert await sent(studio, job) == "ANNA_A3F2 woman, Beyoncé"
    generation = await studio.generation_of(job)
    assert (generation.translation, generation.english) == (Translation.ENGLISH, None)
    await sent(studio, await studio.order("key-2", prompt="Beyoncé"))
    assert len(studio.provider.questions) == 1


async def test_proofs_are_not_asked_about(studio: Studio) -> None:
    """Their prompts are ours."""
    parent = await make_job(studio.db, studio.model.user, subject_id=studio.model.version.id, state=JobState.SUCCEEDED)
    async with studio.db.write() as session:
        shots = (ProofShot(BEACH, 4),)
        [job] = await studio.orders.order_proofs(session, parent, studio.model.lora, studio.model.version, shots)
    await sent(studio, job)
    generation = await studio.generation_of(job)
    assert (generation.purpose, generation.translation) == (Purpose.PROOF, Translation.ENGLISH)
    assert studio.provider.questions == []


async def test_two_hands_send_the_same_words(linguist: Studio) -> None:
    """Whoever stores first decides for both: a lost call is recognised by what it said."""
    job = await linguist.order(prompt=BEACH)
    both = await asyncio.gather(sent(linguist, job), sent(linguist, job))
    assert len(set(both)) == 1
    assert len(await linguist.all(TranslatedText)) == 1


async def test_words_erased_meanwhile_stay_erased(linguist: Studio) -> None:
    """A translation that comes after a model was erased is not written beside the blanked words."""
    job = await linguist.order(prompt=BEACH)
    stale = await linguist.generation_of(job)
    async with linguist.db.write() as session:
        await session.execute(update(Generation).values(prompt="", prompt_sent=""))
    async with linguist.db.write() as session:
        assert not await rows.settle_words(session, stale, Translation.DONE, "a woman", "ANNA_A3F2, a woman")
    generation = await linguist.generation_of(job)
    assert (generation.english, generation.prompt_sent) == (None, "")
    await sent(linguist, job)
    assert linguist.provider.questions == []


async def test_an_order_that_is_gone_is_an_error(studio: Studio) -> None:
    """Nothing is sent for it."""
    with pytest.raises(NotFoundError, match="generation-gone"):
        await studio.kind.prepare(await make_job(studio.db, studio.model.user))


async def test_translations_are_nobody_elses(linguist: Studio) -> None:
    """Another person's same words are asked about for themselves, and a person's go with them."""
    await sent(linguist, await linguist.order(prompt=BEACH))
    [kept] = await linguist.all(TranslatedText)
    other = await make_user(linguist.db)
    async with linguist.db.write() as session:
        await rows.keep_english(session, other.id, kept.key, "another's", linguist.clock.now())
        assert await rows.english_of(session, linguist.user_id, kept.key) == "a woman on the beach"
    async with linguist.db.write() as session:
        await session.delete(await session.get_one(User, other.id))
    assert [row.user_id for row in await linguist.all(TranslatedText)] == [linguist.user_id]


async def test_the_english_is_judged_too(studio: Studio) -> None:
    """A language that the lists do not know must not be the way around them: no call is made, nothing is paid."""
    words = "une femme toute nue sur un canapé rouge avec des fleurs"
    studio.provider.words[words] = "a fully nude woman on a red sofa with flowers"
    studio.provider.delivers(picture())
    job = await studio.order(prompt=words)
    await studio.run(rounds=2)
    job = await studio.job(job.id)
    assert (job.state, job.error_code) == (JobState.FAILED, "words-sexual")
    assert studio.provider.calls == []
