"""Finding people, and showing one."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.admin.steps import AdminSteps, leave, wait_for
from bot.conversations.replies import Screen, show
from bot.keyboards.admin import AdminGo, AdminPlace, back
from bot.keyboards.admin_people import AdminPerson, PersonDo, found_keyboard, person_keyboard, to_person
from bot.keyboards.buttons import keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_people import person_jobs_text, person_text
from db.models import User


def router() -> Router:
    """The question, the step that waits for it, and the card."""
    people = Router(name="admin-people")
    people.callback_query(AdminGo.filter(F.to == AdminPlace.PEOPLE))(ask)
    people.callback_query(AdminPerson.filter(F.do == PersonDo.OPEN))(open_person)
    people.callback_query(AdminPerson.filter(F.do == PersonDo.JOBS))(open_jobs)
    people.message(AdminSteps.find, F.text, ~F.text.startswith("/"))(typed)
    return people


async def ask(query: CallbackQuery, user: User, texts: Texts, state: FSMContext) -> None:
    """Whom?"""
    say = Speaker(texts, user.language)
    await wait_for(state, AdminSteps.find)
    await show(query, say.text("admin-people-ask"), keyboard([back(say)]))


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """One person's card, or those to choose from; until one is found the next words are looked for too."""
    say = Speaker(texts, user.language)
    found = await services.operating.people.find(user.id, message.text or "")
    if len(found) == 1:
        await leave(state)
        text, markup = await person_screen(say, services, user.id, found[0].id)
    else:
        text = say.text("admin-people-found" if found else "admin-people-none", count=len(found))
        markup = found_keyboard(say, found)
    await message.answer(text, reply_markup=markup)


async def open_person(
    query: CallbackQuery, callback_data: AdminPerson, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The card as it stands."""
    await leave(state)
    await show(query, *await person_screen(Speaker(texts, user.language), services, user.id, callback_data.id))


async def open_jobs(
    query: CallbackQuery, callback_data: AdminPerson, user: User, texts: Texts, services: Services
) -> None:
    """The person's newest orders."""
    say = Speaker(texts, user.language)
    rows = await services.operating.people.jobs(user.id, callback_data.id)
    await show(query, person_jobs_text(say, rows), keyboard([[to_person(say, callback_data.id)]]))


async def person_screen(say: Speaker, services: Services, admin_id: int, user_id: int) -> Screen:
    """One person; raises `NotFoundError('person-unknown')`."""
    card = await services.operating.people.card(admin_id, user_id)
    return person_text(say, card), person_keyboard(say, card)
