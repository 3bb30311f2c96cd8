"""The search in providers' lists: lost calls find their jobs, given-up ones are stopped, strangers are told once."""

import pytest

from db.enums import AttemptState, JobState
from services.jobs.orphans import Found, OrphanSearch
from services.providers.base import PaidCall, Unknown
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import UNREACHABLE

ENDPOINTS = {"fal": ("fal-ai/trainer",)}


@pytest.fixture
def search(stage: Stage) -> OrphanSearch:
    """The search over the endpoint that the stage trains at."""
    return OrphanSearch(stage.parts, ENDPOINTS)


async def test_a_call_that_waits_for_its_attempt_is_adopted(stage: Stage, search: OrphanSearch) -> None:
    """The search finds what the look for lost calls has not found yet."""
    job_id = await stage.lose(lists=True)
    assert await search.search("fal") == Found(adopted=1)
    assert await stage.state(job_id) is JobState.RUNNING
    assert await search.search("fal") == Found()
    assert stage.provider.cancelled == []


async def test_a_call_of_a_job_that_was_given_up_is_stopped_and_reported(stage: Stage, search: OrphanSearch) -> None:
    """This is where money can be lost, so it is stopped and seen."""
    job_id = await stage.lose()
    await stage.give_up()
    stage.provider.lists_running = True
    assert await search.search("fal") == Found(duplicates=1)
    assert stage.provider.cancelled == ["run-1"]
    assert [one.state for one in await stage.attempts(job_id)] == [AttemptState.DUPLICATE]
    assert {row.params["code"] for row in await stage.outbox("admin_alert")} == {"job-review", "duplicate-call"}


async def test_a_strangers_call_is_told_once_and_never_stopped(stage: Stage, search: OrphanSearch) -> None:
    """The operator may use the key for something else."""
    stage.provider.take(PaidCall("fal-ai/trainer", {"images_data_url": "https://elsewhere.example/mine.zip"}))
    for _ in range(3):
        assert await search.search("fal") == Found(unknown=1)
    stage.provider.take(PaidCall("fal-ai/trainer", {"images_data_url": "https://elsewhere.example/more.zip"}))
    assert await search.search("fal") == Found(unknown=2)
    alerts = [row.params for row in await stage.outbox("admin_alert")]
    told = {(one["code"], one["count"], one["calls"]) for one in alerts}
    pages = "https://provider.example/run-1", "https://provider.example/run-2"
    assert told == {("orphan-calls", 1, pages[0]), ("orphan-calls", 1, pages[1])}
    assert len(alerts) == 2
    assert stage.provider.cancelled == []


async def test_calls_of_running_jobs_are_no_orphans(stage: Stage, search: OrphanSearch) -> None:
    """Also those whose answer is just on its way: their attempt was written before them."""
    await stage.order()
    await stage.engine.submit_tick()
    assert await search.search("fal") == Found()


async def test_a_call_for_which_a_newer_attempt_waits_goes_to_that_one(stage: Stage, search: OrphanSearch) -> None:
    """The same order was given up once: the call serves who still waits for it, and nobody is stopped."""
    stage.kind.arguments = {"prompt": "in a garden", "seed": 7}
    stage.provider.answers = [Unknown("reset")]
    await stage.order()
    await stage.engine.submit_tick()
    await stage.give_up()
    waiting = await stage.lose(lists=True)
    assert await search.search("fal") == Found(adopted=1)
    assert await stage.state(waiting) is JobState.RUNNING


async def test_a_list_that_cannot_be_had_stops_nothing(stage: Stage) -> None:
    """One endpoint that fails does not hide the others; a provider without a key is nobody to ask."""
    job_id = await stage.lose(lists=True)
    original = stage.provider.listed

    async def listed(endpoint: str, *times: object) -> object:
        if endpoint == "fal-ai/other":
            raise UNREACHABLE
        return await original(endpoint, *times)  # type: ignore[arg-type]

    stage.provider.listed = listed  # type: ignore[method-assign, assignment]
    search = OrphanSearch(stage.parts, {"fal": ("fal-ai/other", "fal-ai/trainer")})
    assert await search.search("replicate") == Found()
    assert await search.search("fal") == Found(adopted=1)
    assert await stage.state(job_id) is JobState.RUNNING
