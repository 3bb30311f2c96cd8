"""/mydata: what is held about a person, everything in one file, how long photos stay, and deleting everything."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.replies import Screen, show
from bot.keyboards.buttons import keyboard
from bot.keyboards.mydata import (
    MyDataDo,
    MyDataPress,
    back_keyboard,
    erase_keyboard,
    mydata_keyboard,
    periods_keyboard,
    sure_keyboard,
)
from bot.keyboards.open_app import app_row
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.mydata_page import mydata_page
from db.enums import Retention
from db.models import User
from services.errors import ConflictError, NotFoundError


def router() -> Router:
    """The command and its buttons; they are open to people without access, too: it is their data."""
    mydata = Router(name="mydata")
    mydata.message(Command("mydata"))(command)
    handlers: Mapping[MyDataDo, Callable[..., Awaitable[None]]] = {
        MyDataDo.SHOW: open_page,
        MyDataDo.EXPORT: export,
        MyDataDo.PERIODS: ask_period,
        MyDataDo.PERIOD: choose_period,
        MyDataDo.FACES_ON: allow_faces,
        MyDataDo.FACES_OFF: forbid_faces,
        MyDataDo.ERASE: ask_erase,
        MyDataDo.SURE: ask_again,
        MyDataDo.NOW: erase,
    }
    for do, handler in handlers.items():
        mydata.callback_query(MyDataPress.filter(F.do == do))(handler)
    return mydata


async def command(message: Message, user: User, texts: Texts, services: Services) -> None:
    """The page."""
    text, markup = await _page(user, texts, services)
    await message.answer(text, reply_markup=markup)


async def open_page(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """The page instead of a question."""
    await show(query, *await _page(user, texts, services))


async def export(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """Orders the file; it comes as a message of its own."""
    asked = await services.my_data.requests.ask_export(user.id, user.language)
    say = Speaker(texts, user.language)
    await show(query, say.text("mydata-export-begun" if asked.is_new else "mydata-export-coming"), back_keyboard(say))


async def ask_period(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """How long photos of models ordered from here on are kept."""
    given = await services.consents.current(user.id)
    if given is None:
        raise ConflictError("consent-missing")
    say = Speaker(texts, user.language)
    await show(query, say.text("mydata-periods"), periods_keyboard(say, given.retention))


async def choose_period(
    query: CallbackQuery, callback_data: MyDataPress, user: User, texts: Texts, services: Services
) -> None:
    """Keeps the choice and shows the page with it."""
    if callback_data.value not in set(Retention):
        raise NotFoundError("button-old")
    await services.consents.choose_retention(user.id, Retention(callback_data.value))
    await show(query, *await _page(user, texts, services))


async def allow_faces(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """A yes to comparing faces."""
    await services.consents.agree_faces(user.id, True)
    await show(query, *await _page(user, texts, services))


async def forbid_faces(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """A no; nothing was kept that would have to be deleted."""
    await services.consents.agree_faces(user.id, False)
    await show(query, *await _page(user, texts, services))


async def ask_erase(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """Says what goes and what stays, and offers to take everything along first."""
    say = Speaker(texts, user.language)
    await show(query, say.text("mydata-erase"), erase_keyboard(say))


async def ask_again(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """Asks once more."""
    say = Speaker(texts, user.language)
    await show(query, say.text("mydata-sure"), sure_keyboard(say))


async def erase(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """Begins; the report comes as a message of its own."""
    await services.my_data.requests.ask_erase_all(user.id, user.language)
    await show(query, texts.text(user.language, "mydata-erasing"))


async def _page(user: User, texts: Texts, services: Services) -> Screen | tuple[str, None]:
    say = Speaker(texts, user.language)
    if await services.my_data.requests.is_leaving(user.id):
        return say.text("mydata-erasing"), None
    mine = await services.my_data.held.of(user.id)
    markup = mydata_keyboard(say, mine, compares_faces=services.my_data.compares_faces)
    # The app lets in nobody without access; this page does.
    screen = services.rules.app.settings if services.access.may_use(user) else None
    return mydata_page(say, mine), keyboard([*markup.inline_keyboard, app_row(say, screen)])
