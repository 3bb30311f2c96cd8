"""Answers of a create draft as they are sent, and giving them to the draft one after the other."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictFloat, StrictInt, StrictStr

from bot.web.api.route import Call
from bot.web.api.shapes import Sent
from db.enums import LoraType, Quality
from services.training.draft_view import DraftView

MOST_NUMBER = 1_000_000_000

SettingName = Annotated[str, Field(max_length=40)]
SettingValue = (
    Annotated[StrictStr, Field(max_length=100)]
    | Annotated[StrictInt, Field(ge=-MOST_NUMBER, le=MOST_NUMBER)]
    | Annotated[StrictFloat, Field(ge=-MOST_NUMBER, le=MOST_NUMBER)]
)


class DraftChange(Sent):
    """Answers to take, in this order. The first that is refused ends it: those before it stay, those behind it are not
    looked at. What is left out, or null, stays as it is, but a description of null is none.
    """

    type: LoraType | None = None
    class_word: str | None = Field(default=None, max_length=1000)
    name: str | None = Field(default=None, max_length=2000)
    description: str | None = Field(default=None, max_length=5000)
    trigger_word: str | None = Field(default=None, max_length=1000)
    trainer: str | None = Field(default=None, max_length=100)
    quality: Quality | None = None
    settings: dict[SettingName, SettingValue] | None = Field(default=None, max_length=16)


async def change(call: Call, view: DraftView, sent: DraftChange) -> DraftView:
    """The draft with these answers; raises as the setters of `CreateDrafts`."""
    view = await _about_the_model(call, view, sent)
    drafts, person, draft = call.services.drafts, call.user_id, view.draft_id
    if sent.trigger_word is not None:
        view = await drafts.set_trigger(person, draft, sent.trigger_word)
    if sent.trainer is not None:
        view = await drafts.choose_trainer(person, draft, sent.trainer)
    if sent.quality is not None:
        view = await drafts.choose_quality(person, draft, sent.quality)
    for key, value in (sent.settings or {}).items():
        view = await drafts.set_setting(person, draft, key, typed(value))
    return view


def typed(value: str | int | float) -> str:
    """A setting's value as somebody would have typed it."""
    if not isinstance(value, float):
        return str(value)
    # Three digits behind a point would be read as thousands; with more zeros no whole number has them.
    digits = format(Decimal(repr(value)), "f")
    return str(int(value)) if value.is_integer() else f"{digits}0000"


async def _about_the_model(call: Call, view: DraftView, sent: DraftChange) -> DraftView:
    drafts, person, draft = call.services.drafts, call.user_id, view.draft_id
    if sent.type is not None:
        view = await drafts.choose_type(person, draft, sent.type)
    if sent.class_word is not None:
        view = await drafts.choose_class(person, draft, sent.class_word)
    if sent.name is not None:
        view = await drafts.set_name(person, draft, sent.name)
    if sent.description is not None:
        view = await drafts.set_description(person, draft, sent.description)
    elif "description" in sent.model_fields_set:
        view = await drafts.skip_description(person, draft)
    return view
