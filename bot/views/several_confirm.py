"""The confirm card of several people: who is trained, with what, for how much, and who is not and why."""

from aiogram.types import InlineKeyboardButton

from bot.keyboards.buttons import SUCCESS, keyboard
from bot.keyboards.create import Buttons, Do
from bot.keyboards.several import SeveralButtons, SeveralDo
from bot.speaker import Speaker
from bot.views.base import Rendered
from bot.views.draft_settings import in_short, own_settings
from bot.views.several_lines import problem_lines, said_name, said_photos
from services.training.draft_view import DraftView
from services.training.several_view import Fate, PersonView, fates


def several_confirm(say: Speaker, view: DraftView) -> Rendered:
    """One tap orders everybody who can be trained."""
    fate = fates(view.people, view.orders_left)
    trained = [person for person in view.people if fate[person.number] is Fate.TRAINED]
    others = [person for person in view.people if fate[person.number] is not Fate.TRAINED]
    parts = [*problem_lines(say, view)]
    if trained:
        parts.append(
            "\n".join([say.text("several-confirm", count=len(trained)), *(_trained(say, one) for one in trained)])
        )
    if others:
        parts.append("\n".join([say.text("several-not-now"), *(_left_out(say, view, one, fate) for one in others)]))
    parts.append("\n".join(_terms(say, view, max(1, len(trained)))))
    return Rendered("\n\n".join(parts), keyboard(_rows(say, view, len(trained))))


def _trained(say: Speaker, person: PersonView) -> str:
    line = f"• {said_name(say, person)}: {said_photos(say, person)}"
    if person.model_name != person.name:
        line += ". " + say.text("several-renamed", name=person.model_name)
    return line


def _left_out(say: Speaker, view: DraftView, person: PersonView, fate: dict[int, Fate]) -> str:
    few = fate[person.number] is Fate.FEW
    key = "several-few" if few else "several-no-credits" if view.price and view.quota.left else "several-no-quota"
    reason = say.text(key, count=person.counting, min=view.min_photos) if few else say.text(key)
    return f"• {said_name(say, person)}: {reason}"


def _terms(say: Speaker, view: DraftView, count: int) -> list[str]:
    chosen = view.chosen
    trainer, quality = say.plain(f"trainer-{chosen.trainer}"), say.plain(f"quality-{chosen.quality.value}")
    lines = [say.text("several-trainer", trainer=trainer, quality=quality, minutes=chosen.minutes)]
    if own := own_settings(view):
        lines.append(say.text("create-card-settings", settings=in_short(say, own)))
    if view.price:
        lines.append(say.text("several-price", each=view.price, credits=view.price * count, balance=view.balance))
    else:
        usd, total = f"${chosen.usd:.2f}", f"${chosen.usd * count:.2f}"
        lines.append(say.text("several-free", left=view.quota.left, limit=view.quota.limit, usd=usd, total=total))
    return [*lines, say.text("several-triggers")]


def _rows(say: Speaker, view: DraftView, count: int) -> list[list[InlineKeyboardButton]]:
    make = Buttons(say, view.draft_id)
    train = SeveralButtons(say, view.draft_id)
    offers = next((choice.offers for choice in view.choices if choice.key == view.chosen.trainer), ())
    others = [offer.quality for offer in offers if offer.quality is not view.chosen.quality]
    toggle = [make.make(f"create-to-{other.value}", Do.QUALITY, other.value) for other in others]
    has_others = any(choice.key != view.chosen.trainer for choice in view.choices)
    label = say.plain("several-train", count=count)
    return [
        [train.labelled(label, SeveralDo.TRAIN, style=SUCCESS)] if count else [],
        [make.make("create-trainer-button", Do.TRAINERS)] if has_others else [],
        [*toggle, make.make("create-settings-button", Do.SETTINGS)],
        [make.make("several-back", Do.PHOTOS)],
        [make.discard()],
    ]
