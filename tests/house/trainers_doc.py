"""Renders the trainer table as a page for people."""

import json
from collections.abc import Iterator, Mapping
from math import ceil

from bot.settings import Settings
from bot.texts import Texts
from db.enums import Language, Quality
from services.generation.endpoint_rows import ROWS as ENDPOINTS
from services.generation.endpoints import EndpointTable
from services.loras.trigger_words import TriggerRule
from services.training.trainer_rows import ROWS
from services.training.trainer_settings import ChoiceSetting, NumberSetting, Setting
from services.training.trainers import CaptionRule, Trainer, TrainerTable, values_for
from services.typed_numbers import written
from tests.support.contracts import bounds

CAPTIONS = {
    CaptionRule.NONE: "none; the trainer uses the trigger word",
    CaptionRule.OWN: "none, and the trainer uses the trigger word; one for each photo as soon as you have written one",
    CaptionRule.REQUIRED: "one for each photo, with the trigger word in it",
}
TRIGGERS = {
    TriggerRule.ONE_TOKEN: "one made-up word (`ANNA_A3F2`)",
    TriggerRule.PHRASE: "a few plain words (“a woman called Anna”)",
}
INTRO = """\
# Trainers

Written by `tests/house/test_trainers_doc.py` from the tables in `services/training/trainer_rows.py` and
`services/generation/endpoint_rows.py`; `WRITE_DOCS=1 .venv/bin/python -m pytest tests/house/test_trainers_doc.py`
writes it anew.

A trainer is offered while its provider has a key and its cheapest training is within `MAX_FREE_TRAINING_USD`.
Left out by the default of ${limit}: {dear}.

Prices are those of the table, in USD: the bot reads the providers' own at start and every night, and `PRICES` overrides
both. Times are estimates until there are trainings of your own to measure. At Replicate seconds are billed, so a price
is an estimate too; what a training really cost is recorded with it.

What a setting may be is the provider's published schema's word. Where a schema states no bounds, ours stand here, and
are marked as ours.
"""


def render() -> str:
    """The whole page."""
    table = TrainerTable(ROWS)
    limit = Settings.model_fields["max_free_training_usd"].default
    dear = [row for row in ROWS if min(table.usual_cost(row, one) for one in table.qualities(row)) > limit]
    intro = INTRO.format(limit=limit, dear=", ".join(_say(f"trainer-{row.key}") for row in dear))
    return "\n".join([intro, *_overview(table), "", *(line for row in ROWS for line in _trainer(table, row))])


def _overview(table: TrainerTable) -> Iterator[str]:
    yield "| Trainer | Provider | Quick | Standard | Best for |"
    yield "|---|---|---|---|---|"
    for row in table.all():
        courses = [_course(table, row, quality) for quality in (Quality.QUICK, Quality.STANDARD)]
        words = [f"[{_say(f'trainer-{row.key}')}](#{row.key})", _say(f"provider-{row.provider}"), *courses]
        yield f"| {' | '.join([*words, _say(row.best_use)])} |"


def _trainer(table: TrainerTable, row: Trainer) -> Iterator[str]:
    yield f"## {row.key}"
    yield ""
    yield _say(row.best_use)
    yield ""
    yield f"* Endpoint: `{row.endpoint}` at {_say(f'provider-{row.provider}')}; base model `{row.base_model}`"
    yield f"* Draws with: {', '.join(_endpoints(row))}"
    for quality in (Quality.QUICK, Quality.STANDARD):
        yield f"* {_say(f'quality-{quality.value}').capitalize()}: {_course(table, row, quality)}"
    yield f"* Photos: at least {row.min_photos}, best 10 to 15"
    yield f"* Captions: {CAPTIONS[row.caption_rule]}"
    yield f"* Trigger: {TRIGGERS[row.trigger_rule]}"
    yield from _sent(row)
    yield ""
    yield "| Setting | Field | Allowed | Quick | Standard |"
    yield "|---|---|---|---|---|"
    yield from (_setting(row, setting) for setting in row.settings)
    yield ""


def _setting(row: Trainer, setting: Setting) -> str:
    values = [_value(values_for(row, quality, {})[setting.key]) for quality in (Quality.QUICK, Quality.STANDARD)]
    cells = [_say(f"setting-{setting.key.value}"), f"`{setting.field}`", _allowed(row, setting), *values]
    return f"| {' | '.join(cells)} |"


def _allowed(row: Trainer, setting: Setting) -> str:
    if isinstance(setting, ChoiceSetting):
        return "; ".join(f"`{choice}`" for choice in setting.choices)
    return f"{written(setting.least)} to {written(setting.most)}{_multiple(setting)}{_whose(row, setting)}"


def _whose(row: Trainer, setting: NumberSetting) -> str:
    least, most, _ = bounds(row.endpoint, setting.field)
    return " (ours)" if least is None and most is None else ""


def _sent(row: Trainer) -> Iterator[str]:
    """The fields that nobody chooses."""
    if row.fixed:
        yield f"* Always sent: {_fields(row.fixed)}"
    for kind, fields in row.by_type.items():
        yield f"* Sent for a {kind.value}: {_fields(fields)}"


def _fields(fields: Mapping[str, object]) -> str:
    return ", ".join(f"`{name}: {json.dumps(value)}`" for name, value in fields.items())


def _multiple(setting: NumberSetting) -> str:
    return f", in steps of {setting.multiple}" if setting.multiple > 1 else ""


def _course(table: TrainerTable, row: Trainer, quality: Quality) -> str:
    minutes = ceil(row.courses[quality].usual_seconds / 60)
    return f"${table.usual_cost(row, quality):.2f}, about {minutes} min"


def _endpoints(row: Trainer) -> list[str]:
    table = EndpointTable(ENDPOINTS)
    keeps = row.version_output is not None
    own = table.choose(row.base_model, row.provider, hosted_version=keeps)
    providers = sorted(table.providers(row.base_model), key=lambda name: name != row.provider)
    others = [table.choose(row.base_model, name, hosted_version=False) for name in providers]
    return list(dict.fromkeys(f"`{one.endpoint}`" for one in (own, *others)))


def _value(value: object) -> str:
    return written(value) if isinstance(value, int | float) else f"`{value}`"


def _say(key: str) -> str:
    return Texts(strict=True).plain(Language.EN, key)
