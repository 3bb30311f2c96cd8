"""fal's platform API: our own calls of the past, unit prices, and what an endpoint takes."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

from services.errors import ProviderError
from services.providers.base import Listed, ProviderRef
from services.providers.fal.addresses import OFFICIAL, Place
from services.providers.fal.schemas import read_input_schema
from services.providers.questions import question_error
from services.providers.wire import AnswerError, WireError

PAGE_SIZE = 100
"""The most that fal gives in one page."""

MOST_PAGES = 50
"""Guard against a list without an end."""

MOST_PRICED = 50
"""The most endpoints that fal prices in one question."""

LEAST_PRICE = Decimal("1e-9")
MOST_PRICE = Decimal("1e6")
"""USD for one unit. What is outside is no price, and too long to be written out."""

_ID = re.compile(r"[A-Za-z0-9_\-]{1,128}")
_BASE = OFFICIAL[Place.API]


class PlatformApi:
    """Questions to api.fal.ai through a client that carries our key. All raise `ProviderError`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def calls(self, endpoint: str, since: datetime, until: datetime) -> list[Listed]:
        """Calls of `endpoint` that fal lists for the time from `since` to before `until`, with their inputs."""
        params = {
            "endpoint_id": endpoint,
            "start": _iso(since),
            "end": _iso(until),
            "expand": "payloads",
            "limit": str(PAGE_SIZE),
        }
        found: dict[str, Listed] = {}
        for _ in range(MOST_PAGES):
            page = await self._get("/v1/models/requests/by-endpoint", params)
            for item in _rows(page, "items"):
                listed = read_call(item, endpoint)
                if listed is not None:
                    found[listed.ref.id] = listed
            cursor = page.get("next_cursor")
            if not isinstance(cursor, str) or not cursor or cursor == params.get("cursor"):
                return list(found.values())
            params["cursor"] = cursor
        raise ProviderError("provider-answer")

    async def prices(self, endpoints: Sequence[str]) -> dict[str, Decimal]:
        """USD for one unit of each endpoint; those without a price in USD are left out."""
        wanted = list(dict.fromkeys(endpoints))
        found: dict[str, Decimal] = {}
        for start in range(0, len(wanted), MOST_PRICED):
            found |= await self._some_prices(wanted[start : start + MOST_PRICED])
        return found

    async def input_schema(self, endpoint: str) -> Mapping[str, Any]:
        """The JSON Schema of what `endpoint` takes; `ProviderError('provider-answer', status=404)` without such one."""
        page = await self._get("/v1/models", {"endpoint_id": endpoint, "expand": "openapi-3.0"})
        for row in _rows(page, "models"):
            if row.get("endpoint_id") == endpoint:
                return read_input_schema(row.get("openapi"), endpoint)
        raise ProviderError("provider-answer", status=404)

    async def _some_prices(self, wanted: list[str]) -> dict[str, Decimal]:
        try:
            page = await self._get("/v1/models/pricing", {"endpoint_id": wanted})
        except ProviderError as error:
            if error.params.get("status") != 404:
                raise
            # One endpoint that fal no longer has spoils the whole answer: ask for fewer.
            halves = (wanted[: len(wanted) // 2], wanted[len(wanted) // 2 :]) if len(wanted) > 1 else ()
            return {name: price for half in halves for name, price in (await self._some_prices(half)).items()}
        prices = {item.get("endpoint_id"): read_price(item) for item in _rows(page, "prices")}
        return {name: price for name in wanted if (price := prices.get(name)) is not None}

    async def _get(self, path: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            response = await self._client.request("GET", _BASE.join(path), params=dict(params))
        except AnswerError as answer:
            raise question_error(answer) from answer
        except WireError as error:
            raise ProviderError("provider-unreachable") from error
        try:
            page = json.loads(response.content, parse_float=Decimal)
        except ValueError as error:
            raise ProviderError("provider-answer") from error
        if not isinstance(page, Mapping):
            raise ProviderError("provider-answer")
        return page


def read_call(item: Mapping[str, Any], endpoint: str) -> Listed | None:
    """A row of the request list; None where it names no request. A row without input has no arguments."""
    request_id = item.get("request_id")
    if not isinstance(request_id, str) or not _ID.fullmatch(request_id):
        return None
    if item.get("endpoint_id", endpoint) != endpoint:
        return None
    arguments = item.get("json_input")
    started = _time(item.get("sent_at")) or _time(item.get("started_at"))
    return Listed(ProviderRef(request_id, endpoint), arguments if isinstance(arguments, Mapping) else {}, started)


def read_price(item: Mapping[str, Any]) -> Decimal | None:
    """The unit price of a row of the price list, if it is a sum in USD that anything can cost."""
    price = item.get("unit_price")
    if isinstance(price, bool) or not isinstance(price, (int, str, Decimal)) or item.get("currency", "USD") != "USD":
        return None
    try:
        value = Decimal(price)
    except InvalidOperation:
        return None
    return value if value.is_finite() and LEAST_PRICE <= value <= MOST_PRICE else None


def _rows(page: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = page.get(name)
    if not isinstance(rows, list):
        raise ProviderError("provider-answer")
    return [row for row in rows if isinstance(row, Mapping)]


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _time(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
