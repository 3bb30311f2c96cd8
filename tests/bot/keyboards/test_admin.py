"""Buttons of the admin chat: Telegram takes 64 bytes of data, whatever they are about."""

from decimal import Decimal

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.admin import alerts_keyboard, confirm_keyboard, home_keyboard, resume_keyboard
from bot.keyboards.admin_changes import (
    limit_keyboard,
    limits_keyboard,
    mark_of,
    price_keyboard,
    price_mark,
    prices_keyboard,
    providers_keyboard,
    trainers_keyboard,
)
from bot.keyboards.admin_jobs import CaseDo, sure_keyboard
from bot.keyboards.admin_people import PersonDo, question_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from db.columns import new_id
from db.enums import Language
from services.billing.table_prices import table_prices
from services.generation import endpoint_rows
from services.operating.choices import LimitView, PriceView, TrainerView
from services.operating.chosen import Limit
from services.training import trainer_rows

SAY = Speaker(Texts(strict=True), Language.RU)
HIGHEST_ID = 2**52 - 1
PRICES = [
    PriceView(provider, endpoint, usd, usd, usd, is_chosen=True)
    for (provider, endpoint), usd in table_prices(trainer_rows.ROWS, endpoint_rows.ROWS).items()
]


def data_of(markup: InlineKeyboardMarkup) -> list[str]:
    return [one.callback_data for row in markup.inline_keyboard for one in row if one.callback_data]


def test_all_buttons_fit() -> None:
    """With the longest names there are and the highest ids there can be."""
    trainers = [TrainerView(row.key, row.provider, is_on=True) for row in trainer_rows.ROWS]
    markups = [
        home_keyboard(SAY),
        confirm_keyboard(SAY, new_id()),
        resume_keyboard(SAY, 9_999_999_999_999_999),
        alerts_keyboard(SAY, ["fal", "replicate"]),
        providers_keyboard(SAY, ["fal", "replicate"]),
        limits_keyboard(SAY),
        *(limit_keyboard(SAY, LimitView(limit, Decimal(1), Decimal(2), is_chosen=True)) for limit in Limit),
        prices_keyboard(SAY, PRICES),
        *(price_keyboard(SAY, price) for price in PRICES),
        trainers_keyboard(SAY, trainers),
        question_keyboard(SAY, HIGHEST_ID, *(do for do in PersonDo if do is not PersonDo.OPEN)),
        *(sure_keyboard(SAY, do, new_id()) for do in (CaseDo.FAIL_YES, CaseDo.CANCEL_YES)),
    ]
    assert [data for markup in markups for data in data_of(markup) if len(data.encode()) > 64] == []


def test_marks_tell_everything_apart() -> None:
    """Two endpoints of one name at two providers are two prices."""
    marks = {price_mark(price) for price in PRICES} | {mark_of(row.key) for row in trainer_rows.ROWS}
    marks |= {mark_of(limit) for limit in Limit}
    assert len(marks) == len(PRICES) + len(trainer_rows.ROWS) + len(Limit)
