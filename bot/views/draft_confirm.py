"""The confirm card: everything about the model and its training on one screen."""

from aiogram.types import InlineKeyboardButton

from bot.excerpts import shortened, titled
from bot.keyboards.buttons import SUCCESS, keyboard
from bot.keyboards.create import Buttons, Do
from bot.speaker import Speaker
from bot.views.base import Rendered
from bot.views.coach_card import numbers, odd_paragraph
from bot.views.draft_photos import problem_lines, short_of
from bot.views.draft_settings import in_short, own_settings
from db.enums import LoraType, Quality
from services.training.draft_view import DraftView

DESCRIPTION_SHOWN = 200


def confirm_screen(say: Speaker, view: DraftView) -> Rendered:
    """The card with its buttons; Train first."""
    return Rendered("\n\n".join([*problem_lines(say, view), _card(say, view)]), keyboard(_rows(say, view)))


def left_behind(say: Speaker, before: DraftView, after: DraftView) -> str | None:
    """What was set by hand and does not stand after another trainer or quality was chosen; None for nothing."""
    same = before.chosen.trainer == after.chosen.trainer
    values = {setting.key: setting.value for setting in after.settings} if same else {}
    gone = [setting for setting in own_settings(before) if values.get(setting.key) != setting.value]
    if not gone:
        return None
    trainer = say.plain(f"trainer-{before.chosen.trainer}")
    key = "settings-left-quality" if same else "settings-left-trainer"
    return say.plain(key, settings=in_short(say, gone), trainer=trainer)


def _card(say: Speaker, view: DraftView) -> str:
    fields, chosen = view.fields, view.chosen
    lines = [
        f"<b>{say.text('create-card-title', name=titled(fields.name or ''))}</b>",
        _kind(say, view),
        _photos(say, view) + (" " + say.text("create-card-more") if short_of(view) else ""),
        say.text("create-card-trigger", trigger=fields.trigger_word or ""),
    ]
    if fields.description:
        shown = shortened(fields.description, DESCRIPTION_SHOWN)
        lines.append(say.text("create-card-description", description=shown))
    quality = say.plain(f"quality-{chosen.quality.value}")
    trainer = say.plain(f"trainer-{chosen.trainer}")
    lines.append(say.text("create-card-trainer", trainer=trainer, quality=quality, minutes=chosen.minutes))
    if own := own_settings(view):
        lines.append(say.text("create-card-settings", settings=in_short(say, own)))
    lines.append(_price(say, view))
    return "\n\n".join(["\n".join(lines), *odd_paragraph(say, view)])


def _photos(say: Speaker, view: DraftView) -> str:
    left_out = view.coached.left_out
    if not left_out:
        return say.text("create-photos-count", count=view.photos)
    trained = view.coached.trained
    return say.text("create-card-trained", trained=trained, count=view.photos, numbers=numbers(left_out))


def _kind(say: Speaker, view: DraftView) -> str:
    kind = say.plain(f"create-type-{(view.fields.type or LoraType.CHARACTER).value}")
    word = view.fields.class_word or ""
    if view.fields.type is LoraType.STYLE:
        return say.text("create-card-style", kind=kind)
    shown = say.plain(f"class-{word}") if say.texts.has(f"class-{word}") else word
    return say.text("create-card-kind", kind=kind, word=shown)


def _price(say: Speaker, view: DraftView) -> str:
    if view.price:
        return say.text("create-card-price", credits=view.price, balance=view.balance)
    return say.text("create-card-free", left=view.quota.left, limit=view.quota.limit, usd=f"${view.chosen.usd:.2f}")


def _rows(say: Speaker, view: DraftView) -> list[list[InlineKeyboardButton]]:
    make = Buttons(say, view.draft_id)
    offers = next((choice.offers for choice in view.choices if choice.key == view.chosen.trainer), ())
    others = [offer.quality for offer in offers if offer.quality is not view.chosen.quality]
    toggle = [make.make(f"create-to-{Quality(other).value}", Do.QUALITY, other.value) for other in others]
    has_others = any(choice.key != view.chosen.trainer for choice in view.choices)
    trainers = [make.make("create-trainer-button", Do.TRAINERS)] if has_others else []
    training = [*trainers, *toggle, make.make("create-settings-button", Do.SETTINGS)]
    return [
        [make.make("create-train", Do.TRAIN, style=SUCCESS)],
        [make.make("create-trigger-button", Do.TRIGGER), make.make("create-description-button", Do.DESCRIPTION)],
        training[:2],
        training[2:],
        [make.make("create-name-button", Do.RENAME), make.make("create-photos-button", Do.PHOTOS)],
        [make.discard()],
    ]
