"""The main steps of the create conversation: which one a draft is at, and what each shows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from aiogram.types import InlineKeyboardButton

from bot.context import Services
from bot.keyboards.buttons import in_rows, keyboard
from bot.keyboards.create import Buttons, Do
from bot.keyboards.open_app import with_app_row
from bot.keyboards.several import SeveralButtons, SeveralDo
from bot.speaker import Speaker
from bot.views.base import Rendered
from bot.views.draft_confirm import confirm_screen
from bot.views.draft_photos import photos_screen, problem_lines
from bot.views.provider_names import provider_names
from bot.views.several_card import several_screen
from db.enums import LoraType, Retention
from services.errors import InvalidInputError
from services.loras.names import clean_name
from services.training.draft_fields import Need
from services.training.draft_view import DraftView

BUTTON_LETTERS = 40

CLASSES: Mapping[LoraType, tuple[str, ...]] = {
    LoraType.CHARACTER: ("woman", "man", "dog", "cat"),
    LoraType.PRODUCT: ("shoes", "bag", "bottle", "toy", "furniture", "car"),
}
"""Class words offered as buttons, in English because the base models were trained on it. A style needs none."""

SKIPPED_CLASS: Mapping[LoraType, str] = {LoraType.CHARACTER: "person"}
"""The class word of somebody who would rather not say."""

RETENTIONS = (Retention.DAYS_30, Retention.UNTIL_TRAINED, Retention.UNTIL_DELETED)


class Step(StrEnum):
    """Where a draft is; each step asks for one decision."""

    NO_PROVIDER = "no-provider"
    PAUSED = "paused"
    CONSENT = "consent"
    TYPE = "type"
    CLASS = "class"
    NAME = "name"
    PHOTOS = "photos"
    CONFIRM = "confirm"
    SEVERAL = "several"


IN_APP = frozenset({Step.CONSENT, Step.TYPE, Step.CLASS, Step.NAME, Step.PHOTOS, Step.CONFIRM})
"""The steps that the Mini App has too."""


async def find_step(services: Services, view: DraftView) -> Step:
    """The step that comes next."""
    if not view.choices:
        return Step.NO_PROVIDER
    if view.paused is not None:
        return Step.PAUSED
    if await services.consents.needed(view.user_id, view.providers):
        return Step.CONSENT
    if view.fields.several:
        return Step.SEVERAL
    asked = {Need.TYPE: Step.TYPE, Need.CLASS_WORD: Step.CLASS, Need.NAME: Step.NAME, Need.PHOTOS: Step.PHOTOS}
    if view.needs:
        return asked[view.needs[0]]
    return Step.CONFIRM if view.is_ready else Step.PHOTOS


def step_screen(
    say: Speaker, view: DraftView, step: Step, first_name: str, mark: str, app_url: str | None = None
) -> Rendered:
    """The card of a step; `first_name` is the person's, offered as a name. `mark` as in `Consents.mark`. `app_url` is
    the same draft in the Mini App, if there is one."""
    card = _step_card(say, view, step, first_name, mark)
    if step not in IN_APP or view.is_arriving:
        # While photos come in no row may move under the finger.
        return card
    return replace(card, keyboard=with_app_row(card.keyboard, say, app_url))


def _step_card(say: Speaker, view: DraftView, step: Step, first_name: str, mark: str) -> Rendered:
    match step:
        case Step.CONSENT:
            return _consent(say, view, mark)
        case Step.PHOTOS:
            return photos_screen(say, view)
        case Step.CONFIRM:
            return confirm_screen(say, view)
        case Step.SEVERAL:
            kind = LoraType.CHARACTER
            return several_screen(say, view, (*CLASSES[kind], SKIPPED_CLASS[kind]))
        case Step.NAME:
            return _name(say, view, first_name)
    return _SCREENS[step](say, view)


def _no_provider(say: Speaker, view: DraftView) -> Rendered:
    return Rendered(say.text("error-no-provider"), keyboard([[Buttons(say, view.draft_id).discard()]]))


def _paused(say: Speaker, view: DraftView) -> Rendered:
    why = (
        say.text("error-trainings-paused-why", reason=view.paused)
        if view.paused
        else say.text("error-trainings-paused")
    )
    lines = [*problem_lines(say, view), why, say.text("create-kept-meanwhile", photos=view.photos)]
    return Rendered("\n\n".join(lines), keyboard([[Buttons(say, view.draft_id).discard()]]))


def _consent(say: Speaker, view: DraftView, mark: str) -> Rendered:
    make = Buttons(say, view.draft_id)
    rows = [[make.agree(kept, mark)] for kept in RETENTIONS]
    text = say.text("create-consent", providers=provider_names(say, view.providers))
    lines = problem_lines(say, view)
    if view.fields.waiting:
        lines.append(say.text("create-consent-waiting", count=len(view.fields.waiting)))
    return Rendered("\n\n".join([*lines, text]), keyboard([*rows, [make.make("create-not-now", Do.NOT_NOW)]]))


def _type(say: Speaker, view: DraftView) -> Rendered:
    make = Buttons(say, view.draft_id)
    rows = [[make.make(f"create-type-{kind.value}", Do.TYPE, kind.value)] for kind in LoraType]
    rows.insert(1, [SeveralButtons(say, view.draft_id).make("several-button", SeveralDo.BEGIN)])
    key = "create-type-ask-photos" if view.photos else "create-type-ask"
    return Rendered("\n\n".join([*problem_lines(say, view), say.text(key, count=view.photos)]), keyboard(rows))


def _class(say: Speaker, view: DraftView) -> Rendered:
    make = Buttons(say, view.draft_id)
    kind = view.fields.type or LoraType.CHARACTER
    buttons = [make.make(f"class-{word}", Do.CLASS, word) for word in CLASSES.get(kind, ())]
    rows = in_rows(buttons, 2)
    own = [make.make("create-class-own", Do.CLASS_OWN)]
    if kind in SKIPPED_CLASS:
        own.append(make.make("create-class-skip", Do.CLASS, SKIPPED_CLASS[kind]))
    return Rendered(_with_photos(say, view, f"create-class-ask-{kind.value}"), keyboard([*rows, own]))


def _name(say: Speaker, view: DraftView, first_name: str) -> Rendered:
    make = Buttons(say, view.draft_id)
    kind = view.fields.type or LoraType.CHARACTER
    words = [say.plain(f"create-name-idea-{kind.value}")]
    if kind is LoraType.CHARACTER:
        words.insert(0, first_name)
    ideas: list[list[InlineKeyboardButton]] = []
    for number, word in enumerate(words):
        if name := _short_name(word):
            ideas.append([make.labelled(name, Do.NAME, str(number))])
    return Rendered(_with_photos(say, view, "create-name-ask" if ideas else "create-name-write"), keyboard(ideas))


def _short_name(words: str) -> str | None:
    """A name that fits a button whole; None for one that is no name."""
    try:
        name = clean_name(words)
    except InvalidInputError:
        return None
    return name if len(name) <= BUTTON_LETTERS else None


def _with_photos(say: Speaker, view: DraftView, key: str) -> str:
    """The question, after what became of photos that were sent early."""
    lines = problem_lines(say, view)
    if view.photos:
        lines.append(say.text("create-photos-early", count=view.photos))
    return "\n\n".join([*lines, say.text(key)])


_SCREENS: Mapping[Step, Callable[[Speaker, DraftView], Rendered]] = {
    Step.NO_PROVIDER: _no_provider,
    Step.PAUSED: _paused,
    Step.TYPE: _type,
    Step.CLASS: _class,
}
