"""Buttons about people, for admins."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.excerpts import clipped
from bot.keyboards.admin import AdminPlace, back
from bot.keyboards.buttons import DANGER, button, keyboard
from bot.speaker import Speaker
from db.models import User
from services.operating.people import PersonCard


class PersonDo(StrEnum):
    """What a tap about a person wants; those that end in `usual` go back to everybody's limit."""

    OPEN = "open"
    JOBS = "jobs"
    BAN = "ban"
    BAN_SILENTLY = "ban-silently"
    UNBAN = "unban"
    GRANT = "grant"
    TRAININGS = "trainings"
    TRAININGS_USUAL = "trainings-usual"
    PICTURES = "pictures"
    PICTURES_USUAL = "pictures-usual"


class AdminPerson(CallbackData, prefix="adp"):
    """A tap about one person."""

    do: PersonDo
    id: int


def act(say: Speaker, do: PersonDo, user_id: int, style: str | None = None) -> InlineKeyboardButton:
    """A button with the action's usual words."""
    return button(say.plain(f"admin-person-do-{do.value}"), AdminPerson(do=do, id=user_id), style)


def found_keyboard(say: Speaker, people: Sequence[User]) -> InlineKeyboardMarkup:
    """One row per person."""
    rows = [[button(person_label(one), AdminPerson(do=PersonDo.OPEN, id=one.id))] for one in people]
    return keyboard([*rows, back(say)])


def person_label(user: User) -> str:
    """A person on a button: name, user name, id."""
    named = [clipped(user.first_name) or "·", f"@{user.username}" if user.username else "", str(user.id)]
    return " ".join(part for part in named if part)


def person_keyboard(say: Speaker, card: PersonCard) -> InlineKeyboardMarkup:
    """What can be done; an admin cannot be banned."""
    user = card.user
    rows = [
        [act(say, PersonDo.JOBS, user.id), act(say, PersonDo.GRANT, user.id)],
        [act(say, PersonDo.TRAININGS, user.id), act(say, PersonDo.PICTURES, user.id)],
    ]
    if user.banned_at is not None:
        rows.append([act(say, PersonDo.UNBAN, user.id)])
    elif not card.is_admin:
        rows.append([act(say, PersonDo.BAN, user.id, DANGER)])
    return keyboard([*rows, back(say, AdminPlace.PEOPLE)])


def question_keyboard(say: Speaker, user_id: int, *answers: PersonDo) -> InlineKeyboardMarkup:
    """Answers that need no words, and the way back to the person."""
    rows = [[act(say, do, user_id)] for do in answers]
    return keyboard([*rows, [to_person(say, user_id)]])


def to_person(say: Speaker, user_id: int) -> InlineKeyboardButton:
    """Back to the person's card."""
    return button(say.plain("admin-back"), AdminPerson(do=PersonDo.OPEN, id=user_id))
