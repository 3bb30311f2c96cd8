"""Pages that explain: help, privacy, and the invite of an admin."""

import re

from db.enums import Retention
from db.models import Dataset, User
from db.repositories.hosted_models import note_hosted
from services.loras.hosted_name import hosted_name
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Person
from tests.support.rows import make_dataset, make_lora, make_photo


async def test_help_explains_and_guides_in_both_languages(stage: Stage) -> None:
    """The numbers are those of the product's own limits."""
    ann, anya = await stage.person(), await stage.person("Аня", "ru")
    await ann.say("/help")
    page = await ann.see("How it works")
    assert "10 to 15 photos, at least 4" in page["text"]
    assert ann.buttons(page) == ["Create a model"]
    await anya.say("/help")
    page = await anya.see("Как это работает")
    assert "от 10 до 15 фото, самое меньшее — 4" in page["text"]


async def test_privacy_says_who_gets_what_in_both_languages(stage: Stage) -> None:
    """Without a consent there is nothing to withdraw."""
    ann, anya = await stage.person(), await stage.person("Аня", "ru")
    await ann.say("/privacy")
    page = await ann.see("training and drawing are done by fal.ai")
    assert "You have given no consent" in page["text"]
    assert ann.buttons(page) == ["My data"]
    await anya.say("/privacy")
    await anya.see("обучение и рисование: fal.ai")


async def test_privacy_names_nobody_who_gets_nothing(stage: Stage, anna: Person) -> None:
    """The operator has named fal alone: the page speaks of nobody else, whatever keys there are."""
    await anna.say("/privacy")
    page = (await anna.see("training and drawing are done by fal.ai."))["text"]
    assert "OpenRouter" in page
    assert "Replicate" not in page


async def test_privacy_of_a_bot_with_replicate_alone(stages: Stages) -> None:
    """Nothing is said of fal; what a provider keeps for good is."""
    stage = await stages(training_provider="replicate")
    ann = await stage.person()
    await ann.say("/privacy")
    page = (await ann.see("training and drawing are done by Replicate."))["text"]
    assert "It keeps the trained model, closed to others" in page
    assert "fal.ai" not in page
    assert "OpenRouter" not in page


async def test_privacy_names_who_still_keeps_a_model(stage: Stage, anna: Person) -> None:
    """A provider that the operator has left, for the person whose model is there."""
    await anna.say("/start")
    await anna.see("")
    services = stage.services
    async with services.db.read() as session:
        user = await session.get_one(User, anna.id)
    lora = await make_lora(services.db, user)
    other = await stage.person("Bob")
    async with services.db.write(joins_update=False) as session:
        await note_hosted(session, lora.id, "replicate", f"ann/{hosted_name(lora.id)}", services.clock)
        await note_hosted(session, lora.id, "fal", hosted_name(lora.id), services.clock)
    await anna.say("/privacy")
    await anna.see("models of yours are at Replicate, where nothing new is sent")
    await other.say("/privacy")
    assert "Still kept" not in (await other.see("Who gets it"))["text"]


async def test_a_consent_is_withdrawn_only_after_a_second_question(stage: Stage, anna: Person) -> None:
    """Then the photos are due at once, and models stay."""
    services = stage.services
    await anna.say("/start")
    await anna.see("")
    await services.consents.give(anna.id, services.rules.training.providers, Retention.DAYS_30)
    async with services.db.read() as session:
        user = await session.get_one(User, anna.id)
    dataset = await make_dataset(services.db, user, await make_lora(services.db, user))
    await make_photo(services.db, dataset)
    await anna.say("/privacy")
    await anna.see("photos are kept for 30 days after the training")
    await anna.press("Withdraw consent")
    await anna.see("cannot be brought back")
    await anna.press("Keep it")
    await anna.see("photos are kept for 30 days")
    await anna.press("Withdraw consent")
    await anna.see("cannot be brought back")
    await anna.press("Yes, withdraw")
    await anna.see("Your consent is withdrawn.")
    assert await services.consents.needed(anna.id, ["fal"])
    async with services.db.read() as session:
        erase_at = (await session.get_one(Dataset, dataset.id)).erase_photos_at
    assert erase_at is not None
    assert erase_at <= services.clock.now()
    assert len(await services.loras.list(anna.id)) == 1


async def test_strangers_may_read_privacy_and_withdraw(stages: Stages) -> None:
    """Access decides who may spend, not who may leave."""
    stage = await stages(access="invite")
    stranger = await stage.person()
    await stranger.say("/privacy")
    await stranger.see("no consent")
    await stage.services.consents.give(stranger.id, ["fal"], Retention.DAYS_30)
    await stranger.say("/privacy")
    await stranger.see("You agreed on")
    await stranger.press("Withdraw consent")
    await stranger.see("cannot be brought back")
    await stranger.press("Yes, withdraw")
    await stranger.see("Your consent is withdrawn.")


async def test_an_admins_invite_lets_somebody_in(stages: Stages) -> None:
    """The link is opened by a person without access."""
    stage = await stages(access="invite", admin_ids=(77,))
    admin, guest = await stage.person("Boss", user_id=77), await stage.person("Guest")
    await guest.say("/models")
    await guest.see("This bot is for invited people.")
    await admin.say("/invite")
    text = (await admin.see("Here is a link for 10 people, good for 7 days:"))["text"]
    link = re.search(r"https://t\.me/\w+\?start=(\S+)", text)
    assert link is not None
    await guest.say(f"/start {link[1]}")
    await guest.see("")
    await guest.say("/models")
    await guest.see("No models yet.")


async def test_invites_are_for_admins_only(anna: Person) -> None:
    """Others are told so."""
    await anna.say("/invite")
    await anna.see("Only admins of this bot can do this.")
