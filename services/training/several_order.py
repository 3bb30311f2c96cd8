"""Ordering a model for each of several people at once."""

from dataclasses import dataclass, replace
from uuid import UUID

from db.database import Database
from db.enums import LoraType
from db.models import Dataset, Draft, Job
from db.repositories.conversations import put_state
from db.repositories.draft_people import drop_person, jobs_under
from db.repositories.drafts import close_draft, draft_for_change
from db.sessions import WriteSession
from services.billing.locks import lock_user
from services.errors import InvalidInputError, LimitReachedError, NotFoundError
from services.ports import Clock
from services.training.draft_answers import free_trigger
from services.training.draft_fields import CreateFields
from services.training.draft_offers import chosen_trainer, least_photos
from services.training.order import TrainingOrders
from services.training.pausing import check_not_paused
from services.training.rules import TrainingRules
from services.training.several_view import PersonView, view_people
from services.training.trainers import TrainerTable


@dataclass(frozen=True)
class Ordered:
    """The trainings that were ordered, and the people who wait in the draft. `why`: the limit that did not let all be
    ordered who could be trained; None where none did."""

    jobs: tuple[Job, ...]
    waiting: tuple[PersonView, ...] = ()
    why: LimitReachedError | None = None


class SeveralOrders:
    """Places one order per person. Whoever is ordered leaves the draft in the same transaction, so nobody is ordered
    twice, whatever is tapped twice or crashes in between."""

    def __init__(
        self, db: Database, clock: Clock, orders: TrainingOrders, trainers: TrainerTable, rules: TrainingRules
    ) -> None:
        self._db = db
        self._clock = clock
        self._orders = orders
        self._trainers = trainers
        self._rules = rules

    async def train(self, user_id: int, draft_id: UUID) -> Ordered:
        """Orders everybody who has a name and enough photos, in their order, as far as the limits allow; the others
        stay in the draft. The draft is gone when nobody stays; asked again then, it gives the same orders.

        Raises `NotFoundError('draft-gone')`, `InvalidInputError('draft-incomplete', need)` when somebody's class word
        is missing, `InvalidInputError('photos-few', count, min)` when nobody can be trained, and what
        `TrainingOrders.confirm` raises when nobody may be.
        """
        async with self._db.write() as session:
            await lock_user(session, user_id)
            draft = await draft_for_change(session, user_id, draft_id)
            if draft is None:
                return await self._earlier(session, user_id, draft_id)
            await check_not_paused(session)
            fields = CreateFields.from_json(draft.fields)
            least = least_photos(chosen_trainer(fields, self._trainers, self._rules), self._rules)
            people = await view_people(session, draft, least, self._rules)
            ready = [person for person in people if person.name is not None and not person.missing]
            _check_complete(people, ready, least)
            jobs, why = await self._order(session, draft, fields, ready)
            left = tuple(person for person in people if person not in ready[: len(jobs)])
            await self._close(session, draft, left)
            return Ordered(tuple(jobs), left, why)

    async def _earlier(self, session: WriteSession, user_id: int, draft_id: UUID) -> Ordered:
        known = await jobs_under(session, user_id, _request_key(draft_id))
        if not known:
            raise NotFoundError("draft-gone")
        return Ordered(tuple(known))

    async def _order(
        self, session: WriteSession, draft: Draft, fields: CreateFields, ready: list[PersonView]
    ) -> tuple[list[Job], LimitReachedError | None]:
        jobs: list[Job] = []
        for person in ready:
            try:
                # Credits are checked after the model's rows are written: those go when they do not suffice.
                async with session.begin_nested():
                    jobs.append(await self._order_one(session, draft, fields, person))
            except LimitReachedError as error:
                if not jobs:
                    raise
                return jobs, error
        return jobs, None

    async def _order_one(self, session: WriteSession, draft: Draft, fields: CreateFields, person: PersonView) -> Job:
        assert person.model_name is not None
        rule = chosen_trainer(fields, self._trainers, self._rules).trigger_rule
        trigger = await free_trigger(session, draft.user_id, person.model_name, person.class_word, rule)
        answers = replace(
            fields,
            type=LoraType.CHARACTER,
            name=person.model_name,
            class_word=person.class_word,
            description=None,
            trigger_word=trigger,
        )
        dataset = await session.get_one(Dataset, person.dataset_id)
        await drop_person(session, draft.id, person.dataset_id)
        key = f"{_request_key(draft.id)}{person.dataset_id}"
        return await self._orders.order_new(session, draft.user_id, answers, dataset, key)

    async def _close(self, session: WriteSession, draft: Draft, left: tuple[PersonView, ...]) -> None:
        if left:
            draft.fields = CreateFields.from_json(draft.fields).told().to_json()
            draft.done_requested = False
            draft.updated_at = self._clock.now()
            await put_state(session, draft.user_id, None)
            return
        assert draft.dataset_id is not None
        (await session.get_one(Dataset, draft.dataset_id)).erase_photos_at = self._clock.now()
        await close_draft(session, draft)


def _request_key(draft_id: UUID) -> str:
    return f"train:{draft_id}:"


def _check_complete(people: tuple[PersonView, ...], ready: list[PersonView], least: int) -> None:
    if not ready:
        raise InvalidInputError("photos-few", count=max((person.counting for person in people), default=0), min=least)
    if any(person.class_word is None for person in ready):
        raise InvalidInputError("draft-incomplete", need="class_word")
