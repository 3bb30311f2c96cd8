"""Steps of the admin chat that wait for words. The storage's `draft_id` names what a step is about: a job, a mark of an
endpoint or a limit, or a person."""

from uuid import UUID

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.fsm import DRAFT
from services.errors import NotFoundError


class AdminSteps(StatesGroup):
    """`pause`: why. `find`: an id, a name. `ban`: why. `grant`, `trainings`, `pictures`: a number for a person.
    `limit`, `price`: a number. `adopt`: the provider's id of a call."""

    pause = State()
    find = State()
    ban = State()
    grant = State()
    trainings = State()
    pictures = State()
    limit = State()
    price = State()
    adopt = State()


async def wait_for(state: FSMContext, step: State, about: UUID | None = None) -> None:
    """The next words are the step's answer."""
    await state.set_state(step)
    await state.set_data({DRAFT: about} if about is not None else {})


async def leave(state: FSMContext) -> None:
    """Words are no answer any more; steps of other conversations stay."""
    if (await state.get_state() or "").startswith(AdminSteps.__name__):
        await state.clear()


async def subject(state: FSMContext) -> UUID:
    """What the step is about; raises `NotFoundError('button-old')` when that is lost."""
    about: UUID | None = (await state.get_data()).get(DRAFT)
    if about is None:
        raise NotFoundError("button-old")
    return about


def person_key(user_id: int) -> UUID:
    """A person as the storage can name them."""
    return UUID(int=user_id)


async def person_in(state: FSMContext) -> int:
    """The person that the step is about; raises as `subject`."""
    return (await subject(state)).int
