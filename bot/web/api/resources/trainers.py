"""The trainers that may be chosen, with prices, times and settings."""

from decimal import Decimal
from enum import StrEnum

from bot.speaker import Speaker
from bot.views.trainer_names import trainer_name
from bot.web.api.resources.draft_reading import payer
from bot.web.api.resources.draft_shapes import Payer
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer
from db.enums import Quality
from services.training.offer_table import TrainerOffer, offer_table
from services.training.setting_views import TrainingSettingView
from services.training.trainer_settings import SettingKey

Value = int | float | str


class SettingKind(StrEnum):
    """What a setting takes."""

    WHOLE = "whole"
    NUMBER = "number"
    CHOICE = "choice"


class TrainerSetting(Answer):
    """What may be set. Numbers have bounds, whole ones also `step`, of which they are a multiple; a choice has
    `choices`. `affordable`: the greatest whole number within the price limit. `default`: what the trainer takes for
    standard quality, null where it decides by itself."""

    key: SettingKey
    kind: SettingKind
    default: Value | None
    min: float | None
    max: float | None
    step: int | None
    affordable: float | None
    choices: list[str]


class TrainerQuality(Answer):
    """What a training usually costs and takes when nobody sets anything, and what it is made with then."""

    quality: Quality
    usd: Decimal
    minutes: int
    values: dict[str, Value]


class Trainer(Answer):
    """One way to train. `base_model` says which endpoints can draw with the weights."""

    key: str
    provider: str
    title: str
    base_model: str
    min_photos: int
    qualities: list[TrainerQuality]
    settings: list[TrainerSetting]


class TrainerList(Answer):
    """The trainers on offer, in the order to show them. `price` of one training in credits; 0 is free, then the
    operator pays."""

    items: list[Trainer]
    price: int
    who_pays: Payer


async def list_trainers(call: Call) -> TrainerList:
    """Those whose provider has a key, which are switched on and within the price limit."""
    services = call.services
    async with services.db.read() as session:
        offers = await offer_table(session, services.trainers, services.rules.training)
    say = Speaker(call.desk.texts, call.caller.language)
    price = services.rules.training.price
    return TrainerList(items=[_trainer(say, one) for one in offers], price=price, who_pays=payer(price))


def _trainer(say: Speaker, offer: TrainerOffer) -> Trainer:
    row = offer.trainer
    return Trainer(
        key=row.key,
        provider=row.provider,
        title=trainer_name(say, row.key),
        base_model=row.base_model,
        min_photos=offer.min_photos,
        qualities=[
            TrainerQuality(quality=one.quality, usd=one.usd, minutes=one.minutes, values=dict(one.values))
            for one in offer.qualities
        ],
        settings=[_setting(one) for one in offer.settings],
    )


def _setting(view: TrainingSettingView) -> TrainerSetting:
    number = SettingKind.WHOLE if view.whole else SettingKind.NUMBER
    return TrainerSetting(
        key=view.key,
        kind=SettingKind.CHOICE if view.choices else number,
        default=view.default,
        min=view.least,
        max=view.most,
        step=view.multiple if view.whole else None,
        affordable=view.affordable,
        choices=list(view.choices),
    )


ROUTES = (Route("GET", "/trainers", list_trainers, "The trainers on offer", answer=TrainerList),)
