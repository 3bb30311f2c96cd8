"""From the chat into the Mini App: every button leads to its screen, and what opens there is really this person."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from db.enums import LoraStatus
from db.repositories.people import person as person_row
from services.messaging.cards import put_job_card
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Message, Person
from tests.bot.conversations.ready import person_with_model
from tests.support.rows import make_dataset, make_job, make_lora, make_version

OPEN = {"en": "Open in the app", "ru": "Открыть в приложении"}


def app_button(message: Message, language: str = "en") -> str:
    """Where the message's last row leads."""
    [button] = message["buttons"][-1]
    assert (button["text"], button["data"]) == (OPEN[language], None)
    found: str = button["app"]
    return found


async def menu_button(stage: Stage, person: Person) -> dict[str, Any]:
    """The menu button as this person sees it."""
    async with stage.http.get(f"/person/api/{person.id}/bot") as answer:
        found: dict[str, Any] = (await answer.json())["menu_button"]
    return found


def base(stage: Stage) -> str:
    """The Mini App's address."""
    return f"{stage.parts.settings.public_url}/app/"


@pytest.mark.parametrize(
    ("language", "words", "menu"),
    [("en", "Everything is in the app too", "Hi, Ann!"), ("ru", "В приложении", "Привет")],
)
async def test_the_ways_in_are_there_in_both_languages(stages: Stages, language: str, words: str, menu: str) -> None:
    """The welcome, the command and the menu button open the first screen."""
    stage = await stages(webhook=True)
    ann = await stage.person("Ann", language)
    await ann.say("/start")
    assert app_button(await ann.see(menu), language) == base(stage)
    await ann.say("/app")
    assert app_button(await ann.see(words), language) == base(stage)
    assert await menu_button(stage, ann) == {"type": "web_app", "text": "Open", "web_app": {"url": base(stage)}}
    assert "app" in await command_names(stage, ann)


async def command_names(stage: Stage, person: Person) -> list[str]:
    """The commands that Telegram shows this person."""
    async with stage.http.get(f"/person/api/{person.id}/bot") as answer:
        return [one["command"] for one in (await answer.json())["commands"]]


async def test_without_an_address_nothing_leads_there(stage: Stage, anna: Person) -> None:
    """A bot that polls has no app: no button, no command in the list, and /app says so."""
    await anna.say("/start")
    welcome = await anna.see("Hi, Anna!")
    await anna.say("/app")
    nothing = await anna.see("This bot has no app.")
    await anna.say("/mydata")
    page = await anna.see("What I hold about you")
    for message in (welcome, nothing, page):
        assert not [button for row in message["buttons"] for button in row if button["app"]]
    assert (await menu_button(stage, anna))["type"] == "commands"
    assert "app" not in await command_names(stage, anna)


async def test_each_card_leads_to_its_own_screen(stages: Stages) -> None:
    """Model, draft, own data and pictures."""
    stage = await stages(webhook=True)
    ann = await person_with_model(stage)
    [lora] = await stage.services.loras.ready(ann.id)
    await ann.say("/models")
    await ann.press("Anna · ready")
    assert app_button(await ann.see("Trigger word:")) == f"{base(stage)}models/{lora.id}"
    await ann.say("/mydata")
    assert app_button(await ann.see("What I hold about you")) == f"{base(stage)}settings"
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("Draw")
    await ann.see_pictures()
    control = await ann.see("Here it is.")
    row = (await stage.services.gallery.history(ann.id, limit=1))[0]
    assert row.generation is not None
    assert app_button(control) == f"{base(stage)}generations/{row.generation.id}"
    await ann.say("/create")
    assert app_button(await ann.see("Before your first photo")) == f"{base(stage)}create"


async def test_the_card_of_a_training_leads_to_its_progress(stages: Stages) -> None:
    """The keyboard is made when the card is sent."""
    stage = await stages(webhook=True)
    ann = await stage.person("Ann")
    await ann.say("/start")
    await ann.see("Hi, Ann!")
    db = stage.services.db
    async with db.read() as session:
        user = await person_row(session, ann.id)
    assert user is not None
    lora = await make_lora(db, user, name="Bella", status=LoraStatus.FAILED)
    version = await make_version(db, lora, await make_dataset(db, user, lora), status=LoraStatus.FAILED)
    job = await make_job(db, user, state="failed", subject_id=version.id, finished_at=stage.services.clock.now())
    async with db.write() as session:
        await put_job_card(session, stage.services.clock, job)
    assert app_button(await ann.see("Bella")) == f"{base(stage)}models/{lora.id}/training"


async def test_who_opens_it_is_let_in_by_the_bots_own_check(stages: Stages) -> None:
    """The sandbox signs with code of its own: the session is this person's, in this person's language."""
    stage = await stages(webhook=True)
    anya = await stage.person("Аня", "ru")
    await anya.say("/start")
    welcome = await anya.see("Привет")
    for wish in ({"url": app_button(welcome, "ru")}, {"start_param": "m_7"}):
        async with stage.http.post(f"/person/api/{anya.id}/launch", json=wish) as answer:
            [data] = parse_qs(urlsplit((await answer.json())["url"]).fragment)["tgWebAppData"]
        session = f"{stage.parts.settings.public_url}/api/v1/session"
        async with stage.http.post(session, json={"init_data": data}) as answer:
            assert answer.status == 200
            bearer = (await answer.json())["bearer"]
        me = f"{stage.parts.settings.public_url}/api/v1/me"
        async with stage.http.get(me, headers={"Authorization": f"Bearer {bearer}"}) as answer:
            shown = await answer.json()
        assert (shown["id"], shown["language"]) == (anya.id, "ru")
        async with stage.http.post(session, json={"init_data": data.replace("%22id%22", "%22ID%22")}) as answer:
            assert answer.status == 401


async def test_a_yes_to_being_written_to_is_no_message_to_answer(stages: Stages) -> None:
    """It is said in the app; the chat stays silent, and what is sent afterwards arrives."""
    stage = await stages(webhook=True)
    ann = await stage.person("Ann")
    async with stage.http.post(f"/person/api/{ann.id}/write-access", json={}) as answer:
        assert answer.status == 200
    await ann.say("/start")
    await ann.see("Hi, Ann!")
    assert [event["text"] for event in ann.events if event.get("from") == "bot"] == [
        message["text"] for message in ann.messages.values() if "Hi, Ann!" in message["text"]
    ]
