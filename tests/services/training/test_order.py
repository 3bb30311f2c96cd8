"""Ordering a training: all checks and all rows in one transaction, whatever is tapped how often."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.enums import AccountKind, JobKind, JobState, LoraStatus, Quality, Retention
from db.models import Account, Conversation, Dataset, Draft, Job, Lora, LoraVersion, Outbox, User
from services.billing import ledger
from services.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError, UserError
from services.training.trainer_rows import FLUX_FAST, REPLICATE_FLUX
from tests.services.training.story import RULES, Story
from tests.support.rows import make_consent, make_dataset, make_draft, make_lora, make_photo


async def count(story: Story, table: type) -> int:
    async with story.db.read() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_confirming_makes_the_model_its_version_and_its_job(story: Story) -> None:
    user = await story.person(Retention.UNTIL_DELETED)
    view = await story.complete_draft(user, "Anna")
    async with story.db.write() as session:
        session.add(Conversation(chat_id=user.id, state="create:confirm", draft_id=view.draft_id))
    job = await story.orders.confirm(user.id, view.draft_id, "key")
    lora, version = await story.rows_of(job)
    assert (lora.name, lora.name_key, lora.status, lora.class_word) == ("Anna", "anna", LoraStatus.PENDING, "woman")
    assert lora.trigger_key == str(view.fields.trigger_word).casefold()
    assert (version.no, version.trainer, version.quality) == (1, FLUX_FAST.key, Quality.STANDARD)
    assert (version.job_id, version.base_model, version.params) == (job.id, "flux-1", {"steps": 1000})
    assert (job.kind, job.state, job.endpoint) == (JobKind.TRAINING, JobState.QUEUED, FLUX_FAST.endpoint)
    assert (job.estimated_cost, job.total_steps, job.price) == (Decimal(2), 1000, 0)
    async with story.db.read() as session:
        dataset = await session.get_one(Dataset, version.dataset_id)
        assert (dataset.lora_id, dataset.retention) == (lora.id, Retention.UNTIL_DELETED)
        assert await session.get(Draft, view.draft_id) is None
        conversation = await session.get_one(Conversation, user.id)
        assert (conversation.state, conversation.draft_id) == (None, None)
        card = (await session.execute(select(Outbox))).scalars().all()[-1]
        assert (card.view, card.params) == ("training_card", {"job_id": str(job.id)})


async def test_a_second_tap_finds_the_first_training(story: Story) -> None:
    user = await story.person()
    view = await story.complete_draft(user)
    taps = [story.orders.confirm(user.id, view.draft_id, "key") for _ in range(3)]
    jobs = await asyncio.gather(*taps)
    assert len({job.id for job in jobs}) == 1
    assert (await story.orders.confirm(user.id, view.draft_id, "key")).id == jobs[0].id
    assert [await count(story, table) for table in (Job, Lora, LoraVersion)] == [1, 1, 1]


async def test_another_key_for_the_same_draft_orders_nothing(story: Story) -> None:
    user = await story.person()
    view = await story.complete_draft(user)
    await story.orders.confirm(user.id, view.draft_id, "key")
    with pytest.raises(NotFoundError):
        await story.orders.confirm(user.id, view.draft_id, "another")
    assert await count(story, Job) == 1


async def test_an_incomplete_draft_is_not_ordered_and_not_lost(story: Story) -> None:
    user = await story.person()
    view = await story.complete_draft(user, photos=3)
    with pytest.raises(InvalidInputError) as few:
        await story.orders.confirm(user.id, view.draft_id, "key")
    assert (few.value.code, few.value.params) == ("photos-few", {"count": 3, "min": 4})
    fresh = await story.person()
    nameless = await story.drafts.open(fresh.id)
    for number in range(4):
        await story.drafts.add_photo(fresh.id, nameless.draft_id, f"n{number}", b"")
    with pytest.raises(InvalidInputError) as incomplete:
        await story.orders.confirm(fresh.id, nameless.draft_id, "key")
    assert (incomplete.value.code, incomplete.value.params) == ("draft-incomplete", {"need": "type"})
    assert (await story.drafts.view(view.draft_id)).photos == 3


async def test_somebody_elses_draft_cannot_be_ordered(story: Story) -> None:
    user, other = await story.person(), await story.person()
    view = await story.complete_draft(user)
    with pytest.raises(NotFoundError):
        await story.orders.confirm(other.id, view.draft_id, "key")


async def test_a_name_taken_since_is_refused_with_a_free_one(story: Story) -> None:
    user = await story.person()
    view = await story.complete_draft(user, "Anna")
    await make_lora(story.db, user, name="anna", name_key="anna")
    with pytest.raises(ConflictError) as refusal:
        await story.orders.confirm(user.id, view.draft_id, "key")
    assert (refusal.value.code, refusal.value.params["suggestion"]) == ("name-taken", "Anna 2")
    assert await count(story, Job) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"trainings_per_month": 0}, "training-quota"),
        ({"tries_per_day": 0}, "training-tries"),
        ({"providers": ()}, "no-provider"),
        ({"budget": replace(RULES.budget, monthly_usd=Decimal("1.99"))}, "budget-reached"),
        ({"budget": replace(RULES.budget, max_training_usd=Decimal("1.99"))}, "training-too-expensive"),
        ({"price": 100}, "credits-short"),
    ],
)
async def test_a_limit_stops_the_order_and_leaves_nothing_behind(
    story: Story, changes: dict[str, object], code: str
) -> None:
    user = await story.person()
    view = await story.complete_draft(user)
    strict = Story(story.db, story.clock, replace(RULES, **changes))  # type: ignore[arg-type]
    with pytest.raises(UserError) as refusal:
        await strict.orders.confirm(user.id, view.draft_id, "key")
    assert refusal.value.code == code
    assert [await count(story, table) for table in (Job, Lora, LoraVersion)] == [0, 0, 0]
    assert (await story.drafts.view(view.draft_id)).needs == ()


async def test_two_orders_at_once_do_not_both_pass_a_quota_of_one(story: Story) -> None:
    user = await story.person()
    one = replace(RULES, trainings_per_month=1)
    strict = Story(story.db, story.clock, one)
    first = await strict.complete_draft(user, "One")
    # A person has one open draft; the second stands for an order from another screen.
    second_id = await second_draft(strict, user)
    answers = await asyncio.gather(
        strict.orders.confirm(user.id, first.draft_id, "a"),
        strict.orders.confirm(user.id, second_id, "b"),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, Job) for answer in answers) == 1
    assert sum(isinstance(answer, LimitReachedError) for answer in answers) == 1


async def second_draft(story: Story, user: User) -> UUID:
    dataset = await make_dataset(story.db, user)
    for _ in range(4):
        await make_photo(story.db, dataset)
    fields = {"type": "character", "class_word": "man", "name": "Two", "trigger_word": "TWO_1"}
    return (await make_draft(story.db, user, dataset_id=dataset.id, fields=fields)).id


async def test_a_price_is_held_when_ordered(story: Story) -> None:
    user = await story.person()
    paid = Story(story.db, story.clock, replace(RULES, price=100))
    async with story.db.write() as session:
        await ledger.grant(session, story.clock, user.id, 150, "gift")
    job = await paid.ordered(user)
    assert job.price == 100
    async with story.db.read() as session:
        hold = await session.scalar(
            select(Account.balance).where(Account.kind == AccountKind.HOLD, Account.owner == user.id)
        )
        assert (hold, await ledger.balance(session, user.id)) == (100, 50)
        assert await ledger.audit(session) == []


async def test_nothing_is_ordered_where_the_photos_may_not_go(story: Story) -> None:
    """Agreeing to one provider says nothing about another; the draft waits for the consent."""
    two = Story(story.db, story.clock, replace(RULES, providers=("fal", "replicate")))
    user = await two.person()
    view = await two.complete_draft(user, trainer=REPLICATE_FLUX.key)
    with pytest.raises(ConflictError, match="consent-missing"):
        await two.orders.confirm(user.id, view.draft_id, "train")
    await make_consent(two.db, user, provider="replicate")
    assert (await two.orders.confirm(user.id, view.draft_id, "train")).provider == "replicate"
