"""A LoRA's trainings go into a private model of our own, made when it is missing."""

import json

import pytest

from services.errors import ProviderError
from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder, Reply, Seen, as_json
from tests.services.providers.replicate.facts import model, replicate_at
from tests.support.clock import FakeClock

PATH = "/v1/models/acme/lora-1"
HARDWARE = as_json([{"name": "CPU", "sku": "cpu"}, {"name": "H100", "sku": "gpu-h100"}, {"sku": "gpu-t4"}])
THERE = as_json(model("acme/lora-1", None))


def asked(recorder: Recorder) -> list[tuple[str, str]]:
    return [(seen.method, seen.path) for seen in recorder.seen]


def made(recorder: Recorder) -> list[Seen]:
    return [seen for seen in recorder.seen if (seen.method, seen.path) == ("POST", "/v1/models")]


async def test_a_destination_that_is_there_is_used(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """One question, nothing made."""
    recorder.by_path[PATH] = THERE
    assert await replicate.destination("lora-1") == "acme/lora-1"
    assert asked(recorder) == [("GET", PATH)]


@pytest.mark.parametrize(
    ("hardware", "sku"),
    [
        (HARDWARE, "gpu-t4"),
        (as_json([{"sku": "cpu"}, {"sku": "gpu-h100"}, {"sku": "gpu-l40s"}]), "gpu-l40s"),
        (as_json([3, {"name": "x"}, {"sku": "something-to-come"}]), "something-to-come"),
    ],
)
async def test_a_missing_destination_is_made_private(
    replicate: ReplicateProvider, recorder: Recorder, hardware: Reply, sku: str
) -> None:
    """A public one would draw this person for everybody; the hardware is the cheapest that Replicate offers."""
    recorder.by_path |= {PATH: Reply(404), "/v1/hardware": hardware, "/v1/models": as_json(model("acme/lora-1"), 201)}
    assert await replicate.destination("lora-1") == "acme/lora-1"
    (post,) = made(recorder)
    wanted = {"owner": "acme", "name": "lora-1", "visibility": "private", "hardware": sku}
    assert json.loads(post.body) == wanted


@pytest.mark.parametrize("status", [409, 422])
async def test_a_destination_that_another_replica_made_is_used(
    replicate: ReplicateProvider, recorder: Recorder, status: int
) -> None:
    """It was missing when asked for, and there when it was to be made."""
    recorder.by_path |= {"/v1/hardware": HARDWARE, "/v1/models": Reply(status)}
    recorder.plays(Reply(404), THERE)
    assert await replicate.destination("lora-1") == "acme/lora-1"
    assert asked(recorder)[-1] == ("GET", PATH)


@pytest.mark.parametrize("reply", [Reply(status) for status in (400, 401, 409, 422, 429, 500)] + [Reply(drop=True)])
async def test_a_destination_that_cannot_be_made_is_an_error(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply
) -> None:
    """Tried once; a later try begins with the question again."""
    recorder.by_path |= {PATH: Reply(404), "/v1/hardware": HARDWARE, "/v1/models": reply}
    with pytest.raises(ProviderError):
        await replicate.destination("lora-1")
    assert len(made(recorder)) == 1


@pytest.mark.parametrize("reply", [Reply(500), Reply(body=b"?"), as_json({}), as_json([]), as_json([{"sku": ""}])])
async def test_without_hardware_nothing_is_made(replicate: ReplicateProvider, recorder: Recorder, reply: Reply) -> None:
    """The field must be filled with something that Replicate knows."""
    recorder.by_path |= {PATH: Reply(404), "/v1/hardware": reply}
    with pytest.raises(ProviderError):
        await replicate.destination("lora-1")
    assert made(recorder) == []


@pytest.mark.parametrize("visibility", ["public", "unlisted", "", None, True])
@pytest.mark.parametrize("is_there", [True, False])
async def test_a_destination_that_is_not_private_is_refused(
    replicate: ReplicateProvider, recorder: Recorder, is_there: bool, visibility: object
) -> None:
    """Somebody opened it by hand, or Replicate did not do as told: faces do not go there."""
    seen = as_json(model("acme/lora-1", visibility=visibility))
    recorder.by_path |= {"/v1/hardware": HARDWARE, "/v1/models": seen}
    recorder.plays(*([] if is_there else [Reply(404)]), seen)
    with pytest.raises(ProviderError):
        await replicate.destination("lora-1")


@pytest.mark.parametrize("answer", [as_json({}, 201), as_json({"visibility": None}, 201), as_json([], 201)])
async def test_what_was_made_without_saying_for_whom_is_looked_at(
    replicate: ReplicateProvider, recorder: Recorder, answer: Reply
) -> None:
    """Once more, and then it has to be private."""
    recorder.by_path |= {"/v1/hardware": HARDWARE, "/v1/models": answer}
    recorder.plays(Reply(404), THERE)
    assert await replicate.destination("lora-1") == "acme/lora-1"
    assert asked(recorder)[-1] == ("GET", PATH)
    assert len(made(recorder)) == 1


async def test_a_place_is_told_without_being_made(recorder: Recorder, clock: FakeClock) -> None:
    """It is written down before anything is there; only the account's name may have to be asked for."""
    provider = replicate_at(recorder.url, clock, username=None)
    recorder.by_path["/v1/account"] = as_json({"type": "user", "username": "acme"})
    assert await provider.place("lora-1") == "acme/lora-1"
    assert asked(recorder) == [("GET", "/v1/account")]
    await provider.close()


async def test_without_a_username_the_account_owns_it(recorder: Recorder, clock: FakeClock) -> None:
    """Asked once, then kept."""
    provider = replicate_at(recorder.url, clock, username=None)
    recorder.by_path |= {"/v1/account": as_json({"type": "user", "username": "acme"}), PATH: THERE}
    for _ in range(2):
        assert await provider.destination("lora-1") == "acme/lora-1"
    assert asked(recorder) == [("GET", "/v1/account"), ("GET", PATH), ("GET", PATH)]
    await provider.close()


@pytest.mark.parametrize("reply", [Reply(401), Reply(503), as_json({}), as_json({"username": "a/b"}), Reply(drop=True)])
async def test_without_an_account_there_is_no_destination(recorder: Recorder, clock: FakeClock, reply: Reply) -> None:
    """And nothing is made under a name that is guessed."""
    provider = replicate_at(recorder.url, clock, username=None)
    recorder.by_path["/v1/account"] = reply
    with pytest.raises(ProviderError):
        await provider.destination("lora-1")
    assert asked(recorder) == [("GET", "/v1/account")]
    await provider.close()


async def test_a_name_that_leads_elsewhere_is_a_mistake_of_ours(replicate: ReplicateProvider) -> None:
    """It comes from our own ids, never from people."""
    for name in ("", "a/b", "..", "A", "x" * 41):
        with pytest.raises(ValueError, match="1 to 40"):
            await replicate.destination(name)


async def test_the_key_is_checked_by_asking_for_the_account(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """The doctor shows whose it is, whoever owns the destinations."""
    recorder.by_path["/v1/account"] = as_json({"type": "organization", "username": "somebody"})
    assert await replicate.check_key() == "somebody"
    recorder.by_path["/v1/account"] = Reply(401)
    with pytest.raises(ProviderError) as caught:
        await replicate.check_key()
    assert caught.value.code == "provider-key"
