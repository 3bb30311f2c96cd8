"""Calls that were taken: their state, their cancellation, and the list of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from services.errors import ProviderError
from services.providers.base import Listed, Look, Missing, ProviderRef
from services.providers.questions import question_error
from services.providers.replicate.api import Api, as_object, is_id, is_model, is_own_model
from services.providers.replicate.reading import read_state
from services.providers.replicate.times import read_time, write_time
from services.providers.wire import AnswerError

MOST_PAGES = 50
"""Guard against a list without an end; a page has 100 calls."""

# A call that is over or gone needs no end; which of these says so differs from page to page.
_ALREADY_OVER = (400, 404, 409, 410, 422)


class Calls:
    """Questions about trainings (calls of `trainers`) and predictions (all others). All raise `ProviderError`."""

    def __init__(self, api: Api, trainers: frozenset[str]) -> None:
        self._api = api
        self._trainers = trainers

    async def look(self, ref: ProviderRef) -> Look:
        """The present state."""
        body = await self._api.find(self._path(ref))
        if body is None:
            return Missing()
        is_training = ref.endpoint in self._trainers
        # Official models, which are called by their names, have a price per picture; all else is billed by the second.
        return read_state(body, is_training=is_training, bills_pictures=not is_training and is_model(ref.endpoint))

    async def cancel(self, ref: ProviderRef) -> None:
        """Asks for the end."""
        try:
            await self._api.send("POST", f"{self._path(ref)}/cancel")
        except AnswerError as answer:
            if answer.status not in _ALREADY_OVER:
                raise question_error(answer) from answer

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> list[Listed]:
        """Calls of `endpoint` from `since` to before `until`, with their inputs. Calls of trained versions are those of
        models that we have made: the list names each by its own model."""
        is_training = endpoint in self._trainers
        # Only the list of predictions can be asked for a time; both begin with the newest call.
        params = {} if is_training else {"created_after": write_time(since), "created_before": write_time(until)}
        found: dict[str, Listed] = {}
        for _ in range(MOST_PAGES):
            page = await self._api.ask(f"/v1/{_list_name(is_training)}", params)
            rows = _rows(page)
            for row in rows:
                call = read_call(row, endpoint)
                if call and (call.started_at is None or since <= call.started_at < until):
                    found[call.ref.id] = call
            params = {} if any(_is_before(row, since) for row in rows) else _next_page(page, params)
            if not params:
                return list(found.values())
        raise ProviderError("provider-answer")

    def _path(self, ref: ProviderRef) -> str:
        """Built from the id: the addresses in an answer are not always those of its kind."""
        if not is_id(ref.id):
            raise ProviderError("provider-answer")
        return f"/v1/{_list_name(ref.endpoint in self._trainers)}/{ref.id}"


def read_call(row: Mapping[str, Any], endpoint: str) -> Listed | None:
    """A row of the list; None where it names no call of `endpoint`. Input that was removed is no arguments."""
    call_id, model = row.get("id"), row.get("model")
    if not is_id(call_id) or not (model == endpoint if is_model(endpoint) else is_own_model(model)):
        return None
    arguments = row.get("input")
    return Listed(
        ProviderRef(str(call_id), endpoint),
        arguments if isinstance(arguments, Mapping) else {},
        read_time(row.get("created_at")),
        None if is_model(endpoint) else _version(model, row.get("version")),
    )


def _version(model: Any, version: Any) -> str | None:
    """The version that a prediction ran, as "owner/name:id"."""
    if not isinstance(model, str) or not isinstance(version, str):
        return None
    return version if ":" in version else f"{model}:{version}"


def _list_name(is_training: bool) -> str:
    return "trainings" if is_training else "predictions"


def _rows(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = page.get("results")
    if not isinstance(rows, list):
        raise ProviderError("provider-answer")
    return [as_object(row) for row in rows if isinstance(row, Mapping)]


def _next_page(page: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, str]:
    """The query of the next page, nothing after the last. Only the query is taken from the address given: our token
    follows no address."""
    address = page.get("next")
    if not isinstance(address, str) or not address:
        return {}
    try:
        params = dict(httpx.URL(address).params)
    except httpx.InvalidURL as error:
        raise ProviderError("provider-answer") from error
    if not params or params == asked:
        raise ProviderError("provider-answer")
    return params


def _is_before(row: Mapping[str, Any], since: datetime) -> bool:
    created = read_time(row.get("created_at"))
    return created is not None and created < since
