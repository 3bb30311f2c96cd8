"""Buttons of broadcasts, for admins."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.admin import back
from bot.keyboards.buttons import DANGER, SUCCESS, button, in_rows, keyboard
from bot.speaker import Speaker
from db.enums import BroadcastState, Language
from services.messaging.broadcast_progress import BroadcastProgress
from services.messaging.segments import Models, Segment

ACTIVE_DAYS = (7, 30, 90)


class Do(StrEnum):
    """What a tap about a broadcast wants. `ASK_…` are the questions before what cannot be undone."""

    OPEN = "open"
    CARD = "card"
    WORDS = "words"
    DROP = "drop"
    SEGMENT = "segment"
    PICK = "pick"
    SOUND = "sound"
    START = "start"
    AT = "at"
    PREVIEW = "preview"
    CONFIRM = "confirm"
    TRY = "try"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_DISCARD = "ask-discard"
    ASK_STOP = "ask-stop"
    ASK_REMOVE = "ask-remove"
    DISCARD = "discard"
    STOP = "stop"
    REMOVE = "remove"
    LEAVE = "leave"


class BroadcastPress(CallbackData, prefix="bc"):
    """A tap about one broadcast; `value` is a language, a part of the segment, or a time."""

    do: Do
    id: UUID
    value: str = ""


class BroadcastNew(CallbackData, prefix="bcnew"):
    """Begins a broadcast."""


class Pick(StrEnum):
    """Parts of a segment that a button switches."""

    ALL = "all"
    EN = "en"
    RU = "ru"
    DAYS_7 = "7"
    DAYS_30 = "30"
    DAYS_90 = "90"
    READY = "ready"
    NEVER = "never"


class At(StrEnum):
    """Times that a button chooses."""

    NOW = "now"
    HOUR = "hour"
    TOMORROW = "tomorrow"


STEERING: dict[BroadcastState, tuple[Do, ...]] = {
    BroadcastState.SCHEDULED: (Do.ASK_STOP, Do.CARD),
    BroadcastState.RUNNING: (Do.PAUSE, Do.ASK_STOP, Do.ASK_REMOVE, Do.CARD),
    BroadcastState.PAUSED: (Do.RESUME, Do.ASK_STOP, Do.ASK_REMOVE, Do.CARD),
    BroadcastState.STOPPED: (Do.ASK_REMOVE,),
    BroadcastState.DONE: (Do.ASK_REMOVE,),
    BroadcastState.REMOVING: (Do.CARD,),
}
"""What can be done with a confirmed broadcast."""


def switched(segment: Segment, pick: Pick) -> Segment:
    """The segment after a tap: a second tap on the same part takes it out again."""
    if pick is Pick.ALL:
        return Segment()
    language, days, models = segment.language, segment.active_days, segment.models
    if pick in (Pick.READY, Pick.NEVER):
        models = Models.ANY if models == pick.value else Models(pick.value)
    elif pick in (Pick.EN, Pick.RU):
        language = None if language == pick.value else Language(pick.value)
    else:
        days = None if days == int(pick.value) else int(pick.value)
    return Segment(language, days, models)


def words_keyboard(say: Speaker, progress: BroadcastProgress, language: Language) -> InlineKeyboardMarkup:
    """Under the question for a message in `language`."""
    buttons = _Buttons(say, progress.broadcast_id)
    if not progress.variants:
        others = [buttons.of(Do.WORDS, one, f"broadcast-words-{one.value}") for one in Language if one is not language]
        return keyboard([others, [buttons.of(Do.ASK_DISCARD)]])
    drop = [buttons.of(Do.DROP, language)] if language in progress.variants and len(progress.variants) > 1 else []
    return keyboard([drop, buttons.up()])


def draft_keyboard(say: Speaker, progress: BroadcastProgress) -> InlineKeyboardMarkup:
    """Everything that can be set, and the way on."""
    buttons = _Buttons(say, progress.broadcast_id)
    words = [
        buttons.of(Do.WORDS, one, f"broadcast-{'edit' if one in progress.variants else 'add'}-{one.value}")
        for one in Language
    ]
    sound = buttons.of(Do.SOUND, "on", "broadcast-sound-on")
    if not progress.silent:
        sound = buttons.of(Do.SOUND, "off", "broadcast-sound-off")
    return keyboard(
        [
            words,
            [buttons.of(Do.SEGMENT), buttons.of(Do.START)],
            [sound, buttons.of(Do.PREVIEW)],
            [buttons.of(Do.CONFIRM, style=SUCCESS)],
            [buttons.of(Do.ASK_DISCARD)],
        ]
    )


def segment_keyboard(say: Speaker, progress: BroadcastProgress) -> InlineKeyboardMarkup:
    """Parts that can be combined, those that are in ticked."""
    buttons, segment = _Buttons(say, progress.broadcast_id), progress.segment
    chosen = {segment.language or "", str(segment.active_days or ""), segment.models.value}

    def part(pick: Pick) -> InlineKeyboardButton:
        is_in = segment == Segment() if pick is Pick.ALL else pick.value in chosen
        label = say.plain(f"broadcast-pick-{pick.value}")
        return button(f"✓ {label}" if is_in else label, buttons.press(Do.PICK, pick.value))

    rows = [(Pick.ALL,), (Pick.EN, Pick.RU), (Pick.DAYS_7, Pick.DAYS_30, Pick.DAYS_90), (Pick.READY, Pick.NEVER)]
    return keyboard([*([part(pick) for pick in row] for row in rows), buttons.up()])


def start_keyboard(say: Speaker, broadcast_id: UUID) -> InlineKeyboardMarkup:
    """Times for one tap."""
    buttons = _Buttons(say, broadcast_id)
    return keyboard([[buttons.of(Do.AT, at, f"broadcast-at-{at.value}")] for at in At] + [buttons.up()])


def confirm_keyboard(say: Speaker, broadcast_id: UUID) -> InlineKeyboardMarkup:
    """Under the question for the number of receivers, which is answered in words."""
    buttons = _Buttons(say, broadcast_id)
    return keyboard([[buttons.of(Do.TRY)], buttons.up()])


def steering_keyboard(say: Speaker, progress: BroadcastProgress) -> InlineKeyboardMarkup:
    """Under the card of a confirmed broadcast."""
    buttons = _Buttons(say, progress.broadcast_id)
    acts = [do for do in STEERING.get(progress.state, ()) if do is not Do.ASK_REMOVE or progress.reached]
    named = {Do.CARD: "broadcast-do-refresh"}
    return keyboard(in_rows([buttons.of(do, key=named.get(do)) for do in acts], 2))


def sure_keyboard(say: Speaker, broadcast_id: UUID, act: Do) -> InlineKeyboardMarkup:
    """Do it, or do not."""
    buttons = _Buttons(say, broadcast_id)
    return keyboard([[buttons.of(act, key=f"broadcast-yes-{act.value}", style=DANGER)], [buttons.of(Do.LEAVE)]])


def show_keyboard(say: Speaker, broadcast_id: UUID) -> InlineKeyboardMarkup:
    """Leads to the card."""
    return keyboard([[_Buttons(say, broadcast_id).of(Do.OPEN, key="broadcast-show")]])


def list_keyboard(say: Speaker, named: Sequence[tuple[UUID, str]], *, may_begin: bool) -> InlineKeyboardMarkup:
    """One row for each broadcast, by id and label."""
    rows = [[button(label, BroadcastPress(do=Do.OPEN, id=one))] for one, label in named]
    new = [button(say.plain("broadcast-new"), BroadcastNew(), SUCCESS)] if may_begin else []
    return keyboard([new, *rows, back(say)])


class _Buttons:
    """Buttons about one broadcast."""

    def __init__(self, say: Speaker, broadcast_id: UUID) -> None:
        self._say = say
        self._id = broadcast_id

    def press(self, do: Do, value: str = "") -> BroadcastPress:
        return BroadcastPress(do=do, id=self._id, value=value)

    def of(self, do: Do, value: str = "", key: str | None = None, style: str | None = None) -> InlineKeyboardButton:
        return button(self._say.plain(key or f"broadcast-do-{do.value}"), self.press(do, value), style)

    def up(self) -> list[InlineKeyboardButton]:
        return [self.of(Do.CARD, key="admin-back")]
