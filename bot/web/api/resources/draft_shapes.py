"""The create draft as the API shows it: everything that a screen needs to go on."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from bot.web.api.resources.me import Quota
from bot.web.api.resources.photo_shapes import PhotoShown
from bot.web.api.shapes import Answer
from db.enums import LoraType, Quality, Retention
from services.training.draft_fields import Need
from services.training.trainers import CaptionRule

Payer = Literal["operator", "you"]


class DraftSetting(Answer):
    """Something that may be set about the chosen trainer. Numbers have `least` and `most` and are multiples of
    `multiple`; words are one of `choices`. `affordable` is the greatest number that the price limit allows, `suggested`
    are values worth a button. A value of null leaves it to the trainer."""

    key: str
    name: str
    about: str
    value: str | float | None
    default: str | float | None
    is_own: bool
    least: float | None
    most: float | None
    multiple: int
    whole: bool
    choices: list[str]
    suggested: list[str | float]
    affordable: float | None


class TrainingOffer(Answer):
    """What a training of this quality costs the one who pays for it, and how long it usually takes."""

    quality: Quality
    cost_usd: Decimal
    usual_minutes: int


class TrainerOffered(Answer):
    """A trainer that may be chosen now; `best_use` says what for, in the person's language."""

    key: str
    name: str
    provider: str
    best_use: str
    least_photos: int
    offers: list[TrainingOffer]


class NextShot(Answer):
    """A photo that would help the set."""

    key: str
    text: str


class DraftCoach(Answer):
    """How complete the set is, from 0 to 100, and what would help most. Counts are of photos that are trained with;
    `left_out` and `odd` are positions: of those that are not, and of those that seem to show somebody else."""

    score: int
    trained: int
    left_out: list[int]
    odd: list[int]
    close: int
    half: int
    full: int
    front: int
    half_turn: int
    profile: int
    lights: int
    days: int
    next_shots: list[NextShot]


class DraftConsent(Answer):
    """Whether the person must agree before photos are taken; the text is at /draft/consent."""

    needed: bool
    mark: str
    providers: list[str]


class CreateDraft(Answer):
    """The open draft of a model. `needs`: what is missing, in the order to ask for it; nothing, and it can be ordered.
    `class_words` are suggestions for the type. `trainers` is empty while no provider takes orders. `several`: it is
    about several people, which only the chat does. `photos_arriving`: photos of the chat are on their way. `paused`:
    why nothing is trained just now, perhaps without words, null while trainings go on. `price` and `balance` in
    credits. `photos` have the captions that the person has written; what becomes of them `caption_rule` says, which is
    the chosen trainer's.
    """

    id: UUID
    type: LoraType | None
    class_word: str | None
    class_words: list[str]
    name: str | None
    description: str | None
    trigger_word: str | None
    trigger_is_own: bool
    trainer: str
    quality: Quality
    settings: list[DraftSetting]
    trainers: list[TrainerOffered]
    photos: list[PhotoShown]
    photo_count: int
    least_photos: int
    most_photos: int
    best_least_photos: int
    best_most_photos: int
    photos_arriving: bool
    caption_rule: CaptionRule
    needs: list[Need]
    coach: DraftCoach
    cost_usd: Decimal
    usual_minutes: int
    price: int
    balance: int
    who_pays: Payer
    quota: Quota
    consent: DraftConsent
    has_earlier: bool
    several: bool
    paused: str | None


class ProviderNamed(Answer):
    """A provider with the name that people know."""

    key: str
    name: str


class ConsentText(Answer):
    """The agreement in force, as HTML of few tags, in the person's language. Whoever agrees says with `mark` what they
    were shown."""

    html: str
    mark: str
    providers: list[ProviderNamed]
    retentions: list[Retention]
    needed: bool
