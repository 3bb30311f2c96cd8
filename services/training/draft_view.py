"""Everything a screen of the create conversation may show, read in one go."""

from dataclasses import dataclass
from uuid import UUID

from db.enums import LoraType
from db.models import Draft
from db.repositories.datasets import kept_sets
from db.repositories.trainings import usable_photos
from db.sessions import ReadSession
from services.billing.ledger import balance
from services.billing.quota import QuotaLeft, trainings_left
from services.photos.judged_as import judged_as
from services.ports import Clock
from services.training.coached import Coached, coach
from services.training.draft_fields import CreateFields, Need
from services.training.draft_offers import (
    Offer,
    TrainerChoice,
    chosen_quality,
    chosen_trainer,
    least_photos,
    make_offer,
    view_choices,
)
from services.training.rules import TrainingRules
from services.training.setting_views import TrainingSettingView, settings_of
from services.training.several_view import PersonView, view_people
from services.training.trainers import CaptionRule, TrainerTable, values_for


@dataclass(frozen=True)
class DraftView:
    """A draft as it stands. `needs` says what is missing, in the order to ask for it; empty means it can be ordered.

    `photos` are all that are there; `coached` says which of them are trained with, and only those are counted against
    `min_photos`, the stricter of the product's and the chosen trainer's. `done_requested`: the person has said
    that all photos are there. `is_settling`: photos may still be arriving. `choices` is empty without a provider;
    `chosen` and `settings` are about the trainer that stands now. `price` is in credits, `balance` what the person has
    of them. `providers` may get the photos: the chosen one, or another when that does not take the order. `paused` as
    in `TrainingRules`. `people` are those of a draft of several; `photos` is then what all of them have.
    `odd` are the numbers of photos that seem to show somebody else. `has_earlier`: the person has a model whose photos
    can be copied into this draft. `caption_rule` is that of the trainer that stands now.
    """

    draft_id: UUID
    user_id: int
    dataset_id: UUID
    fields: CreateFields
    needs: tuple[Need, ...]
    photos: int
    coached: Coached
    min_photos: int
    max_photos: int
    best_min_photos: int
    best_max_photos: int
    done_requested: bool
    is_settling: bool
    card_message_id: int | None
    choices: tuple[TrainerChoice, ...]
    chosen: Offer
    settings: tuple[TrainingSettingView, ...]
    providers: tuple[str, ...]
    quota: QuotaLeft
    price: int
    balance: int
    paused: str | None
    people: tuple[PersonView, ...] = ()
    has_earlier: bool = False
    odd: tuple[int, ...] = ()
    caption_rule: CaptionRule = CaptionRule.NONE

    @property
    def is_ready(self) -> bool:
        """Whether everything is there and the person has said so: time for the confirm card."""
        return not self.needs and self.done_requested and not self.is_settling

    @property
    def orders_left(self) -> int:
        """How many trainings the person may still order: by the quota, and by their credits where trainings have a
        price."""
        return min(self.quota.left, self.balance // self.price) if self.price else self.quota.left

    @property
    def photos_missing(self) -> int:
        """How many photos are still needed; 0 when there are enough."""
        return max(0, self.min_photos - self.coached.trained)

    @property
    def is_arriving(self) -> bool:
        """Whether photos that were sent together are still being taken in."""
        return bool(self.fields.sent_together)


async def lacks_photos(session: ReadSession, draft: Draft, trainers: TrainerTable, rules: TrainingRules) -> bool:
    """Whether the draft has fewer photos to train with than its trainer needs."""
    assert draft.dataset_id is not None
    fields = CreateFields.from_json(draft.fields)
    coached = await coach(session, draft.dataset_id, judged_as(fields.type, fields.class_word), rules.coach)
    return coached.trained < least_photos(chosen_trainer(fields, trainers, rules), rules)


async def view_draft(
    session: ReadSession, clock: Clock, draft: Draft, trainers: TrainerTable, rules: TrainingRules
) -> DraftView:
    """Reads what belongs to the draft."""
    assert draft.dataset_id is not None
    fields = CreateFields.from_json(draft.fields)
    trainer = chosen_trainer(fields, trainers, rules)
    people = await view_people(session, draft, least_photos(trainer, rules), rules) if fields.several else ()
    coached = await coach(session, draft.dataset_id, judged_as(fields.type, fields.class_word), rules.coach)
    of_people = sum(person.photos for person in people)
    quality = chosen_quality(fields, trainer, trainers)
    values = values_for(trainer, quality, fields.wishes)
    return DraftView(
        draft_id=draft.id,
        user_id=draft.user_id,
        dataset_id=draft.dataset_id,
        fields=fields,
        needs=fields.needs(coached.trained + of_people, least_photos(trainer, rules)),
        photos=len(coached.judgements) + of_people,
        coached=coached,
        min_photos=least_photos(trainer, rules),
        max_photos=rules.photos.max_count,
        best_min_photos=rules.photos.best_min,
        best_max_photos=rules.photos.best_max,
        done_requested=draft.done_requested,
        is_settling=draft.settle_at is not None and draft.settle_at > clock.now(),
        card_message_id=draft.card_message_id,
        choices=await view_choices(session, draft.user_id, fields, trainers, rules),
        chosen=await make_offer(session, trainer, quality, values, trainers),
        settings=settings_of(trainer, quality, fields.wishes, trainers, rules),
        providers=rules.providers,
        quota=await trainings_left(session, clock, draft.user_id, rules.trainings_per_month, rules.past),
        price=rules.price,
        balance=await balance(session, draft.user_id) if rules.price else 0,
        paused=rules.paused,
        people=people,
        has_earlier=bool(await kept_sets(session, draft.user_id, clock.now())),
        odd=await _numbers(session, draft.dataset_id, fields),
        caption_rule=trainer.caption_rule,
    )


async def _numbers(session: ReadSession, dataset_id: UUID, fields: CreateFields) -> tuple[int, ...]:
    """Of the odd photos, as they stand; styles and things have no faces."""
    if not fields.odd or fields.type not in {None, LoraType.CHARACTER}:
        return ()
    return tuple(photo.position for photo in await usable_photos(session, dataset_id) if str(photo.id) in fields.odd)
