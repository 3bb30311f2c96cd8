"""Replicate's own lists find a call whose answer was lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.errors import ProviderError
from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.services.providers.replicate.facts import OFFICIAL_MODEL, TRAINER, call
from tests.support.clock import FakeClock

SINCE = datetime(2026, 11, 1, 12, tzinfo=UTC)
UNTIL = SINCE + timedelta(hours=2)
NEXT = "https://api.replicate.com/v1/trainings?cursor=c-2"


def row(name: str, **changed: Any) -> dict[str, Any]:
    return call(id=name, input={"input_images": name}, **changed)


def page(*rows: object, following: str | None = None) -> Reply:
    return as_json({"next": following, "previous": None, "results": rows})


async def test_all_pages_of_trainings_are_read(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """The cursor is followed, but not the host it came with."""
    recorder.plays(page(row("a"), row("b"), following=NEXT), page(row("b"), row("c", status="aborted")))
    found = await replicate.listed(TRAINER, SINCE, UNTIL)
    assert [(one.ref.id, one.arguments["input_images"]) for one in found] == [("a", "a"), ("b", "b"), ("c", "c")]
    assert {one.ref.endpoint for one in found} == {TRAINER}
    assert found[0].started_at == SINCE + timedelta(minutes=30, microseconds=990893)
    assert [seen.target for seen in recorder.seen] == ["/v1/trainings", "/v1/trainings?cursor=c-2"]


async def test_predictions_are_asked_for_by_time(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """An account may make thousands of pictures a day."""
    recorder.plays(page(row("a", model=OFFICIAL_MODEL), row("b", model="other/model")))
    (found,) = await replicate.listed(OFFICIAL_MODEL, SINCE, UNTIL)
    assert found.ref.id == "a"
    assert recorder.seen[0].path == "/v1/predictions"
    asked = {"created_after": ["2026-11-01T12:00:00Z"], "created_before": ["2026-11-01T14:00:00Z"]}
    assert recorder.seen[0].query == asked


async def test_pictures_of_trained_versions_are_listed_for_any_model_of_ours(
    replicate: ReplicateProvider, recorder: Recorder
) -> None:
    """Each is named by the model of its own LoRA, and says which version it ran; one that hides it matches none.

    The list of the whole account is the same one: a language model's answer and other models are nothing of ours."""
    own, other = f"acme/lora-{'1' * 32}", f"acme/lora-{'2' * 32}"
    rows = [row("a", model=own, version="1" * 64), row("b", model=other, version=None)]
    strangers = [row("c", model="meta/some-llm", version="3" * 64), row("d", model="acme/portrait")]
    recorder.plays(page(*rows, *strangers))
    found = await replicate.listed("trained-version", SINCE, UNTIL)
    assert [(one.ref.id, one.ref.endpoint) for one in found] == [("a", "trained-version"), ("b", "trained-version")]
    assert [one.target for one in found] == [f"{own}:{'1' * 64}", None]


async def test_reading_stops_at_the_first_older_call(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """The newest come first: what follows is older still."""
    old, young = row("old", created_at="2026-11-01T11:59:59Z"), row("young", created_at="2026-11-01T14:00:00Z")
    recorder.plays(page(young, row("a"), old, following=NEXT))
    assert [one.ref.id for one in await replicate.listed(TRAINER, SINCE, UNTIL)] == ["a"]
    assert len(recorder.seen) == 1


async def test_odd_rows_are_passed_over(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """A row without a usable id is nothing; one whose input was removed matches nothing."""
    rows = [3, {}, row("../x"), row("other", model="other/trainer"), call(id="bare", input=None, created_at="?")]
    recorder.plays(page(*rows))
    (bare,) = await replicate.listed(TRAINER, SINCE, UNTIL)
    assert (bare.ref.id, dict(bare.arguments), bare.started_at) == ("bare", {}, None)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503),
        Reply(403),
        Reply(drop=True),
        Reply(body=b"?"),
        as_json([]),
        as_json({"results": None}),
        page(following="https://api.replicate.com/v1/trainings"),
        page(following="https://[::1"),
    ],
    ids=range(8),
)
async def test_a_list_that_cannot_be_read_is_no_empty_list(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply
) -> None:
    """ "Not listed" may only be said of a list that was read."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await replicate.listed(TRAINER, SINCE, UNTIL)


async def test_a_list_without_an_end_is_given_up(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """A part of the list is not passed off as the whole, and a page that follows itself is not read for ever."""
    recorder.plays(*(page(following=f"https://x.example/?cursor={n}") for n in range(60)))
    with pytest.raises(ProviderError):
        await replicate.listed(TRAINER, SINCE, UNTIL)
    assert len(recorder.seen) == 50
    recorder.plays(page(following=NEXT))
    with pytest.raises(ProviderError):
        await replicate.listed(TRAINER, SINCE, UNTIL)
    assert len(recorder.seen) == 52


async def test_replicate_is_asked_in_real_time(
    replicate: ReplicateProvider, recorder: Recorder, clock: FakeClock
) -> None:
    """A clock that tests have moved does not move Replicate's."""
    clock.advance(days=2)
    recorder.plays(page(row("a", model=OFFICIAL_MODEL)))
    (found,) = await replicate.listed(OFFICIAL_MODEL, SINCE + clock.shift, UNTIL + clock.shift)
    assert recorder.seen[0].query["created_after"] == ["2026-11-01T12:00:00Z"]
    assert found.started_at == SINCE + timedelta(minutes=30, microseconds=990893) + clock.shift
