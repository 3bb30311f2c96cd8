"""Limits, prices and trainers as admins see them, and what is asked before something dangerous."""

from collections.abc import Sequence
from decimal import Decimal

from bot.speaker import Speaker
from services.operating.choices import LimitView, PriceView, TrainerView
from services.operating.chosen import Limit
from services.operating.requests import Action, Asked, Done


def limits_text(say: Speaker, limits: Sequence[LimitView]) -> str:
    """One line per limit; where an admin has chosen another one, the setting behind it."""
    return "\n".join([say.text("admin-limits"), *(limit_line(say, view) for view in limits)])


def limit_line(say: Speaker, view: LimitView) -> str:
    """ "Budget a month: $250.00 (setting: $200.00)"."""
    name, value = say.plain(f"admin-limit-{view.limit.field}"), amount(say, view.limit, view.value)
    if not view.is_chosen:
        return say.text("admin-limit-line", name=name, value=value)
    return say.text("admin-limit-line-chosen", name=name, value=value, setting=amount(say, view.limit, view.setting))


def limit_text(say: Speaker, view: LimitView) -> str:
    """The question for another value."""
    return "\n\n".join(
        [limit_line(say, view), say.text(f"admin-limit-ask-{'usd' if view.limit.is_money else 'count'}")]
    )


def amount(say: Speaker, limit: Limit, value: Decimal | int | None) -> str:
    """A limit's value with its unit."""
    if value is None:
        return say.plain("admin-unlimited")
    return f"${value:.2f}" if limit.is_money else str(value)


def prices_text(say: Speaker, prices: Sequence[PriceView]) -> str:
    """One line per endpoint of a provider."""
    lines = [
        say.text(
            "admin-price-line-chosen" if price.is_chosen else "admin-price-line",
            endpoint=price.endpoint,
            value=usd(say, price.value),
        )
        for price in prices
    ]
    return "\n".join([say.text("admin-prices"), *lines])


def price_text(say: Speaker, price: PriceView) -> str:
    """The question for another price."""
    return say.text(
        "admin-price-ask",
        endpoint=price.endpoint,
        value=usd(say, price.value),
        otherwise=usd(say, price.otherwise),
        listed=usd(say, price.listed),
    )


def usd(say: Speaker, value: Decimal | None) -> str:
    """A unit price with all its digits."""
    return say.plain("admin-no-price") if value is None else f"${value:f}"


def trainers_text(say: Speaker, trainers: Sequence[TrainerView]) -> str:
    """Which are on and which are off."""
    lines = [
        say.text(
            f"admin-trainer-line-{'on' if one.is_on else 'off'}",
            name=say.plain(f"trainer-{one.key}"),
            provider=say.plain(f"provider-{one.provider}"),
        )
        for one in trainers
    ]
    return "\n".join([say.text("admin-trainers"), *lines])


def question(say: Speaker, asked: Asked, person: str = "") -> str:
    """What is about to be done; `person` names whom it is about."""
    return _told(say, "admin-sure", asked.action, dict(asked.params), person=person)


def outcome(say: Speaker, done: Done, person: str = "") -> str:
    """What was done."""
    return _told(say, "admin-done", done.action, {**done.params, "stopped": done.stopped}, person=person)


def _told(say: Speaker, prefix: str, action: Action, params: dict[str, object], *, person: str) -> str:
    if action is Action.LIMIT:
        limit = Limit(str(params["limit"]))
        name = say.plain(f"admin-limit-{limit.field}")
        return say.text(f"{prefix}-limit", name=name, **_change(say, params))
    if action is Action.PRICE:
        return say.text(f"{prefix}-price", name=str(params["endpoint"]), **_change(say, params))
    if action is Action.GRANT:
        return say.text(f"{prefix}-grant", person=person, amount=params["amount"])
    words = say.text(f"{prefix}-ban", person=person, stopped=params.get("stopped", 0))
    return "\n".join([words, say.text("admin-ban-reason", reason=params["reason"])]) if params["reason"] else words


def _change(say: Speaker, params: dict[str, object]) -> dict[str, str]:
    return {
        "before": str(params["before"]) or say.plain("admin-unlimited"),
        "after": str(params["after"]) or say.plain("admin-after-usual"),
    }
