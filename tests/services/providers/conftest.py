"""A recorder for facts of the wire, the sandbox for whole walks, and providers that talk to them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from sandbox.app import Sandbox, SandboxConfig, running
from services.providers.fal import FalAddresses, FalProvider
from tests.services.providers.recorder import Recorder, Reply, fal_at, patient, quick
from tests.support.clock import FakeClock


@pytest.fixture
async def recorder() -> AsyncIterator[Recorder]:
    """A server on loopback that writes down what it gets and answers what the test says."""
    async with Recorder().serving() as recorder:
        yield recorder


@pytest.fixture
async def fal(request: pytest.FixtureRequest, recorder: Recorder, clock: FakeClock) -> AsyncIterator[FalProvider]:
    """fal whose every address is the recorder; it gives up soon only where the test plays silence."""
    case = getattr(request.node, "callspec", None)
    values = case.params.values() if case else ()
    is_silent = any(isinstance(value, Reply) and value.silent for value in values)
    timeouts = quick() if is_silent else patient()
    provider = FalProvider("id:secret", fal_at(recorder.url), clock=clock, timeouts=timeouts)
    yield provider
    await provider.close()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The sandbox on a free port, with trainings of a second."""
    async with running(SandboxConfig(speed=600.0)) as sandbox:
        yield sandbox


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[ClientSession]:
    """A client of the sandbox's control API."""
    async with ClientSession(sandbox.base_url) as session:
        yield session


@pytest.fixture
async def sandbox_fal(sandbox: Sandbox, clock: FakeClock) -> AsyncIterator[FalProvider]:
    """fal as the sandbox plays it."""
    settings = sandbox.settings()
    names = ("queue_url", "run_url", "rest_url", "cdn_url", "api_url", "jwks_url")
    addresses = FalAddresses(**{name: settings[f"FAL_{name.upper()}"] for name in names})
    provider = FalProvider(settings["FAL_KEY"], addresses, clock=clock)
    yield provider
    await provider.close()
