"""Every route as Schemathesis tries it, with a real session: no 5xx, and no answer that is not described."""

import asyncio
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.web.api.openapi import describe
from bot.web.api.route import Route
from bot.web.api.table import ROUTES
from db.enums import JobState
from tests.bot.web.api.caller import ApiStage, api_up
from tests.support.clock import FakeClock
from tests.support.rows import (
    make_consent,
    make_dataset,
    make_generation,
    make_image,
    make_job,
    make_lora,
    make_photo,
    make_user,
    make_version,
)  # fmt: skip

SCHEMA = schemathesis.openapi.from_dict(describe(ROUTES))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TRIES = 30
STREAMS = {"follow_events", "follow_events_by_post"}
LONGEST_LINE = 6000
"""Characters of a query; above 8,190 a request is refused by the web server itself, as text."""

TRIED = [route for route in ROUTES if route.name not in STREAMS]


@dataclass(frozen=True)
class Owner:
    """Somebody with a session and one of everything."""

    bearer: str
    ids: dict[str, UUID]


class Server:
    """The product in a thread of its own, because Schemathesis waits for answers."""

    def __init__(self, url: str, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._up: Future[str] = Future()
        self._stop = asyncio.Event()
        self._people = iter(range(5_000, 100_000))
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(url, folder),))
        self._thread.start()
        self.address = self._up.result(30)

    def owner(self) -> Owner:
        """A new person, so that nobody's requests are too many."""
        return asyncio.run_coroutine_threadsafe(_move_in(self._stage, next(self._people)), self._loop).result(30)

    def stop(self) -> None:
        """Ends the thread."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        self._loop.close()

    async def _run(self, url: str, folder: Path) -> None:
        async with api_up(url, folder, FakeClock()) as stage:
            self._stage = stage
            self._up.set_result(str(stage.client.make_url("/")).rstrip("/"))
            await self._stop.wait()


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product on SQLite."""
    folder = tmp_path_factory.mktemp("api")
    path = folder / "loragram.db"
    path.write_bytes(sqlite_template.read_bytes())
    running = Server(f"sqlite:///{path}", folder)
    yield running
    running.stop()


@pytest.mark.parametrize("route", TRIED, ids=lambda route: route.name)
def test_every_answer_is_described(server: Server, route: Route) -> None:
    """Good requests and bad ones, about things of their own and about things that are not there."""
    operation = SCHEMA[f"/api/v1{route.path}"][route.method]
    people, statuses = [server.owner() for _ in range(2)], list[int]()

    @settings(
        max_examples=TRIES, deadline=None, database=None, derandomize=True,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=_cases(operation, route), is_own=st.booleans(), person=st.sampled_from(people))
    def attempt(case: Any, is_own: bool, person: Owner) -> None:
        assume(len(urlencode(case.query or {}, doseq=True)) < LONGEST_LINE)
        if is_own:
            case.path_parameters = {name: str(person.ids[name]) for name in route.ids}
        answer = case.call(base_url=server.address, headers={"Authorization": f"Bearer {person.bearer}"}, timeout=10)
        statuses.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    attempt()
    assert 429 not in statuses, "it was turned away before it was tried"
    assert len(statuses) >= TRIES / 2 or not (route.ids or route.query.model_fields or route.body.model_fields)


def _cases(operation: Any, route: Route) -> st.SearchStrategy[Any]:
    """What the description allows, and as often what it forbids, where it forbids anything."""
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not (route.query.model_fields or route.body.model_fields):
        return good
    return st.one_of(good, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))


@pytest.mark.parametrize("route", [route for route in ROUTES if route.ids], ids=lambda route: route.name)
def test_what_is_anothers_does_not_exist(server: Server, route: Route) -> None:
    """With every id that is somebody else's, 404 like for one that nobody has."""
    mine, theirs = server.owner(), server.owner()
    for ids in (theirs.ids, dict.fromkeys(theirs.ids, UUID("01990000-0000-7000-8000-000000000000"))):
        path = re.sub(r"\{(\w+)\}", lambda found: str(ids[found.group(1)]), route.path)  # noqa: B023
        answer = _requested(server, route, path, mine)
        assert answer[0] == 404, f"{path}: {answer}"


def _requested(server: Server, route: Route, path: str, person: Owner) -> tuple[int, str]:
    """A request that is fine but for its ids, by another client than the rest."""
    body = EXAMPLES.get(route.name, {})
    headers = {"Authorization": f"Bearer {person.bearer}", "Idempotency-Key": "another-order"}
    how: dict[str, Any] = {"content": b"\xff\xd8\xff"} if route.raw else {"json": body}
    answer = httpx.request(
        route.method, f"{server.address}/api/v1{path}", headers=headers, timeout=10, **(how if route.changes else {})
    )
    return answer.status_code, answer.text


EXAMPLES: dict[str, dict[str, Any]] = {
    "order_free_retry": {"version_id": "01990000-0000-7000-8000-000000000000"},
    "retrain_lora": {"version_id": "01990000-0000-7000-8000-000000000000"},
    "caption_draft_photo": {"caption": "a woman in a garden"},
    "change_photo": {"caption": "a woman in a garden"},
    "repeat_with_other_words": {"prompt": "in a garden"},
    "judge_image": {"verdict": "good"},
    "report_image": {"reason": "other"},
}
"""Bodies that are fine, by operation; all others may be empty."""


async def _move_in(stage: ApiStage, user_id: int) -> Owner:
    db = stage.services.db
    user = await make_user(db, id=user_id)
    await make_consent(db, user, text_version="3")
    lora = await make_lora(db, user)
    dataset = await make_dataset(db, user, lora)
    photo = await make_photo(db, dataset)
    version = await make_version(db, lora, dataset)
    job = await make_job(db, user, subject_id=version.id, state=JobState.SUCCEEDED, finished_at=stage.clock.now())
    generation = await make_generation(db, version, user)
    image = await make_image(db, generation)
    caller = await stage.caller(user_id)
    return Owner(
        bearer=caller.headers["Authorization"].split()[1],
        ids={
            "lora_id": lora.id,
            "job_id": job.id,
            "photo_id": photo.id,
            "client_id": photo.id,
            "generation_id": generation.id,
            "image_id": image.id,
            "version_id": version.id,
        },
    )
