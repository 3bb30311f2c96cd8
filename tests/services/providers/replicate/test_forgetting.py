"""What Replicate keeps of a model is removed with all versions, and nothing else of the account is."""

from collections.abc import Sequence

import pytest

from services.errors import ProviderError
from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.services.providers.replicate.facts import model, replicate_at
from tests.support.clock import FakeClock

NAME = "lora-" + "0a" * 16
PLACE = f"acme/{NAME}"
PATH = f"/v1/models/{PLACE}"
OURS = as_json({"type": "user", "username": "acme"})
ONE, TWO = "1" * 64, "2" * 64
THERE = as_json(model(PLACE))
GONE = Reply(204, b"")
BEGUN = Reply(202, b"")


def asked(recorder: Recorder) -> list[tuple[str, str]]:
    return [(seen.method, seen.path.removeprefix(PATH)) for seen in recorder.seen]


def plays(recorder: Recorder, versions: Sequence[str], *answers: Reply) -> None:
    """A model with these versions, and the answers to what is removed, in order."""
    recorder.by_path[f"{PATH}/versions"] = as_json({"next": None, "results": [{"id": one} for one in versions]})
    recorder.plays(THERE, *answers)


@pytest.mark.parametrize("account", ["acme", "Acme"])
async def test_what_is_not_there_is_gone(replicate: ReplicateProvider, recorder: Recorder, account: str) -> None:
    """Where our token's own account says so; nothing is removed."""
    recorder.by_path |= {PATH: Reply(404), "/v1/account": as_json({"username": account})}
    assert await replicate.forget(PLACE) is True
    assert asked(recorder) == [("GET", ""), ("GET", "/v1/account")]


async def test_what_another_account_has_is_not_taken_for_gone(recorder: Recorder, clock: FakeClock) -> None:
    """Its private models are "not found" for a token that was changed since, whatever the settings say; the person's
    model is still there."""
    for username in (None, "acme", "somebody"):
        provider = replicate_at(recorder.url, clock, username=username)
        recorder.by_path |= {PATH: Reply(404), "/v1/account": as_json({"username": "somebody"})}
        with pytest.raises(ProviderError) as refused:
            await provider.forget(PLACE)
        assert refused.value.code == "provider-account"
        await provider.close()


async def test_what_vanishes_for_another_account_is_not_taken_for_gone(
    replicate: ReplicateProvider, recorder: Recorder
) -> None:
    """A model that was opened to everybody can be seen and not removed."""
    recorder.by_path["/v1/account"] = as_json({"username": "somebody"})
    plays(recorder, [], Reply(404))
    with pytest.raises(ProviderError) as refused:
        await replicate.forget(PLACE)
    assert refused.value.code == "provider-account"


@pytest.mark.parametrize("answer", [Reply(401), Reply(503), as_json({}), Reply(drop=True)])
async def test_while_the_account_is_not_known_nothing_is_taken_for_gone(
    replicate: ReplicateProvider, recorder: Recorder, answer: Reply
) -> None:
    """It is asked again at the next clean-up."""
    recorder.by_path |= {PATH: Reply(404), "/v1/account": answer}
    with pytest.raises(ProviderError):
        await replicate.forget(PLACE)


async def test_what_the_provider_removes_is_gone_whoever_has_it(recorder: Recorder, clock: FakeClock) -> None:
    """A removal that was taken needs no other proof; so it is with an organization that the token may act for."""
    provider = replicate_at(recorder.url, clock, username=None)
    plays(recorder, [], GONE)
    assert await provider.forget(PLACE) is True
    assert ("GET", "/v1/account") not in asked(recorder)
    await provider.close()


async def test_a_place_without_versions_goes_at_once(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """So it is with a training that failed."""
    plays(recorder, [], GONE)
    assert await replicate.forget(PLACE) is True
    assert asked(recorder) == [("GET", ""), ("GET", "/versions"), ("DELETE", "")]


async def test_a_place_that_another_replica_removes_is_gone(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """It was there when asked for, and gone when it was to be removed."""
    recorder.by_path["/v1/account"] = OURS
    plays(recorder, [], Reply(404))
    assert await replicate.forget(PLACE) is True


@pytest.mark.parametrize("status", [400, 403, 409, 422])
@pytest.mark.parametrize("answer", [BEGUN, Reply(404)])
async def test_versions_take_their_time(
    replicate: ReplicateProvider, recorder: Recorder, answer: Reply, status: int
) -> None:
    """Each is removed, the model is tried, and a refusal then means "not yet"."""
    plays(recorder, [ONE, TWO], answer, answer, Reply(status))
    assert await replicate.forget(PLACE) is False
    removed = [path for method, path in asked(recorder) if method == "DELETE"]
    assert removed == [f"/versions/{ONE}", f"/versions/{TWO}", ""]


async def test_a_version_that_cannot_be_removed_keeps_no_other(
    replicate: ReplicateProvider, recorder: Recorder
) -> None:
    """The other one goes, and the failure is told."""
    plays(recorder, [ONE, TWO], Reply(422), BEGUN)
    with pytest.raises(ProviderError) as refused:
        await replicate.forget(PLACE)
    assert refused.value.code == "provider-answer"
    assert asked(recorder)[-1] == ("DELETE", f"/versions/{TWO}")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Reply(401), "provider-key"),
        (Reply(403), "provider-answer"),
        (Reply(422), "provider-answer"),
        (Reply(429), "provider-unreachable"),
        (Reply(503), "provider-unreachable"),
        (Reply(drop=True), "provider-unreachable"),
    ],
)
async def test_a_model_that_cannot_be_removed_is_an_error(
    replicate: ReplicateProvider, recorder: Recorder, answer: Reply, code: str
) -> None:
    """It has no versions, so there is nothing to wait for. A refusal here is not about the key."""
    plays(recorder, [], answer)
    with pytest.raises(ProviderError) as refused:
        await replicate.forget(PLACE)
    assert refused.value.code == code


@pytest.mark.parametrize("answer", [Reply(401), Reply(500), Reply(drop=True)])
async def test_without_an_answer_nothing_is_taken_for_gone(
    replicate: ReplicateProvider, recorder: Recorder, answer: Reply
) -> None:
    """Only "there is none" means that."""
    recorder.by_path[PATH] = answer
    with pytest.raises(ProviderError):
        await replicate.forget(PLACE)


@pytest.mark.parametrize("listed", [{}, {"results": None}, {"results": [3]}, {"results": [{"id": "../../other"}]}])
async def test_a_list_that_cannot_be_read_removes_nothing(
    replicate: ReplicateProvider, recorder: Recorder, listed: object
) -> None:
    """An id is part of the path of a DELETE: it is a version's or nothing."""
    recorder.by_path |= {PATH: THERE, f"{PATH}/versions": as_json(listed)}
    with pytest.raises(ProviderError):
        await replicate.forget(PLACE)
    assert {method for method, _ in asked(recorder)} == {"GET"}


@pytest.mark.parametrize("name", ["lora-1", "my-model", "", f"{NAME}0", f"{NAME}/versions", NAME.upper(), "lora-*"])
@pytest.mark.parametrize("owner", ["acme/", "", "..//", "a/b/"])
async def test_a_model_that_is_not_ours_is_never_touched(
    replicate: ReplicateProvider, recorder: Recorder, owner: str, name: str
) -> None:
    """The account may have models of its owner."""
    with pytest.raises(ValueError, match="ours"):
        await replicate.forget(f"{owner}{name}")
    assert recorder.seen == []
