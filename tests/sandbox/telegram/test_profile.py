"""Commands, descriptions and menu button as the bot sets them and a person sees them."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    MenuButtonCommands,
    MenuButtonWebApp,
    ReactionTypeEmoji,
    WebAppInfo,
)

from tests.sandbox.telegram.stand import Stand


async def test_person_sees_the_commands_of_the_own_language(stand: Stand) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await stand.bot.set_my_commands([BotCommand(command="help", description="Help")])
    await stand.bot.set_my_commands([BotCommand(command="help", description="Hilfe")], scope)
    await stand.bot.set_my_commands([BotCommand(command="help", description="Помощь")], scope, language_code="ru")
    ann, ilya = await stand.person(language="en"), await stand.person(language="ru")
    for person, text in ((ann, "Hilfe"), (ilya, "Помощь")):
        assert (await stand.get(f"/person/api/{person}/bot"))["commands"][0]["description"] == text
    await stand.bot.delete_my_commands(scope, language_code="ru")
    assert await stand.bot.get_my_commands(scope, language_code="ru") == []


@pytest.mark.parametrize(
    ("command", "text", "problem"),
    [("Help", "x", "BOT_COMMAND_INVALID"), ("x" * 33, "x", "BOT_COMMAND_INVALID"), ("help", "x" * 257, "DESCRIPTION")],
)
async def test_bad_commands_are_refused(stand: Stand, command: str, text: str, problem: str) -> None:
    with pytest.raises(TelegramBadRequest, match=problem):
        await stand.bot.set_my_commands([BotCommand(command=command, description=text)])


async def test_texts_and_menu_button(stand: Stand) -> None:
    await stand.bot.set_my_name("Модели", language_code="ru")
    await stand.bot.set_my_description("d" * 512)
    await stand.bot.set_my_short_description("s" * 120)
    with pytest.raises(TelegramBadRequest):
        await stand.bot.set_my_short_description("s" * 121)
    assert (await stand.bot.get_my_name(language_code="ru")).name == "Модели"
    assert (await stand.bot.get_my_description()).description == "d" * 512
    app = MenuButtonWebApp(text="Open", web_app=WebAppInfo(url="https://example.org/app"))
    await stand.bot.set_chat_menu_button(menu_button=app)
    assert (await stand.bot.get_chat_menu_button()).model_dump() == app.model_dump()
    await stand.bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    with pytest.raises(TelegramBadRequest, match="Only HTTPS"):
        await stand.bot.set_chat_menu_button(
            menu_button=MenuButtonWebApp(text="Open", web_app=WebAppInfo(url="http://example.org/app"))
        )


async def test_small_things_are_seen_in_the_chat(stand: Stand) -> None:
    ann = await stand.person()
    sent = await stand.bot.send_message(ann, "x")
    await stand.bot.send_chat_action(ann, "upload_photo")
    await stand.bot.set_message_reaction(ann, sent.message_id, [ReactionTypeEmoji(emoji="👍")])
    await stand.bot.pin_chat_message(ann, sent.message_id)
    await stand.bot.send_message_draft(chat_id=ann, draft_id=1, text="<i>soon</i>", parse_mode="HTML")
    events = (await stand.events(ann))[-4:]
    assert [event["type"] for event in events] == ["action", "reaction", "pin", "draft"]
    assert events[3]["html"] == "<i>soon</i>"
    assert (await stand.bot.get_chat(ann)).first_name == "Ann"
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await stand.bot.send_chat_action(ann, "juggle")
