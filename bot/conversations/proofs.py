"""What a person says about the proof pictures, and the one free training after "not me"."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.context import Services
from bot.conversations.replies import show, tell
from bot.excerpts import titled
from bot.keyboards.buttons import keyboard
from bot.keyboards.ready import ready_rows
from bot.keyboards.training import ProofDo, ProofPress, once_more_keyboard
from bot.speaker import Speaker
from bot.texts import Html, Texts
from bot.views.retry_change import change_words
from db.enums import Verdict
from db.models import LoraVersion, User
from services.errors import NotFoundError


def router() -> Router:
    """The buttons under the proofs."""
    proofs = Router(name="proofs")
    proofs.callback_query(ProofPress.filter(F.do == ProofDo.GOOD))(good)
    proofs.callback_query(ProofPress.filter(F.do == ProofDo.NOT_ME))(not_me)
    proofs.callback_query(ProofPress.filter(F.do == ProofDo.SAVE))(save)
    proofs.callback_query(ProofPress.filter(F.do == ProofDo.AGAIN))(again)
    proofs.callback_query(ProofPress.filter(F.do == ProofDo.LEAVE))(leave)
    return proofs


async def good(query: CallbackQuery, callback_data: ProofPress, user: User, texts: Texts, services: Services) -> None:
    """Thanks, and what to draw first."""
    version = await services.loras.save_verdict(user.id, callback_data.version, Verdict.GOOD)
    lora = (await services.loras.get(user.id, version.lora_id)).lora
    rows = ready_rows(texts, user.language, lora)
    await show(query, texts.text(user.language, "proofs-thanks", name=titled(lora.name)), keyboard(rows))


async def not_me(query: CallbackQuery, callback_data: ProofPress, user: User, texts: Texts, services: Services) -> None:
    """Advice, and one free training where it has not been used."""
    version = await services.loras.save_verdict(user.id, callback_data.version, Verdict.NOT_ME)
    kind = (await services.loras.get(user.id, version.lora_id)).lora.type
    say = Speaker(texts, user.language)
    await query.answer()
    if version.free_retry_of is not None:
        await tell(query, say.text(f"proofs-advice-{kind.value}"))
        return
    change = await services.trainings.free_change(user.id, version.id)
    ask = f"proofs-retry-ask-{kind.value}"
    words = say.text(ask) if change is None else say.text("likeness-retry-ask", change=Html(change_words(say, change)))
    await tell(query, words, once_more_keyboard(say, version.id))


async def save(query: CallbackQuery, callback_data: ProofPress, user: User, texts: Texts, services: Services) -> None:
    """Keeps the pictures beyond their 30 days."""
    shown = await services.gallery.proofs(user.id, callback_data.version)
    for _, image in shown:
        await services.gallery.keep(user.id, image.id)
    key = "proofs-saved" if shown else "error-image-gone"
    await query.answer(texts.plain(user.language, key), show_alert=not shown)


async def again(query: CallbackQuery, callback_data: ProofPress, user: User, texts: Texts, services: Services) -> None:
    """The free training; its card follows from the outbox."""
    job = await services.trainings.free_retry(user.id, callback_data.version)
    change = await services.trainings.change_made(job)
    say = Speaker(texts, user.language)
    if change is None:
        await show(query, say.text("proofs-again-begun"))
    else:
        await show(query, say.text("likeness-again-begun", change=Html(change_words(say, change))))


async def leave(query: CallbackQuery, callback_data: ProofPress, user: User, texts: Texts, services: Services) -> None:
    """Leaves it at the advice."""
    async with services.db.read() as session:
        version = await session.get(LoraVersion, callback_data.version)
    if version is None:
        raise NotFoundError("model-gone")
    kind = (await services.loras.get(user.id, version.lora_id)).lora.type
    await show(query, texts.text(user.language, f"proofs-advice-{kind.value}"))
