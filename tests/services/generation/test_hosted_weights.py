"""The provider can always read the weights, also long after its own copy is gone."""

import asyncio
from datetime import timedelta

import pytest

from db.models import LoraVersion
from services.errors import BrokenArtefactError, ProviderError
from services.generation.hosted_weights import HostedWeights, only_for_this_call
from services.providers.base import HostedFile
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import WEIGHTS, FakeProvider

TRAINERS_OWN = "https://v3.fal.media/files/trained.safetensors"


async def host(studio: Studio, hours: float | None) -> None:
    async with studio.db.write() as session:
        version = await session.get_one(LoraVersion, studio.model.version.id)
        version.weights_url = TRAINERS_OWN
        version.weights_host = "fal"
        version.weights_url_until = None if hours is None else studio.clock.now() + timedelta(hours=hours)


async def url(studio: Studio) -> str:
    return await studio.hosted.url_for(studio.model.version.id, ["fal"])


async def test_the_trainers_own_address_is_used_while_it_lives(studio: Studio) -> None:
    """More than an hour ahead nothing is uploaded."""
    await host(studio, 2)
    assert await url(studio) == TRAINERS_OWN
    assert studio.provider.uploads == []


@pytest.mark.parametrize("hours", [0.9, -1, None])
async def test_an_address_near_its_end_is_replaced_by_our_copy(studio: Studio, hours: float | None) -> None:
    """Our copy is uploaded for a week and remembered for the next call."""
    await host(studio, hours)
    found = await url(studio)
    [(name, _, seconds, data)] = studio.provider.uploads
    assert (data, seconds) == (WEIGHTS, 7 * 24 * 3600)
    assert name.endswith(".safetensors")
    assert await url(studio) == found
    assert len(studio.provider.uploads) == 1


async def test_the_model_generates_a_quarter_later(studio: Studio) -> None:
    """After 90 days the address is another one, made from our storage."""
    await host(studio, 24 * 6)
    studio.clock.advance(days=90)
    first = await url(studio)
    studio.clock.advance(days=8)
    assert await url(studio) != first
    assert len(studio.provider.uploads) == 2


async def test_a_promise_of_the_provider_is_believed(studio: Studio) -> None:
    """Where the provider says how long it keeps a file, that is what counts."""
    studio.provider.promises = studio.clock.now() + timedelta(hours=3)
    await url(studio)
    assert (await studio.version()).weights_url_until == studio.provider.promises


async def test_a_forgotten_address_is_not_used_again(studio: Studio) -> None:
    """After the provider could not read it, our copy is uploaded."""
    await host(studio, 100)
    async with studio.db.write() as session:
        await studio.hosted.forget(session, studio.model.version.id)
    assert await url(studio) != TRAINERS_OWN


async def test_two_at_once_both_get_an_address(studio: Studio) -> None:
    """Jobs that start together need not wait for each other."""
    found = await asyncio.gather(*(url(studio) for _ in range(3)))
    assert (await studio.version()).weights_url in found


async def test_lost_weights_are_named(studio: Studio) -> None:
    """A model whose file is gone from our storage cannot be used, and that is what is said."""
    key = studio.model.version.weights_key
    assert key is not None
    await studio.storage.delete(key)
    with pytest.raises(BrokenArtefactError, match="weights-unusable"):
        await url(studio)


async def test_without_a_key_it_is_tried_later(studio: Studio) -> None:
    """A provider that has no key at present is no fault of the model."""
    bare = HostedWeights(studio.db, studio.clock, studio.storage, {})
    with pytest.raises(ProviderError, match="no-provider"):
        await bare.url_for(studio.model.version.id, ["fal"])


@pytest.mark.parametrize("address", [TRAINERS_OWN, TRAINERS_OWN + "?Expires=1"])
def test_each_call_has_an_address_of_its_own(address: str) -> None:
    """The same file, another address; what the address carried stays."""
    first, second = only_for_this_call(address), only_for_this_call(address)
    assert first != second
    assert first.startswith(address)
    assert first.count("?") == 1


class Refusing(FakeProvider):
    """Takes no file."""

    async def upload(self, data: bytes, *, file_name: str, content_type: str, seconds: int) -> HostedFile:
        raise ProviderError(f"{self.name}-is-down")


async def test_weights_go_to_the_next_host_when_one_is_down(studio: Studio) -> None:
    """A failure of fal must not be taken for one of Replicate, which is the one that draws."""
    down, well = Refusing(), FakeProvider()
    well.name = "replicate"
    hosted = HostedWeights(studio.db, studio.clock, studio.storage, {"fal": down, "replicate": well})
    found = await hosted.url_for(studio.model.version.id, ["fal", "replicate"])
    assert len(well.uploads) == 1
    version = await studio.version()
    assert (version.weights_host, version.weights_url) == ("replicate", found)


async def test_the_error_is_that_of_the_one_that_draws(studio: Studio) -> None:
    """It is the last of the hosts."""
    down, too = Refusing(), Refusing()
    too.name = "replicate"
    hosted = HostedWeights(studio.db, studio.clock, studio.storage, {"fal": down, "replicate": too})
    with pytest.raises(ProviderError, match="replicate-is-down"):
        await hosted.url_for(studio.model.version.id, ["fal", "replicate"])
