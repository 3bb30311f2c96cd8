"""Steps of the data set conversations that wait for something. The storage's `draft_id` names what each is about."""

from aiogram.fsm.state import State, StatesGroup


class DatasetSteps(StatesGroup):
    """`photos`: photos for the data set of a model. `caption`: words for a photo."""

    photos = State()
    caption = State()
