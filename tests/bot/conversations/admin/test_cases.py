"""Jobs whose paid call is lost: an admin looks, and decides once."""

from datetime import timedelta

from db.enums import AttemptState, JobKind, JobState
from db.models import Job, User
from tests.bot.conversations.admin.conftest import Office
from tests.bot.conversations.ready import ready_model
from tests.support.rows import make_attempt, make_generation, make_job


async def lost_job(office: Office, name: str = "Anna") -> Job:
    """A picture order whose call nobody has heard of, and which is not looked for during the test."""
    services = office.stage.services
    async with services.db.read() as session:
        user = await session.get_one(User, office.ann.id)
    model = await ready_model(services.db, services.storage, user, name)
    generation = await make_generation(services.db, model.version, user)
    now = services.clock.now()
    job = await make_job(
        services.db,
        user,
        kind=JobKind.GENERATION,
        state=JobState.UNCERTAIN,
        endpoint="fal-ai/flux-lora",
        subject_id=generation.id,
        uncertain_since=now,
        next_at=now + timedelta(days=1),
    )
    await make_attempt(services.db, job, state=AttemptState.CALLING, provider_ref=None)
    return job


async def state_of(office: Office, job: Job) -> JobState:
    async with office.stage.services.db.read() as session:
        return (await session.get_one(Job, job.id)).state


async def test_nothing_is_undecided(office: Office) -> None:
    """Said in words."""
    await office.boss.press("Undecided jobs")
    await office.boss.see("No job is undecided.")


async def test_a_job_is_marked_as_failed_once(office: Office) -> None:
    """The case names person and job and links to the provider; the old button says that it is decided."""
    job = await lost_job(office)
    boss = office.boss
    await boss.say("/admin")
    await boss.see("1 job is undecided.")
    await boss.press("Undecided jobs")
    listed = await boss.see("1 job of which nobody knows")
    await boss.press(f"Ann · {str(job.id)[-8:]}")
    shown = await boss.see("fal-ai/flux-lora")
    assert str(job.id) in shown["text"]
    assert "Open the provider’s page" in boss.buttons(shown)
    await boss.press("It failed")
    await boss.see("as failed?")
    question = boss.messages[listed["message_id"]]
    await boss.press("Yes, it failed")
    await boss.see("Marked as failed.")
    assert await state_of(office, job) is JobState.FAILED
    assert await boss.press("Yes, it failed", message=question)
    assert [action for action, _ in await office.audit()] == ["job.mark_failed"]


async def test_a_job_is_cancelled(office: Office) -> None:
    """After one question; Back leads back to the case."""
    job = await lost_job(office)
    boss = office.boss
    await boss.press("Undecided jobs")
    await boss.press(f"Ann · {str(job.id)[-8:]}")
    await boss.press("Cancel it")
    await boss.see("Cancel Ann’s job?")
    await boss.press("‹ Back")
    await boss.see("fal-ai/flux-lora")
    await boss.press("Cancel it")
    await boss.press("Yes, cancel it")
    await boss.see("It is cancelled.")
    assert [action for action, _ in await office.audit()] == ["job.cancel"]


async def test_a_call_that_the_provider_does_not_know_is_not_adopted(office: Office) -> None:
    """The step stays open for another id; nothing has changed."""
    job = await lost_job(office)
    boss = office.boss
    await boss.press("Undecided jobs")
    await boss.press(f"Ann · {str(job.id)[-8:]}")
    await boss.press("This is its call …")
    await boss.see("Which call is it?")
    for wrong in ("no such call", "11111111-2222-3333-4444-555555555555"):
        await boss.say(wrong)
        await boss.see("")
        assert await state_of(office, job) is JobState.UNCERTAIN
    assert await office.audit() == []
