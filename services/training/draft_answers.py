"""What each answer of the create conversation does to a draft's fields."""

import itertools
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from db.enums import LoraType, Quality
from db.models import Draft
from db.repositories.loras import is_trigger_taken, taken_name_keys
from db.sessions import WriteSession
from services.billing.budget import check_training_cost
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.loras.descriptions import clean_description
from services.loras.names import clean_name, free_name, name_key
from services.loras.trigger_words import TriggerRule, check_trigger, make_trigger, trigger_key
from services.training.draft_fields import CreateFields
from services.training.draft_offers import (
    begun_with,
    chosen_quality,
    chosen_trainer,
    offered_trainers,
    without_course,
)
from services.training.rules import TrainingRules
from services.training.trainers import TrainerTable, values_for, wishes_in

Change = Callable[[WriteSession, Draft, CreateFields], Awaitable[CreateFields]]

CLASS_LIMIT = 40
STYLE_CLASS = "style"
_CLASS_WORD = re.compile(r"[a-z][a-z '\-]*[a-z]")


def with_type(kind: LoraType) -> Change:
    """A style has one class word of its own; another type asks for it again only when it came from a style."""

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        if kind is LoraType.STYLE:
            return replace(fields, type=kind, class_word=STYLE_CLASS)
        kept = fields.class_word if fields.type is kind else None
        return replace(fields, type=kind, class_word=kept)

    return change


def clean_class(text: str) -> str:
    """A class word as it is kept; raises `InvalidInputError('class-bad', max)`."""
    word = " ".join(text.split()).lower()
    if not _CLASS_WORD.fullmatch(word) or len(word) > CLASS_LIMIT:
        raise InvalidInputError("class-bad", max=CLASS_LIMIT)
    return word


def with_class(text: str) -> Change:
    """An English class word in small letters."""
    word = clean_class(text)

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        return replace(fields, class_word=word)

    return change


def with_name(text: str, trainers: TrainerTable, rules: TrainingRules) -> Change:
    """A free name, and the trigger word that follows from it."""
    name = clean_name(text)

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        taken = await taken_name_keys(session, draft.user_id)
        if name_key(name) in taken:
            raise ConflictError("name-taken", name=name, suggestion=free_name(name, taken))
        named = replace(fields, name=name)
        return named if fields.trigger_is_own else await _with_made_trigger(session, draft, named, trainers, rules)

    return change


def with_description(text: str | None) -> Change:
    """None or blank text skips it."""
    words = clean_description(text)

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        return replace(fields, description=words)

    return change


def with_trigger(text: str, trainers: TrainerTable, rules: TrainingRules) -> Change:
    """The person's own trigger word, by the rule of the draft's trainer."""

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        rule = chosen_trainer(fields, trainers, rules).trigger_rule
        trigger = check_trigger(text, rule)
        if await is_trigger_taken(session, draft.user_id, trigger_key(trigger)):
            suggestion = await free_trigger(session, draft.user_id, fields.name or trigger, fields.class_word, rule)
            raise ConflictError("trigger-taken", trigger=trigger, suggestion=suggestion)
        return replace(fields, trigger_word=trigger, trigger_is_own=True)

    return change


def with_trainer(key: str, trainers: TrainerTable, rules: TrainingRules) -> Change:
    """A trainer that is on offer, set as the person had set it last; raises `NotFoundError('trainer-unknown')`."""
    trainer = trainers.get(key)
    if trainer not in offered_trainers(trainers, rules):
        raise NotFoundError("trainer-unknown")

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        before = chosen_trainer(fields, trainers, rules)
        if before is trainer:
            return replace(fields, trainer=key)
        named = replace(fields, trainer=key)
        chosen = await begun_with(session, draft.user_id, named, trainer, trainers, rules)
        if before.trigger_rule is trainer.trigger_rule or fields.name is None:
            return chosen
        return await _with_made_trigger(session, draft, replace(chosen, trigger_is_own=False), trainers, rules)

    return change


def with_quality(quality: Quality, trainers: TrainerTable, rules: TrainingRules) -> Change:
    """Quick or standard; what was set by hand about it goes."""

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        trainer = chosen_trainer(fields, trainers, rules)
        return replace(fields, quality=quality, wishes=without_course(trainer, fields.wishes))

    return change


def with_setting(key: str, text: str, trainers: TrainerTable, rules: TrainingRules) -> Change:
    """One setting of the draft's trainer, within its bounds and the price limit."""

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        trainer = chosen_trainer(fields, trainers, rules)
        setting = trainer.setting(key)
        if setting is None:
            raise InvalidInputError("button-old")
        quality = chosen_quality(fields, trainer, trainers)
        values = values_for(trainer, quality, {**fields.wishes, setting.key.value: setting.read(text)})
        check_training_cost(rules.budget, trainers.cost(trainer, values))
        return replace(fields, wishes=wishes_in(trainer, quality, values))

    return change


def without_settings() -> Change:
    """Everything as the trainer has it by itself."""

    async def change(session: WriteSession, draft: Draft, fields: CreateFields) -> CreateFields:
        return replace(fields, wishes={})

    return change


async def free_trigger(
    session: WriteSession, user_id: int, name: str, class_word: str | None, rule: TriggerRule
) -> str:
    """A trigger word made from `name` that no other model of this person has."""
    word = class_word or "person"
    for number in itertools.count(1):
        made = make_trigger(name, secrets.token_hex(2), rule, class_word=word, number=number)
        if not await is_trigger_taken(session, user_id, trigger_key(made)):
            break
    return made


async def _with_made_trigger(
    session: WriteSession, draft: Draft, fields: CreateFields, trainers: TrainerTable, rules: TrainingRules
) -> CreateFields:
    rule = chosen_trainer(fields, trainers, rules).trigger_rule
    assert fields.name is not None
    made = await free_trigger(session, draft.user_id, fields.name, fields.class_word, rule)
    return replace(fields, trigger_word=made, trigger_is_own=False)
