"""Live events: what changes is told once, what was missed is told on coming back, and nobody hears of others."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.web.api import live
from bot.web.api.live import LiveJobs
from bot.web.api.resources import events
from db.enums import JobState, Stage
from db.models import Job, LoraVersion, User
from db.repositories.jobs import record_event
from tests.bot.web.api.caller import ApiStage, Caller
from tests.support.rows import make_dataset, make_job, make_lora, make_user, make_version


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks and heartbeats come a hundred times sooner."""
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.15)


class Listener:
    """An open stream."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def next(self) -> tuple[str, str, Any]:
        """Event, id and data of the next message; a comment has the event ":"."""
        said = {"event": "", "id": ""}
        data = None
        while line := (await asyncio.wait_for(self._response.content.readline(), 5)).decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            if name == "data":
                data = json.loads(value)
            elif name:
                said[name] = value
            else:
                said["event"] = ":"
        return said["event"], said["id"], data

    async def next_job(self) -> tuple[str, Any]:
        """Id and data of the next event of a job."""
        while True:
            event, newest, data = await self.next()
            if event == "job":
                return newest, data

    async def next_said(self) -> str:
        """The next event that is no comment."""
        while (event := (await self.next())[0]) == ":":
            pass
        return event

    async def ended(self) -> bool:
        """Whether the server has closed the stream."""
        return await asyncio.wait_for(self._response.content.readline(), 5) == b""


@asynccontextmanager
async def listening(caller: Caller, method: str = "GET", **headers: str) -> AsyncIterator[Listener]:
    """An open stream of this person."""
    sent = {**caller.headers, **headers}
    async with caller.client.request(method, "/api/v1/events", headers=sent) as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["X-Accel-Buffering"] == "no"
        yield Listener(response)


async def training(api: ApiStage, user_id: int, **values: Any) -> Job:
    """A person's training at work."""
    db = api.services.db
    async with db.read() as session:
        user = await session.get(User, user_id)
    user = user or await make_user(db, id=user_id)
    lora = await make_lora(db, user)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    return await make_job(db, user, **({"state": JobState.RUNNING, "subject_id": version.id} | values))


async def change(api: ApiStage, job: Job, **values: Any) -> None:
    """Somebody works on the job."""
    async with api.services.db.write() as session:
        row = await session.get_one(Job, job.id)
        for name, value in values.items():
            setattr(row, name, value)
        record_event(session, job.id, "changed", api.clock.now())


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_is_at_work_is_told_first_and_then_each_change(api: ApiStage, method: str) -> None:
    """An app that opens shows the present at once, by either method."""
    caller = await api.caller(71)
    job = await training(api, 71, stage=Stage.TRAINING, progress=10)
    async with listening(caller, method) as stream:
        _, first = await stream.next_job()
        assert (first["job_id"], first["stage"], first["progress"]) == (str(job.id), "training", 10)
        assert first["lora_id"] is not None
        await change(api, job, progress=40, step=400, total_steps=1000)
        newest, second = await stream.next_job()
        assert (second["progress"], second["current_step"], second["total_steps"]) == (40, 400, 1000)
        await change(api, job, state=JobState.SUCCEEDED, stage=Stage.COMPLETED, finished_at=api.clock.now())
        later, third = await stream.next_job()
        assert (third["stage"], third["finished"]) == ("completed", True)
        assert later > newest


async def test_nothing_is_told_twice_and_the_line_stays_warm(api: ApiStage) -> None:
    """Without news there is a heartbeat, so that a dead line shows."""
    caller = await api.caller(71)
    await training(api, 71)
    async with listening(caller) as stream:
        await stream.next_job()
        assert [(await stream.next())[0] for _ in range(2)] == [":", ":"]


async def test_who_comes_back_hears_what_ended_meanwhile(api: ApiStage) -> None:
    """Resuming by the last event's id."""
    caller = await api.caller(71)
    job, other = await training(api, 71), await training(api, 71)
    await change(api, job)
    async with listening(caller) as stream:
        await stream.next_job()
        newest, _ = await stream.next_job()
    ended = {"state": JobState.FAILED, "stage": Stage.FAILED, "error_code": "provider-failed"}
    await change(api, job, finished_at=api.clock.now(), **ended)
    api.clock.advance(3600)
    fresh = await api.caller(71)
    async with listening(fresh, **{"Last-Event-ID": newest}) as stream:
        told = [(await stream.next_job())[1] for _ in range(2)]
    assert {one["job_id"]: one["finished"] for one in told} == {str(job.id): True, str(other.id): False}
    assert next(one["error"] for one in told if one["finished"]) == "provider-failed"


@pytest.mark.parametrize("last", ["", "x", "0" * 36, "-" * 36, "é"])
async def test_an_id_that_is_none_is_passed_over(api: ApiStage, last: str) -> None:
    """It only says what was heard last."""
    caller = await api.caller(71)
    await training(api, 71)
    async with listening(caller, **{"Last-Event-ID": last}) as stream:
        assert (await stream.next_job())[1]["finished"] is False


async def test_nobody_hears_of_others(api: ApiStage) -> None:
    """Two people at the same time."""
    ann, bob = await api.caller(71), await api.caller(72)
    mine, theirs = await training(api, 71), await training(api, 72)
    async with listening(ann) as hers, listening(bob) as his:
        await change(api, theirs, progress=5)
        await change(api, mine, progress=7)
        assert await _heard(hers, 7) == {str(mine.id)}
        assert await _heard(his, 5) == {str(theirs.id)}


async def _heard(stream: Listener, until: int) -> set[str]:
    """Of which jobs was told until one had come so far, and until a heartbeat after that."""
    heard, progress = set(), 0
    while progress < until:
        _, told = await stream.next_job()
        heard.add(told["job_id"])
        progress = told["progress"]
    while (said := await stream.next())[0] != ":":
        heard.add(said[2]["job_id"])
    return heard


async def test_the_stream_ends_with_the_bearer(api: ApiStage) -> None:
    """Somebody who was let in once is not let in for ever; the app comes with a younger bearer."""
    caller = await api.caller(71)
    api.clock.advance(15 * 60 - 1.2)
    async with listening(caller) as stream:
        while (said := (await stream.next())[0]) == ":":
            pass
        assert said == "end"
        assert await stream.ended()


async def test_a_sixth_stream_closes_the_oldest(api: ApiStage) -> None:
    """A phone that lost its line without a word holds nothing for long."""
    caller = await api.caller(71)
    async with listening(caller) as oldest:
        async with listening(caller), listening(caller), listening(caller), listening(caller), listening(caller):
            assert await oldest.next_said() == "end"


async def test_stopping_ends_every_stream(api: ApiStage) -> None:
    """A restart need not wait for people to close their apps, not even for one that asks at that moment."""
    caller = await api.caller(71)
    async with listening(caller) as stream:
        await stream.next()
        await api.parts.app.shutdown()
        assert await stream.next_said() == "end"
    async with listening(caller) as late:
        assert await late.next_said() == "end"


async def test_a_line_says_at_once_that_it_is_open(api: ApiStage) -> None:
    """Where a proxy passes headers on and holds the body back, an app must notice that nothing comes through."""
    caller = await api.caller(71)
    async with listening(caller) as stream:
        assert (await stream.next())[0] == ":"


async def test_streams_that_open_at_one_moment_are_five_too(api: ApiStage) -> None:
    """Those that were told to close count no more, though they are not closed yet."""
    jobs = LiveJobs(api.services, api.parts.nursery)
    with ExitStack() as opened:
        streams = [opened.enter_context(jobs.follow(71)) for _ in range(9)]
        assert [one.crowded_out for one in streams] == [True] * 4 + [False] * 5
    jobs.stop()


async def test_rows_that_cannot_be_read_end_no_quiet_stream(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody opens a thousand streams anew because a database was away for a second."""
    caller = await api.caller(71)
    async with listening(caller) as stream:
        assert (await stream.next())[0] == ":"
        monkeypatch.setattr(events, "newest_event", _away)
        monkeypatch.setattr(live, "jobs_at_work", _away)
        assert [(await stream.next())[0] for _ in range(2)] == [":", ":"]


async def test_a_phone_that_takes_nothing_is_cut_off(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection is not kept for as long as it likes, and nothing that is no event comes into the stream."""
    caller = await api.caller(71)
    monkeypatch.setattr(events, "SEND_SECONDS", 0.01)
    async with caller.client.get("/api/v1/events", headers=caller.headers) as response:
        monkeypatch.setattr(web.StreamResponse, "write", _stuck)
        with pytest.raises(aiohttp.ClientError):
            await asyncio.wait_for(response.content.read(), 2)


async def test_a_trainer_that_is_gone_hides_nothing(api: ApiStage) -> None:
    """The table of trainers may be another one after an update; what they trained is still told of."""
    caller = await api.caller(71)
    job, other = await training(api, 71), await training(api, 71)
    async with api.services.db.write() as session:
        (await session.get_one(LoraVersion, job.subject_id)).trainer = "long-gone"
    assert (await caller.get("/loras")).body["total"] == 2
    async with listening(caller) as stream:
        told = [(await stream.next_job())[1] for _ in range(2)]
    assert {one["job_id"]: one["estimated_remaining"] is None for one in told} == {
        str(job.id): True,
        str(other.id): False,
    }


async def test_a_look_is_as_many_statements_for_many_trainings_as_for_two(api: ApiStage) -> None:
    """It happens every second."""
    await api.caller(71)
    jobs, counts = LiveJobs(api.services, api.parts.nursery), []
    for more in (2, 3):
        for _ in range(more):
            await training(api, 71)
        await jobs.at_work([71])
        with counted() as said:
            assert await jobs.at_work([71])
        counts.append(len(said))
    assert counts == [counts[0]] * 2


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def _away(*asked: object) -> None:
    raise OperationalError("select", {}, Exception("away"))


async def _stuck(*asked: object) -> None:
    await asyncio.sleep(60)
