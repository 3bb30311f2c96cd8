"""Steps that wait for words. The storage's `draft_id` names what the step is about."""

from aiogram.fsm.state import State, StatesGroup


class GenerateSteps(StatesGroup):
    """`prompt`: words for the draft of a picture order. `same_seed`: other words for a generation."""

    prompt = State()
    same_seed = State()


class PictureSettingSteps(StatesGroup):
    """Each waits for the value of the setting that it is named after, for a draft of a picture order."""

    scale = State()
    steps = State()
    guidance = State()
    seed = State()
    format = State()


class ModelSteps(StatesGroup):
    """`rename`: a new name for a model."""

    rename = State()


def state_named(group: type[StatesGroup], name: str) -> State:
    """The state of a group with this name."""
    return next(state for state in group.__states__ if name_of(state.state) == name)


def name_of(state: str | None) -> str:
    """What a state is called in its group."""
    return (state or "").rpartition(":")[2]
