"""The trainers to choose from, on one screen of a phone."""

from bot.keyboards.buttons import in_rows, keyboard
from bot.keyboards.create import Buttons, Do, trainer_mark
from bot.speaker import Speaker
from bot.views.base import Rendered
from bot.views.setting_words import marked
from services.training.draft_offers import Offer, TrainerChoice
from services.training.draft_view import DraftView


def trainers_screen(say: Speaker, view: DraftView) -> Rendered:
    """What each trainer is best for, its price and time, under the name of its provider where there are several."""
    make = Buttons(say, view.draft_id)
    providers = list(dict.fromkeys(choice.provider for choice in view.choices))
    parts = [say.text("create-trainers")]
    for provider in providers:
        if len(providers) > 1:
            parts.append(say.text("create-trainers-at", provider=say.plain(f"provider-{provider}")))
        parts.extend(_choice(say, view, choice) for choice in view.choices if choice.provider == provider)
    buttons = [make.labelled(_name(say, view, one), Do.TRAINER, trainer_mark(one.key)) for one in view.choices]
    return Rendered("\n\n".join(parts), keyboard([*in_rows(buttons, 2), [make.back()]]))


def _choice(say: Speaker, view: DraftView, choice: TrainerChoice) -> str:
    offers = " · ".join(_offer(say, offer) for offer in choice.offers)
    return f"<b>{_name(say, view, choice)}</b>\n{say.text(choice.best_use)}\n{offers}"


def _name(say: Speaker, view: DraftView, choice: TrainerChoice) -> str:
    return marked(say.plain(f"trainer-{choice.key}"), chosen=choice.key == view.chosen.trainer)


def _offer(say: Speaker, offer: Offer) -> str:
    quality = say.plain(f"quality-{offer.quality.value}")
    return say.text("create-offer", quality=quality, usd=f"${offer.usd:.2f}", minutes=offer.minutes)
