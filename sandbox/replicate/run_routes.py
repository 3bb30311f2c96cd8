"""/v1/trainings and /v1/predictions: create, get, list, cancel."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from aiohttp import web

from sandbox.bodies import answer, read_body
from sandbox.clock import moment
from sandbox.door import Door
from sandbox.faults import Faults
from sandbox.replicate.pages import page_body, page_of
from sandbox.replicate.problems import Problem, invalid_field, not_found, told
from sandbox.replicate.queue import RunQueue
from sandbox.replicate.reports import Reports
from sandbox.replicate.runs import Run, RunKind
from sandbox.replicate.submission import Submissions
from sandbox.wire import ENTRY

# How long, in real seconds, the answer to a creation is held back for a webhook that shall come before it.
_EARLY_WAIT = 20.0
_PREFER = re.compile(r"wait(?:=([1-9]|[1-5]\d|60))?")
_LONGEST_WAIT = 60.0
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class RunRoutes:
    """Handlers of trainings and predictions."""

    def __init__(
        self,
        queue: RunQueue,
        submissions: Submissions,
        reports: Reports,
        faults: Faults,
        base_url: Callable[[], str],
    ) -> None:
        self._queue = queue
        self._submissions = submissions
        self._reports = reports
        self._faults = faults
        self._base_url = base_url

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        api, add = "/replicate/v1", app.router.add_route
        model = f"{api}/models/{{owner}}/{{name}}"
        submit = "replicate.submit"
        add("POST", f"{model}/versions/{{version}}/trainings", door.guard(told(self.train), submit))
        add("POST", f"{model}/predictions", door.guard(told(self.predict_official), submit))
        add("POST", f"{api}/predictions", door.guard(told(self.predict), submit))
        for kind in RunKind:
            one = f"{api}/{{kind:{kind}}}"
            add("GET", one, door.guard(told(self.list), "replicate.list"))
            add("GET", f"{one}/{{id}}", door.guard(told(self.get), "replicate.get"))
            add("POST", f"{one}/{{id}}/cancel", door.guard(told(self.cancel), "replicate.cancel"))

    async def train(self, request: web.Request) -> web.StreamResponse:
        """Take a training."""
        run = await self._submissions.training(request)
        await self._submit(run)
        return answer(self._reports.made(run), 201)

    async def predict_official(self, request: web.Request) -> web.StreamResponse:
        """Take a prediction of an official model."""
        return await self._predicted(request, await self._submissions.official(request))

    async def predict(self, request: web.Request) -> web.StreamResponse:
        """Take a prediction by version."""
        return await self._predicted(request, await self._submissions.by_version(request))

    async def get(self, request: web.Request) -> web.StreamResponse:
        """A job as it stands."""
        return answer(self._reports.described(self._run(request)))

    async def list(self, request: web.Request) -> web.StreamResponse:
        """Our jobs, newest first; predictions may be bounded by their time of creation."""
        kind = RunKind(request.match_info["kind"])
        runs = list(reversed(self._queue.all(kind)))
        if kind is RunKind.PREDICTION:
            after = _time(request.query.get("created_after")) or _FIRST
            before = _time(request.query.get("created_before")) or _LAST
            runs = [run for run in runs if after <= moment(run.created) < before]
        results = [self._reports.described(run) for run in page_of(request, runs)]
        return answer(page_body(request, self._base_url(), len(runs), results))

    async def cancel(self, request: web.Request) -> web.StreamResponse:
        """Ask for the end of a job: 409 once it has ended."""
        await read_body(request)
        run = self._run(request)
        if not self._queue.cancel(run):
            raise Problem(409, "Conflict", f"A job that is {run.status} cannot be canceled")
        return answer(self._reports.described(run))

    async def _predicted(self, request: web.Request, run: Run) -> web.StreamResponse:
        prefer = request.headers.get("Prefer")
        match = _PREFER.fullmatch(prefer) if prefer is not None else None
        if prefer is not None and match is None:
            raise invalid_field("Prefer", "format", "Expected wait or wait=1 to wait=60")
        await self._submit(run)
        if match is None:
            return answer(self._reports.made(run), 201)
        with suppress(TimeoutError):
            await asyncio.wait_for(run.done.wait(), float(match[1] or _LONGEST_WAIT))
        return answer(self._reports.made(run), 201 if run.has_ended else 202)

    async def _submit(self, run: Run) -> None:
        early = run.options.webhook is not None and self._faults.take("replicate.webhook", kinds={"early"})
        run.instant = bool(early)
        self._queue.submit(run)
        if early:
            with suppress(TimeoutError):
                await asyncio.wait_for(run.notified.wait(), _EARLY_WAIT)

    def _run(self, request: web.Request) -> Run:
        request[ENTRY].request_id = request.match_info["id"]
        kind = RunKind(request.match_info["kind"])
        # A training is no prediction, whatever the addresses say that its creation was answered with.
        run = self._queue.find(kind, request.match_info["id"])
        if run is None:
            raise not_found()
        request[ENTRY].endpoint = run.model.id
        return run


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Problem(400, "Bad request", "Times are given in ISO 8601") from wrong
    return at if at.tzinfo else at.replace(tzinfo=UTC)
