"""Turns a submit into a job: checks the account, the endpoint, the body, the webhook URL, the headers."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.bodies import read_body
from sandbox.fal.endpoints import Endpoint
from sandbox.fal.failures import JobFailure, model_failure, request_failure
from sandbox.fal.jobs import JobOptions
from sandbox.fal.lifetimes import lifetime_of
from sandbox.fal.settings import FalSettings
from sandbox.loopback import is_loopback_url
from sandbox.wire import ENTRY

LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."


async def read_submission(
    request: web.Request, endpoints: Mapping[str, Endpoint], settings: FalSettings
) -> tuple[Endpoint, dict[str, Any], JobOptions]:
    """The endpoint, the body and the options of a submit. Raises JobFailure with the answer of a refusal."""
    raw = await read_body(request)
    name = request.match_info["endpoint"]
    entry = request[ENTRY]
    entry.endpoint = name
    body = _json(raw)
    entry.body = body
    endpoint = endpoints.get(name)
    if endpoint is None:
        raise JobFailure(404, {"detail": f'Application "{name}" not found'}, "not_found")
    if settings.balance == "exhausted":
        raise JobFailure(403, {"detail": LOCKED}, "locked")
    if settings.validation == "submit" and (problems := endpoint.check.problems(body)):
        raise model_failure(problems)
    return endpoint, body, _options(request)


def _json(raw: bytes) -> Any:
    try:
        body = json.loads(raw)
    except ValueError as broken:
        item = {"loc": ["body", 0], "msg": "JSON decode error", "type": "json_invalid", "input": {}}
        raise model_failure([item]) from broken
    if not isinstance(body, dict):
        text = "Input should be a valid dictionary"
        raise model_failure([{"loc": ["body"], "msg": text, "type": "model_attributes_type", "input": body}])
    return body


def _options(request: web.Request) -> JobOptions:
    try:
        lifetime = lifetime_of(request.headers.get("X-Fal-Object-Lifecycle-Preference"))
        # The second name is the older one; with both, the first counts.
        timeout = request.headers.get("X-Fal-Request-Start-Timeout", request.headers.get("X-Fal-Request-Timeout"))
        start_timeout = None if timeout is None else float(timeout)
    except ValueError as wrong:
        raise request_failure("bad_request", f"Invalid header: {wrong}") from wrong
    if start_timeout is not None and not 0.1 < start_timeout < float("inf"):
        raise request_failure("bad_request", "The request timeout must be greater than 0.1 seconds")
    return JobOptions(
        webhook_url=_webhook_url(request.query.get("fal_webhook")),
        start_timeout=start_timeout,
        store_io=request.headers.get("X-Fal-Store-IO") != "0",
        output_lifetime=lifetime,
    )


def _webhook_url(url: str | None) -> str | None:
    """The URL unless it leads away from this machine: the sandbox speaks to nobody else."""
    if url is not None and not is_loopback_url(url):
        raise request_failure("bad_request", "The sandbox delivers webhooks to loopback addresses only")
    return url
