"""A measured provider does what the provider does, and every call is counted."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.measured_provider import MeasuredProvider, OpenProvider
from services.errors import BrokenArtefactError, ProviderError
from services.providers.base import (
    Accepted,
    CheckableProvider,
    Hint,
    Missing,
    PaidCall,
    Provider,
    ProviderRef,
    RefusalReason,
    Refused,
    SubmitAnswer,
    WebhookRefusedError,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REF = ProviderRef("call-1", "endpoint")
CALL = PaidCall("endpoint", {})


class Tally:
    """Keeps what was counted."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, str]] = []

    def call(self, provider: str, operation: str, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        self.calls.append((provider, operation, outcome))


class Recording:
    """A provider that answers every question with `answers[method]`, an exception or its own name."""

    name = "fal"
    absence_is_proof = True
    looks_per_second = 3.0

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, method: str) -> Any:
        async def answer(*arguments: Any, **named: Any) -> Any:
            self.asked.append((method, arguments, named))
            found = self.answers.get(method, method)
            if isinstance(found, BaseException):
                raise found
            return found

        return answer

    def page_of(self, endpoint: str, ref_id: str | None = None) -> str:
        return f"page of {endpoint} {ref_id}"

    async def download(self, url: str) -> AsyncIterator[bytes]:
        for piece in self.answers["download"]:
            if isinstance(piece, BaseException):
                raise piece
            yield piece


def measured(**answers: Any) -> tuple[MeasuredProvider, Recording, Tally]:
    inner, tally = Recording(**answers), Tally()
    provider: OpenProvider = inner  # type: ignore[assignment]
    return MeasuredProvider(provider, tally), inner, tally


QUESTIONS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "submit": ((CALL,), {}),
    "look": ((REF,), {}),
    "cancel": ((REF,), {}),
    "listed": (("endpoint", NOW, NOW), {}),
    "upload": ((b"x",), {"file_name": "x.zip", "content_type": "application/zip", "seconds": 5}),
    "discard": (("url",), {}),
    "place": (("name",), {}),
    "destination": (("name",), {}),
    "forget": (("place",), {}),
    "complete": (("instruction", "text"), {}),
    "prices": ((["endpoint"],), {}),
    "verify_webhook": (({}, b"body"), {}),
    "check_key": ((), {}),
    "input_schema": (("endpoint",), {}),
}


def test_every_method_of_the_port_is_tried_here() -> None:
    """A method that is added to the port must not bypass the meter."""
    port = {
        name
        for kind in (Provider, CheckableProvider)
        for name, found in vars(kind).items()
        if inspect.isfunction(found) and not name.startswith("_")
    }
    assert port == {*QUESTIONS, "download", "page_of"}


@pytest.mark.parametrize("method", QUESTIONS)
async def test_a_question_is_handed_on_and_counted(method: str) -> None:
    """With its arguments as they are; the answer comes back as it is."""
    provider, inner, tally = measured()
    arguments, named = QUESTIONS[method]
    answer = await getattr(provider, method)(*arguments, **named)
    assert inner.asked == [(method, arguments, named)]
    assert answer in (method, None)
    outcome = "str" if method in ("submit", "look") else "ok"
    assert tally.calls == [("fal", method, outcome)]


@pytest.mark.parametrize("method", QUESTIONS)
async def test_an_expected_error_is_counted_by_its_code_and_raised(method: str) -> None:
    """So that an operator sees whether a provider is silent or refuses our key."""
    failure = ProviderError("provider-unreachable")
    provider, _, tally = measured(**{method: failure})
    arguments, named = QUESTIONS[method]
    with pytest.raises(ProviderError) as raised:
        await getattr(provider, method)(*arguments, **named)
    assert raised.value is failure
    assert tally.calls == [("fal", method, "provider-unreachable")]


@pytest.mark.parametrize(
    ("answer", "outcome"), [(Accepted(REF), "accepted"), (Refused(RefusalReason.NO_CREDIT), "refused")]
)
async def test_the_answers_of_a_paid_call_are_told_apart(answer: SubmitAnswer, outcome: str) -> None:
    """An unknown one may have cost money."""
    provider, _, tally = measured(submit=answer, look=Missing())
    assert await provider.submit(CALL) is answer
    await provider.look(REF)
    assert tally.calls == [("fal", "submit", outcome), ("fal", "look", "missing")]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(WebhookRefusedError("old"), "refused"), (asyncio.CancelledError(), "failed"), (ValueError("x"), "failed")],
)
async def test_whatever_happens_is_counted_once(error: BaseException, outcome: str) -> None:
    """Also a call that is cut off at shutdown."""
    provider, _, tally = measured(verify_webhook=error)
    with pytest.raises(type(error)):
        await provider.verify_webhook({}, b"")
    assert tally.calls == [("fal", "verify_webhook", outcome)]


async def test_a_download_is_counted_when_it_ends() -> None:
    """With its pieces untouched, and with its error when there is one."""
    provider, _, tally = measured(download=[b"a", b"b"])
    assert [piece async for piece in provider.download("url")] == [b"a", b"b"]
    broken, _, errors = measured(download=[b"a", BrokenArtefactError("artefact-gone")])
    with pytest.raises(BrokenArtefactError):
        [piece async for piece in broken.download("url")]
    assert tally.calls == [("fal", "download", "ok")]
    assert errors.calls == [("fal", "download", "artefact-gone")]


async def test_what_is_no_call_is_handed_on() -> None:
    """Its name, its habits, and its page."""
    provider, inner, tally = measured(close=None, verify_webhook=Hint("1", "2"))
    assert (provider.name, provider.absence_is_proof, provider.looks_per_second) == ("fal", True, 3.0)
    assert provider.page_of("endpoint", "call-1") == "page of endpoint call-1"
    await provider.close()
    assert [method for method, _, _ in inner.asked] == ["close"]
    assert tally.calls == []
