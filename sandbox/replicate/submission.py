"""Turns a creation into a job: checks the account, the model, the destination, the input, the webhook."""

import json
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.bodies import read_body
from sandbox.clock import SandboxClock
from sandbox.contracts.replicate import load_api
from sandbox.loopback import is_loopback_url
from sandbox.replicate.catalogue import Catalogue, Model, Version
from sandbox.replicate.checks import Check
from sandbox.replicate.keys import USERNAME
from sandbox.replicate.problems import Problem, invalid_field, not_found
from sandbox.replicate.runs import EVENTS, Run, RunKind, RunOptions
from sandbox.replicate.settings import ReplicateSettings
from sandbox.replicate.throttle import Throttle
from sandbox.wire import ENTRY

NO_CREDIT = (
    "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to purchase "
    "credit. Once you purchase credit, please wait a few minutes before trying again."
)
NO_DESTINATION = "The specified training destination does not exist"
NO_VERSION = "The specified version does not exist (or perhaps you don't have permission to use it?)"

_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")
_LEAST_SECONDS = 5


class Submissions:
    """Reads creations. Every method raises Problem with the answer of a refusal."""

    def __init__(
        self, catalogue: Catalogue, settings: ReplicateSettings, clock: SandboxClock, throttle: Throttle
    ) -> None:
        self._catalogue = catalogue
        self._settings = settings
        self._clock = clock
        self._throttle = throttle
        api = load_api()
        self._training, self._prediction, self._by_version = (
            Check(api["$defs"][name], "")
            for name in ("training_request", "prediction_request", "version_prediction_request")
        )

    async def training(self, request: web.Request) -> Run:
        """A training of the version in the path."""
        names = request.match_info
        model = self._catalogue.find(f"{names['owner']}/{names['name']}")
        body = await self._body(request, self._training, model)
        version = next((known for known in model.versions if known.id == names["version"]), None) if model else None
        if model is None or version is None or version.trainer_check is None:
            raise not_found()
        destination = self._catalogue.find(body["destination"])
        if destination is None or destination.owner != USERNAME:
            raise Problem(404, "Not found", NO_DESTINATION)
        version.trainer_check.refuse_wrong(body["input"])
        return self._run(request, RunKind.TRAINING, model, version, body, destination)

    async def official(self, request: web.Request) -> Run:
        """A prediction of the official model in the path; other models are not run by name."""
        model = self._catalogue.find(f"{request.match_info['owner']}/{request.match_info['name']}")
        body = await self._body(request, self._prediction, model)
        if model is None or not model.official:
            raise not_found()
        return self._predicting(request, model, model.versions[0], body)

    async def by_version(self, request: web.Request) -> Run:
        """A prediction of the version in the body: owner/name:id, the id alone, or an official owner/name."""
        body = await self._body(request, self._by_version, None)
        model_id, _, version_id = body["version"].rpartition(":")
        official = self._catalogue.find(body["version"])
        if official and official.official:
            return self._predicting(request, official, official.versions[0], body)
        found = self._catalogue.by_version(version_id)
        if found is None or (model_id and found[0].id != model_id):
            raise Problem(422, "Invalid version or not permitted", NO_VERSION)
        return self._predicting(request, *found, body)

    async def _body(self, request: web.Request, check: Check, model: Model | None) -> dict[str, Any]:
        raw = await read_body(request)
        try:
            body = json.loads(raw)
        except ValueError as broken:
            raise Problem(400, "Bad request", "The request body is not valid JSON") from broken
        entry = request[ENTRY]
        entry.body, entry.endpoint = body, model.id if model else None
        self._throttle.pass_or_refuse()
        if self._settings.balance == "exhausted":
            raise Problem(402, "Insufficient credit", NO_CREDIT)
        check.refuse_wrong(body)
        checked: dict[str, Any] = body
        return checked

    def _predicting(self, request: web.Request, model: Model, version: Version, body: dict[str, Any]) -> Run:
        version.check.refuse_wrong(body["input"])
        return self._run(request, RunKind.PREDICTION, model, version, body, None)

    def _run(
        self,
        request: web.Request,
        kind: RunKind,
        model: Model,
        version: Version,
        body: dict[str, Any],
        destination: Model | None,
    ) -> Run:
        now, real = self._clock.now(), self._clock.real_now()
        options = _options(body, request.headers)
        run = Run(kind, model, version, body["input"], options, now, real, destination)
        request[ENTRY].endpoint, request[ENTRY].request_id = model.id, run.id
        return run


def _options(body: Mapping[str, Any], headers: Mapping[str, str]) -> RunOptions:
    webhook = body.get("webhook")
    # The real one wants https and any host; the sandbox delivers to this machine alone.
    if webhook is not None and not is_loopback_url(webhook):
        raise invalid_field("webhook", "format", "The sandbox delivers webhooks to loopback addresses only")
    events = tuple(body.get("webhook_events_filter") or EVENTS)
    return RunOptions(webhook, events, _seconds(headers.get("Cancel-After")))


def _seconds(given: str | None) -> float | None:
    if given is None:
        return None
    match = _DURATION.fullmatch(given)
    if not given or match is None:
        raise invalid_field("Cancel-After", "format", "Invalid duration")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total < _LEAST_SECONDS:
        raise invalid_field("Cancel-After", "number_gte", "The minimum duration is 5 seconds")
    return float(total)
