"""Calls that are in fal's queue: their state, their result, their cancellation."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx
from fal_client.client import AsyncRequestHandle

from services.errors import ProviderError
from services.providers.base import Broken, Done, Look, Missing, ProviderRef, Waiting, Working
from services.providers.fal.addresses import FalAddresses, Place
from services.providers.fal.failures import Complaint, broken, complaint_of
from services.providers.questions import question_error
from services.providers.wire import AnswerError, WireError

URL_NAMES = ("status_url", "response_url", "cancel_url")
_ID = re.compile(r"[A-Za-z0-9_\-]{1,128}")
_ALREADY_OVER = (400, 404)
_UNITS = "x-fal-billable-units"


class QueueCalls:
    """Questions about calls through a client that carries our key."""

    def __init__(self, client: httpx.AsyncClient, addresses: FalAddresses) -> None:
        self._client = client
        self._addresses = addresses

    def trusted_urls(self, handle: AsyncRequestHandle) -> dict[str, str]:
        """The addresses fal gave for a call, without any that is not on its queue."""
        given = {name: getattr(handle, name) for name in URL_NAMES}
        return {name: url for name, url in given.items() if self._is_ours(url)}

    async def look(self, ref: ProviderRef) -> Look:
        """The present state. fal has no "failed": a failure is a completed call whose result is an error."""
        try:
            status, _ = await self._get(self._url(ref, "status_url"), {"logs": "true"})
        except AnswerError as answer:
            if answer.status == 404:
                return Missing()
            raise question_error(answer) from answer
        match status.get("status") if isinstance(status, Mapping) else None:
            case "IN_QUEUE":
                position = status.get("queue_position")
                return Waiting(position if isinstance(position, int) else None)
            case "IN_PROGRESS":
                return Working(log_lines(status))
            case "COMPLETED":
                return await self._result(ref, status)
        raise ProviderError("provider-answer")

    async def cancel(self, ref: ProviderRef) -> None:
        """Asks for the end; a call that is over or unknown needs no end."""
        try:
            await self._client.request("PUT", self._url(ref, "cancel_url"))
        except AnswerError as answer:
            if answer.status not in _ALREADY_OVER:
                raise question_error(answer) from answer
        except WireError as error:
            raise ProviderError("provider-unreachable") from error

    async def _result(self, ref: ProviderRef, status: Mapping[str, Any]) -> Look:
        try:
            output, headers = await self._get(self._url(ref, "response_url"), {})
        except AnswerError as answer:
            return _failed(answer, _stated(status))
        if stated := _stated(status):
            return broken(stated)
        if not isinstance(output, Mapping):
            return Broken("provider-output", "the result is no object")
        return Done(output, log_lines(status), read_units(headers.get(_UNITS)))

    async def _get(self, url: str, params: Mapping[str, str]) -> tuple[Any, Mapping[str, str]]:
        try:
            response = await self._client.request("GET", url, params=dict(params) or None)
            return json.loads(response.content), response.headers
        except AnswerError:
            raise
        except WireError as error:
            raise ProviderError("provider-unreachable") from error
        except ValueError as error:
            raise ProviderError("provider-answer") from error

    def _url(self, ref: ProviderRef, name: str) -> str:
        """The stored address, or the one fal documents where none was stored (a call found in the list)."""
        stored = ref.urls.get(name, "")
        if self._is_ours(stored):
            return stored
        if not _ID.fullmatch(ref.id):
            raise ProviderError("provider-answer")
        return str(getattr(AsyncRequestHandle.from_request_id(self._client, ref.endpoint, ref.id), name))

    def _is_ours(self, url: Any) -> bool:
        """Whether our key may go there: fal's queue, by its official or its configured address."""
        try:
            located = self._addresses.locate(httpx.URL(url)) if isinstance(url, str) else None
        except httpx.InvalidURL:
            return False
        return located is not None and located[0] is Place.QUEUE


def log_lines(status: Mapping[str, Any]) -> tuple[str, ...]:
    """The messages of a status answer; fal repeats all of them each time, and may send null."""
    logs = status.get("logs")
    if not isinstance(logs, list):
        return ()
    messages = [entry.get("message") for entry in logs if isinstance(entry, Mapping)]
    return tuple(message for message in messages if isinstance(message, str))


def read_units(text: str | None) -> Decimal | None:
    """What fal bills of a call, in the units of the endpoint's price; None when it does not say so readably."""
    try:
        units = Decimal(text) if text and len(text) <= 32 else None
    except InvalidOperation:
        return None
    return units if units is not None and units.is_finite() and units >= 0 else None


def _stated(status: Mapping[str, Any]) -> Complaint | None:
    """What the status itself says of a failure."""
    error, kind = status.get("error"), status.get("error_type")
    if not error and not kind:
        return None
    prose = re.search(r"\b([45][0-9]{2})\b", error) if isinstance(error, str) else None
    types = (kind,) if isinstance(kind, str) and _ID.fullmatch(kind) else ()
    return Complaint(int(prose.group(1)) if prose else 500, types)


def _failed(answer: AnswerError, stated: Complaint | None) -> Look:
    """A completed call whose result is an error. Only an answer in one of fal's own error forms is the call's
    result; anything else may be a door on the way there."""
    complaint = complaint_of(answer)
    if stated is None and answer.status == 404:
        return Missing()
    is_about_us = stated is None and answer.status in (401, 403)
    if complaint.types and not is_about_us:
        return broken(complaint)
    if stated is not None:
        return broken(stated)
    raise question_error(answer) from answer
