"""Ordering pictures: what is checked, what is written, and that nothing is written halfway."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import update

from db.columns import new_id
from db.enums import ImageState, JobKind, JobState, LoraStatus, Purpose
from db.models import Generation, Job, LedgerTx, Lora, Outbox, User
from services.billing import ledger
from services.billing.budget import BudgetRules
from services.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError, UserError
from services.generation.aspects import Aspect
from services.generation.order import ProofShot
from services.generation.settings import GenerationSettings
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import make_model
from tests.support.rows import make_image, make_job

SHOTS = (ProofShot("close-up portrait", 1), ProofShot("in a cafe", 2), ProofShot("on a street", 3))


async def nothing_was_written(studio: Studio) -> bool:
    return not (await studio.all(Job) or await studio.all(Generation) or await studio.all(Outbox))


async def test_an_order_becomes_one_job(studio: Studio) -> None:
    """Generation, job, card, count of uses and remembered settings come in one transaction."""
    job = await studio.order(prompt="  on a\nbeach ", count=3, aspect=Aspect.WIDE, scale=0.8)
    generation = await studio.generation_of(job)
    assert (job.kind, job.state, job.units, job.price) == (JobKind.GENERATION, JobState.QUEUED, 3, 0)
    assert (job.provider, job.endpoint) == ("fal", "fal-ai/flux-lora")
    assert job.estimated_cost == Decimal("0.105")
    assert (generation.job_id, generation.purpose) == (job.id, Purpose.USER)
    assert (generation.prompt, generation.prompt_sent) == ("on a beach", "ANNA_A3F2 woman, on a beach")
    assert generation.settings["seed"] is not None
    [card] = await studio.outbox("generation_card")
    assert card.params == {"job_id": str(job.id)}
    assert [lora.usage_count for lora in await studio.all(Lora)] == [1]
    remembered = await studio.gallery.remembered(studio.user_id, studio.model.lora.id)
    assert remembered == GenerationSettings(Aspect.WIDE, 3, 0.8)


async def test_a_second_tap_finds_the_first_order(studio: Studio) -> None:
    """The same key gives the same job, even when the quota has no room for another."""
    studio.rule(pictures_per_day=2)
    first = await studio.order(count=2)
    second = await studio.order(count=2)
    assert first.id == second.id
    assert len(await studio.all(Job)) == 1
    assert [lora.usage_count for lora in await studio.all(Lora)] == [1]


async def test_two_taps_at_once_are_one_order(studio: Studio) -> None:
    """Double taps that race end in one job."""
    jobs = await asyncio.gather(*(studio.order("same") for _ in range(4)))
    assert len({job.id for job in jobs}) == 1
    assert len(await studio.all(Generation)) == 1


async def test_two_orders_at_once_cannot_both_pass_a_quota_of_one(studio: Studio) -> None:
    """The second of two different orders at the same moment is told the quota is used up."""
    studio.rule(pictures_per_day=1)
    results = await asyncio.gather(studio.order("a"), studio.order("b"), return_exceptions=True)
    assert sum(isinstance(result, Job) for result in results) == 1
    assert [r.code for r in results if isinstance(r, LimitReachedError)] == ["picture-quota"]
    assert len(await studio.all(Job)) == 1


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"pictures_per_day": 1}, "picture-quota"),
        ({"budget": BudgetRules(Decimal("0.13"))}, "budget-reached"),
        ({"budget": BudgetRules(Decimal(0))}, "budget-reached"),
        ({"price": 1}, "credits-short"),
        ({"providers": ()}, "no-provider"),
    ],
)
async def test_a_limit_leaves_no_trace(studio: Studio, rules: dict[str, object], code: str) -> None:
    """Refused is refused whole: no job, no generation, no card."""
    studio.rule(**rules)
    with pytest.raises(UserError) as refused:
        await studio.order(count=2)
    assert refused.value.code == code
    assert await nothing_was_written(studio)


@pytest.mark.parametrize(("prompt", "code"), [(" \u200b", "prompt-empty"), ("x" * 1501, "prompt-too-long")])
async def test_a_bad_prompt_is_refused(studio: Studio, prompt: str, code: str) -> None:
    """Nothing and too much are refused before anything is written."""
    with pytest.raises(InvalidInputError, match=code):
        await studio.order(prompt=prompt)
    assert await nothing_was_written(studio)


@pytest.mark.parametrize(
    ("values", "error", "code"),
    [
        ({"status": LoraStatus.TRAINING}, ConflictError, "model-not-ready"),
        ({"status": LoraStatus.FAILED}, ConflictError, "model-not-ready"),
        ({"current_version_id": None}, ConflictError, "model-not-ready"),
        ({"deleted": True}, NotFoundError, "model-gone"),
    ],
)
async def test_only_a_finished_model_makes_pictures(
    studio: Studio, values: dict[str, object], error: type[UserError], code: str
) -> None:
    """A model that trains, failed, has no weights or was deleted is refused with its own sentence."""
    if values.pop("deleted", False):
        values["deleted_at"] = studio.clock.now()
    async with studio.db.write() as session:
        await session.execute(update(Lora).values(**values))
    with pytest.raises(error, match=code):
        await studio.order()
    assert await nothing_was_written(studio)


async def test_other_peoples_things_are_not_there(studio: Studio) -> None:
    """Somebody else's model and picture look like ones that do not exist."""
    other = await make_model(studio.db)
    with pytest.raises(NotFoundError, match="model-gone"):
        await studio.orders.order(studio.user_id, other.lora.id, "p", GenerationSettings(), "k")
    order = await studio.order()
    picture = await make_image(studio.db, await studio.generation_of(order))
    with pytest.raises(NotFoundError, match="image-gone"):
        await studio.orders.order(
            other.user.id, other.lora.id, "p", GenerationSettings(), "k", source_image_id=picture.id
        )


async def test_a_source_picture_takes_the_sibling_endpoint(studio: Studio) -> None:
    """An order that starts from a picture goes to image-to-image; an erased picture cannot be started from."""
    first = await studio.order()
    made = await make_image(studio.db, await studio.generation_of(first))
    job = await studio.again.more_like_this(studio.user_id, made.id, "more")
    generation = await studio.generation_of(job)
    assert job.endpoint == "fal-ai/flux-lora/image-to-image"
    assert generation.source_image_id == made.id
    erased = await make_image(studio.db, generation, state=ImageState.ERASED, storage_key=None)
    with pytest.raises(NotFoundError, match="image-gone"):
        await studio.again.more_like_this(studio.user_id, erased.id, "more-2")


async def test_again_and_same_seed(studio: Studio) -> None:
    """Again changes only the seed; the same seed with other words changes only the words."""
    first = await studio.generation_of(await studio.order(count=2, aspect=Aspect.TALL))
    again = await studio.generation_of(await studio.again.again(studio.user_id, first.id, "again"))
    edited = await studio.generation_of(await studio.again.same_seed(studio.user_id, first.id, "in a forest", "edited"))
    assert again.prompt == first.prompt
    assert again.settings["seed"] != first.settings["seed"]
    assert {**again.settings, "seed": 0} == {**first.settings, "seed": 0}
    assert edited.settings == first.settings
    assert edited.prompt == "in a forest"
    other = await make_model(studio.db)
    with pytest.raises(NotFoundError, match="generation-gone"):
        await studio.again.again(other.user.id, first.id, "theirs")


async def test_a_paid_order_holds_its_price(studio: Studio) -> None:
    """The price is per picture and is held with the order."""
    studio.rule(price=2)
    async with studio.db.write() as session:
        await ledger.grant(session, studio.clock, studio.user_id, 7, "gift")
    job = await studio.order(count=3)
    assert job.price == 6
    assert f"hold:{job.id}" in {tx.key for tx in await studio.all(LedgerTx)}
    async with studio.db.read() as session:
        assert await ledger.balance(session, studio.user_id) == 1


async def test_proofs_are_free_children(studio: Studio) -> None:
    """Three child jobs of price 0 with fixed seeds, outside the quota, ordered once however often it is asked."""
    studio.rule(pictures_per_day=0, price=5)
    parent = await make_job(studio.db, studio.model.user, subject_id=studio.model.version.id)
    async with studio.db.write() as session:
        args = (parent, studio.model.lora, studio.model.version, SHOTS)
        first = await studio.orders.order_proofs(session, *args)
    async with studio.db.write() as session:
        second = await studio.orders.order_proofs(session, *args)
    assert [job.id for job in first] == [job.id for job in second]
    assert {(job.parent_id, job.price, job.units) for job in first} == {(parent.id, 0, 1)}
    assert all(job.estimated_cost > 0 for job in first)
    made = await studio.proofs()
    assert sorted(proof.settings["seed"] for proof in made) == [1, 2, 3]
    assert {proof.lora_id for proof in made} == {studio.model.lora.id}
    assert await studio.outbox("generation_card") == []
    assert (await studio.all(User))[0].preferences == {}


async def test_proofs_stop_at_the_budget(studio: Studio) -> None:
    """The hard stop holds for proofs too, and none of them is ordered then."""
    studio.rule(budget=BudgetRules(Decimal("0.15")))
    parent = await make_job(studio.db, studio.model.user, subject_id=new_id())
    with pytest.raises(LimitReachedError, match="budget-reached"):
        async with studio.db.write() as session:
            await studio.orders.order_proofs(session, parent, studio.model.lora, studio.model.version, SHOTS)
    assert await studio.proofs() == []


async def test_words_that_must_not_be_drawn_are_refused_before_anything_is_written(studio: Studio) -> None:
    """Also in a "same seed, other words"; nothing is ordered, held or counted."""
    with pytest.raises(InvalidInputError) as refused:
        await studio.order(prompt="n4ked on a beach")
    assert refused.value.code == "words-sexual"
    assert await nothing_was_written(studio)
