"""/start: a short welcome, and the way in for people who were sent an invite link."""

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.context import Services
from bot.excerpts import titled
from bot.keyboards.buttons import SUCCESS, button, keyboard
from bot.keyboards.language import LanguageMenu
from bot.keyboards.menu import Menu, Place, menu_button
from bot.keyboards.open_app import app_row
from bot.launch.telegram_setup import introduce_to_admin
from bot.speaker import Speaker
from bot.standing import visitor_at_hand
from bot.texts import Texts
from db.models import User
from services.training.draft_view import DraftView


def router() -> Router:
    """The handlers of this conversation."""
    start = Router(name="start")
    start.message(CommandStart(deep_link=True))(enter_with_link)
    start.message(CommandStart())(welcome)
    return start


async def enter_with_link(
    message: Message, command: CommandObject, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Redeems the invite of somebody who has no access yet, then welcomes."""
    if not services.access.may_use(user):
        await services.access.redeem(user.id, (command.args or "").strip())
    await welcome(message, user, texts, services, state)


async def welcome(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Says what to do first; whoever has a ready model can write a prompt at once, an open draft is offered again."""
    await state.clear()
    language = user.language
    visitor = visitor_at_hand(user.id)
    has = await services.welcomes.of(user.id, visitor.has if visitor else None)
    if has.newest_model is not None:
        text = texts.text(language, "start-again", name=titled(has.newest_model))
        rows = [[menu_button(texts, language, Place.CREATE), menu_button(texts, language, Place.MODELS)]]
    else:
        text = texts.text(language, "start-welcome", name=user.first_name)
        rows = [
            [menu_button(texts, language, Place.CREATE), menu_button(texts, language, Place.HELP)],
            [button(texts.plain(language, "start-language"), LanguageMenu())],
        ]
    if has.draft is not None and _is_begun(has.draft):
        text = f"{text}\n\n{texts.text(language, 'start-draft')}"
        rows = [[button(texts.plain(language, "start-go-on"), Menu(to=Place.CREATE), SUCCESS)], *rows[1:]]
    app = app_row(Speaker(texts, language), services.rules.app.home)
    await message.answer(text, reply_markup=keyboard([*rows, app]))
    if services.access.is_admin(user.id) and message.bot is not None:
        await introduce_to_admin(message.bot, texts, user.id, has_app=services.rules.app.home is not None)


def _is_begun(draft: DraftView) -> bool:
    """Whether there is anything in it that a person would miss."""
    return bool(draft.photos or draft.fields.waiting or draft.fields.type is not None)
