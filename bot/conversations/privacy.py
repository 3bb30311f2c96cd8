"""/privacy: what is kept, where, for how long and who gets it; and the way to withdraw the consent."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.replies import Screen, show
from bot.keyboards.privacy import PrivacyAction, PrivacyPress, privacy_keyboard, sure_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.privacy_page import privacy_page
from db.models import User
from services.privacy.keepers import keepers_of


def router() -> Router:
    """The command and its buttons; they are open to people without access, too."""
    privacy = Router(name="privacy")
    privacy.message(Command("privacy"))(command)
    privacy.callback_query(PrivacyPress.filter(F.action == PrivacyAction.ASK))(ask)
    privacy.callback_query(PrivacyPress.filter(F.action == PrivacyAction.KEEP))(keep)
    privacy.callback_query(PrivacyPress.filter(F.action == PrivacyAction.WITHDRAW))(withdraw)
    return privacy


async def command(message: Message, user: User, texts: Texts, services: Services) -> None:
    """The page."""
    text, markup = await _screen(user, texts, services)
    await message.answer(text, reply_markup=markup)


async def ask(query: CallbackQuery, user: User, texts: Texts) -> None:
    """Says what withdrawing does and asks once more."""
    await show(query, texts.text(user.language, "privacy-sure"), sure_keyboard(texts, user.language))


async def keep(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """Back to the page."""
    await show(query, *await _screen(user, texts, services))


async def withdraw(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """Ends the consent; the photos are erased at the next clean-up."""
    await services.consents.withdraw(user.id)
    await show(query, texts.text(user.language, "privacy-withdrawn"))


async def _screen(user: User, texts: Texts, services: Services) -> Screen:
    present = services.rules.training.providers
    keepers = await keepers_of(services.db, user.id) - set(present)
    page = privacy_page(Speaker(texts, user.language), present, sorted(keepers))
    given = await services.consents.current(user.id)
    if given is None:
        without = texts.text(user.language, "privacy-no-consent")
        return f"{page}\n\n{without}", privacy_keyboard(texts, user.language, has_consent=False)
    choice = texts.plain(user.language, f"privacy-retention-{given.retention.value.replace('_', '-')}")
    consent = texts.text(user.language, "privacy-consent", at=given.given_at, choice=choice)
    return f"{page}\n\n{consent}", privacy_keyboard(texts, user.language, has_consent=True)
