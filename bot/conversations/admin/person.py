"""What an admin does about one person: ban, unban, quota, credits."""

from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.admin.confirming import ask_in, ask_on
from bot.conversations.admin.people import person_screen
from bot.conversations.admin.steps import AdminSteps, leave, person_in, person_key, wait_for
from bot.conversations.replies import show
from bot.keyboards.admin_people import AdminPerson, PersonDo, question_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from db.models import User
from services.operating.limits import MOST_COUNT, MOST_CREDITS, read_count

QUESTIONS: dict[PersonDo, tuple[State, tuple[PersonDo, ...]]] = {
    PersonDo.BAN: (AdminSteps.ban, (PersonDo.BAN_SILENTLY,)),
    PersonDo.GRANT: (AdminSteps.grant, ()),
    PersonDo.TRAININGS: (AdminSteps.trainings, (PersonDo.TRAININGS_USUAL,)),
    PersonDo.PICTURES: (AdminSteps.pictures, (PersonDo.PICTURES_USUAL,)),
}
"""Buttons that ask for words: the step that waits for them, and answers that need none."""


def router() -> Router:
    """Buttons of the card, and the steps that wait for words."""
    person = Router(name="admin-person")
    person.callback_query(AdminPerson.filter(F.do.in_(set(QUESTIONS))))(ask)
    person.callback_query(AdminPerson.filter(F.do == PersonDo.BAN_SILENTLY))(ban_silently)
    person.callback_query(AdminPerson.filter(F.do == PersonDo.UNBAN))(unban)
    person.callback_query(AdminPerson.filter(F.do == PersonDo.TRAININGS_USUAL))(as_everybody)
    person.callback_query(AdminPerson.filter(F.do == PersonDo.PICTURES_USUAL))(as_everybody)
    words = F.text & ~F.text.startswith("/")
    person.message(AdminSteps.ban, words)(typed_ban)
    person.message(AdminSteps.grant, words)(typed_grant)
    person.message(AdminSteps.trainings, words)(typed_trainings)
    person.message(AdminSteps.pictures, words)(typed_pictures)
    return person


async def ask(
    query: CallbackQuery, callback_data: AdminPerson, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The question of the button."""
    say = Speaker(texts, user.language)
    found = await services.operating.people.resolve(user.id, str(callback_data.id))
    step, answers = QUESTIONS[callback_data.do]
    await wait_for(state, step, person_key(found.id))
    text = say.text(f"admin-person-ask-{callback_data.do.value}", name=found.first_name)
    await show(query, text, question_keyboard(say, found.id, *answers))


async def ban_silently(
    query: CallbackQuery, callback_data: AdminPerson, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """No reason is noted; asks once."""
    found = await services.operating.people.resolve(user.id, str(callback_data.id))
    asked = await services.operating.requests.ask_ban(user.id, found, "")
    await leave(state)
    await ask_on(query, Speaker(texts, user.language), asked, found)


async def typed_ban(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The reason is for the audit; asks once."""
    found = await services.operating.people.resolve(user.id, str(await person_in(state)))
    asked = await services.operating.requests.ask_ban(user.id, found, message.text or "")
    await leave(state)
    await ask_in(message, Speaker(texts, user.language), asked, found)


async def typed_grant(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Whole credits; asks once."""
    amount = read_count(message.text or "", MOST_CREDITS, least=1)
    found = await services.operating.people.resolve(user.id, str(await person_in(state)))
    asked = await services.operating.requests.ask_grant(user.id, found, amount)
    await leave(state)
    await ask_in(message, Speaker(texts, user.language), asked, found)


async def unban(query: CallbackQuery, callback_data: AdminPerson, user: User, texts: Texts, services: Services) -> None:
    """The bot is open again."""
    await services.operating.people.unban(user.id, callback_data.id)
    await show(query, *await person_screen(Speaker(texts, user.language), services, user.id, callback_data.id))


async def as_everybody(
    query: CallbackQuery, callback_data: AdminPerson, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The person's own limit goes."""
    people = services.operating.people
    change = people.set_trainings if callback_data.do is PersonDo.TRAININGS_USUAL else people.set_pictures
    await change(user.id, callback_data.id, None)
    await leave(state)
    await show(query, *await person_screen(Speaker(texts, user.language), services, user.id, callback_data.id))


async def typed_trainings(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Trainings a month, from 0."""
    await _set(message, user, texts, services, state, services.operating.people.set_trainings)


async def typed_pictures(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Pictures a day, from 0."""
    await _set(message, user, texts, services, state, services.operating.people.set_pictures)


async def _set(
    message: Message,
    user: User,
    texts: Texts,
    services: Services,
    state: FSMContext,
    change: Callable[[int, int, int | None], Awaitable[None]],
) -> None:
    user_id = await person_in(state)
    await change(user.id, user_id, read_count(message.text or "", MOST_COUNT))
    await leave(state)
    text, markup = await person_screen(Speaker(texts, user.language), services, user.id, user_id)
    await message.answer(text, reply_markup=markup)
