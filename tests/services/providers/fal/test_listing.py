"""fal's own list finds a call whose answer was lost; its price list names sums in USD."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.errors import ProviderError
from services.providers.fal import FalProvider
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.support.clock import FakeClock

SINCE = datetime(2026, 11, 1, 12, tzinfo=UTC)
UNTIL = SINCE + timedelta(hours=2)
TRAINER = "fal-ai/flux-lora-fast-training"


def row(name: str, **changed: Any) -> dict[str, Any]:
    times = {"sent_at": "2026-11-01T12:30:00Z", "started_at": "2026-11-01T12:31:00Z"}
    return {"request_id": name, "endpoint_id": TRAINER, "json_input": {"images_data_url": name}, **times, **changed}


async def test_all_pages_are_read(fal: FalProvider, recorder: Recorder) -> None:
    """Time range and inputs are asked for, and the cursor is followed to the end."""
    recorder.plays(
        as_json({"items": [row("a"), row("b")], "next_cursor": "c-2", "has_more": True}),
        as_json({"items": [row("b"), row("c")], "next_cursor": None, "has_more": False}),
    )
    found = await fal.listed(TRAINER, SINCE, UNTIL)
    assert [(one.ref.id, one.arguments["images_data_url"]) for one in found] == [("a", "a"), ("b", "b"), ("c", "c")]
    assert found[0].started_at == SINCE + timedelta(minutes=30)
    first, second = recorder.seen
    assert first.path == "/api/v1/models/requests/by-endpoint"
    assert first.query == {
        "endpoint_id": [TRAINER],
        "start": ["2026-11-01T12:00:00Z"],
        "end": ["2026-11-01T14:00:00Z"],
        "expand": ["payloads"],
        "limit": ["100"],
    }
    assert second.query == first.query | {"cursor": ["c-2"]}


async def test_odd_rows_are_passed_over(fal: FalProvider, recorder: Recorder) -> None:
    """A row without a usable id is nothing; one whose input was not kept matches nothing."""
    rows = [3, {}, row("../x"), row("other", endpoint_id="fal-ai/other"), row("bare", json_input=None, sent_at="?")]
    recorder.plays(as_json({"items": rows}))
    (bare,) = await fal.listed(TRAINER, SINCE, UNTIL)
    assert (bare.ref.id, dict(bare.arguments)) == ("bare", {})
    assert bare.started_at == SINCE + timedelta(minutes=31)


@pytest.mark.parametrize(
    "reply", [Reply(503), Reply(403), Reply(drop=True), Reply(body=b"?"), as_json([]), as_json({"items": None})]
)
async def test_a_list_that_cannot_be_read_is_no_empty_list(fal: FalProvider, recorder: Recorder, reply: Reply) -> None:
    """ "Not listed" may only be said of a list that was read."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await fal.listed(TRAINER, SINCE, UNTIL)


async def test_a_list_without_an_end_is_given_up(fal: FalProvider, recorder: Recorder) -> None:
    """A part of the list is not passed off as the whole."""
    recorder.plays(*(as_json({"items": [], "next_cursor": f"c-{n}"}) for n in range(60)))
    with pytest.raises(ProviderError):
        await fal.listed(TRAINER, SINCE, UNTIL)
    assert len(recorder.seen) == 50


async def test_fal_is_asked_in_real_time(fal: FalProvider, recorder: Recorder, clock: FakeClock) -> None:
    """A clock that tests have moved does not move fal's."""
    clock.advance(days=2)
    recorder.plays(as_json({"items": [row("a")]}))
    (found,) = await fal.listed(TRAINER, SINCE + clock.shift, UNTIL + clock.shift)
    assert recorder.seen[0].query["start"] == ["2026-11-01T12:00:00Z"]
    assert found.started_at == SINCE + timedelta(minutes=30) + clock.shift


async def test_prices_are_exact_and_in_usd(fal: FalProvider, recorder: Recorder) -> None:
    """No binary fractions, no other currency, nothing that was not asked for, no sum that nothing can cost."""
    rows = [
        {"endpoint_id": "a", "unit_price": 0.0024, "unit": "steps", "currency": "USD"},
        {"endpoint_id": "b", "unit_price": "2", "unit": "steps", "currency": "USD"},
        {"endpoint_id": "c", "unit_price": 1, "unit": "credits", "currency": "credits"},
        {"endpoint_id": "d", "unit_price": None, "currency": "USD"},
        {"endpoint_id": "e", "unit_price": -1, "currency": "USD"},
        {"endpoint_id": "f", "unit_price": "1e999999999", "currency": "USD"},
        {"endpoint_id": "g", "unit_price": "1e-999999999", "currency": "USD"},
        {"endpoint_id": "h", "unit_price": 0, "currency": "USD"},
        {"endpoint_id": "i", "unit_price": "1000001", "currency": "USD"},
        {"endpoint_id": "x", "unit_price": 1, "currency": "USD"},
    ]
    recorder.plays(as_json({"prices": rows}))
    assert await fal.prices(list("abcdefghi")) == {"a": Decimal("0.0024"), "b": Decimal(2)}
    assert recorder.seen[0].query["endpoint_id"] == list("abcdefghi")


async def test_no_endpoint_no_question(fal: FalProvider, recorder: Recorder) -> None:
    """Nothing asked, nothing sent."""
    assert await fal.prices([]) == {}
    assert recorder.seen == []


async def test_prices_that_cannot_be_had_are_an_error(fal: FalProvider, recorder: Recorder) -> None:
    """The caller falls back to its own table, knowingly."""
    recorder.plays(Reply(503))
    with pytest.raises(ProviderError):
        await fal.prices(["a", "b"])
