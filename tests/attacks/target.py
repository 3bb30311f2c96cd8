"""What is attacked: the real doors over the real checks, with calls of two people at both providers behind them."""

import base64
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import TCPConnector, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.inbox import Inbox
from bot.nursery import Nursery
from bot.web.app import build_app
from bot.web.provider_webhooks import ProviderWebhooks
from bot.web.telegram_inbox import PATH, SECRET_HEADER, TelegramInbox
from db.database import Database
from db.enums import AttemptState, JobState
from db.models import Base, Job, ProviderStanding
from sandbox.fal.signing import ACCOUNT_ID
from sandbox.fal.signing import WebhookSigner as FalSigner
from sandbox.replicate.signing import WebhookSigner as ReplicateSigner
from services.jobs.engine import Engine
from services.jobs.hints import Hints
from services.jobs.parts import EngineParts
from services.providers.fal import FalAddresses, FalProvider
from services.providers.replicate import ReplicateAddresses, ReplicateProvider
from tests.bot.fakes import person_update
from tests.support.clock import FakeClock
from tests.support.rows import make_attempt, make_job, make_user

SECRET = "a-secret-of-the-tests-with-enough-characters"
PROVIDERS = ("fal", "replicate")
RUNNING, ENDED, THEIRS, CALLING = "running", "ended", "theirs", "calling"
"""Calls at each provider: one that runs, one that has ended, another person's, and one without an answer."""

Client = TestClient[web.Request, web.Application]


@dataclass
class Target:
    """The doors, and everything that a mighty attacker would need to know."""

    client: Client
    db: Database
    clock: FakeClock
    engine: Engine
    fal: FalSigner
    replicate: ReplicateSigner
    tokens: Mapping[tuple[str, str], str]

    def path(self, provider: str, call: str = RUNNING) -> str:
        """Where the provider announces this call."""
        return f"/webhooks/{provider}/{self.tokens[provider, call]}"

    def body(self, provider: str, call: str = RUNNING) -> bytes:
        """What the provider would say of this call."""
        ref = ref_of(provider, call)
        said = {"request_id": ref, "status": "OK"} if provider == "fal" else {"id": ref, "status": "succeeded"}
        return json.dumps(said).encode()

    def signed(self, provider: str, body: bytes, *, age: float = 0.0, **how: Any) -> dict[str, str]:
        """The headers that the provider's own signer makes; a webhook of a call always has the same id."""
        at = (self.clock.now() - self.clock.shift).timestamp() - age
        if provider == "fal":
            return self.fal.headers("gateway-1", at, body, **how)
        return self.replicate.headers(f"msg_{base64.b16encode(body[:20]).decode()}", at, body, **how)

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table; alerts for admins are what an attack may leave."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        async with self.db.read() as session:
            for table in Base.metadata.sorted_tables:
                rows = [tuple(row) for row in await session.execute(select(table)) if not _is_alert(row)]
                found[table.name] = sorted(rows, key=repr)
        return found


def ref_of(provider: str, call: str) -> str:
    """The provider's name of a call."""
    return f"{provider}-{call}"


@asynccontextmanager
async def under_attack(db: Database, clock: FakeClock) -> AsyncIterator[Target]:
    """Opens the doors; genuine webhooks and an update have come before."""
    fal_signer, replicate_signer = FalSigner(), ReplicateSigner()
    async with AsyncExitStack() as stack:
        keys = await stack.enter_async_context(TestServer(_keys(fal_signer, replicate_signer)))
        address = str(keys.make_url("")).rstrip("/")
        fal = FalProvider("key:secret", FalAddresses(jwks_url=f"{address}/jwks"), clock=clock)
        stack.push_async_callback(fal.close)
        replicate = ReplicateProvider(
            "token", ReplicateAddresses(address), username="us", trainers=frozenset(), clock=clock
        )
        stack.push_async_callback(replicate.close)
        parts = EngineParts(db, clock, {"fal": fal, "replicate": replicate}, {}, "attacked", admin_ids=(7,))
        nursery = Nursery()
        doors = [ProviderWebhooks(Hints(parts, {})), TelegramInbox(Inbox(db, clock, nursery), SECRET)]
        client = await stack.enter_async_context(
            TestClient(TestServer(build_app(doors)), connector=TCPConnector(force_close=True))
        )
        tokens = await _rows_to_attack(db, clock)
        target = Target(client, db, clock, Engine(parts), fal_signer, replicate_signer, tokens)
        await _genuine(target)
        yield target


async def _rows_to_attack(db: Database, clock: FakeClock) -> dict[tuple[str, str], str]:
    states = {RUNNING: JobState.RUNNING, ENDED: JobState.SUCCEEDED, THEIRS: JobState.RUNNING}
    tokens = {}
    ours, theirs = await make_user(db), await make_user(db)
    later = clock.now() + timedelta(hours=1)
    for provider in PROVIDERS:
        for call, state in (states | {CALLING: JobState.UNCERTAIN}).items():
            owner = theirs if call == THEIRS else ours
            job: Job = await make_job(db, owner, provider=provider, state=state, next_at=later)
            known = {"provider_ref": None, "state": AttemptState.CALLING} if call == CALLING else {}
            await make_attempt(db, job, **({"provider_ref": ref_of(provider, call)} | known))
            tokens[provider, call] = f"token-{job.id}-1"
        async with db.write() as session:
            account = ACCOUNT_ID if provider == "fal" else None
            session.add(ProviderStanding(provider=provider, probes=0, account_id=account))
    return tokens


async def _genuine(target: Target) -> None:
    """What is replayed later is taken now: the doors are open for those who may enter."""
    for provider in PROVIDERS:
        for call in (RUNNING, ENDED):
            body = target.body(provider, call)
            headers = target.signed(provider, body)
            async with target.client.post(target.path(provider, call), data=body, headers=headers) as answer:
                assert answer.status == 200
    async with target.client.post(PATH, json=person_update(1), headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 200
    assert await target.engine.hint_tick() == 4


def _keys(fal: FalSigner, replicate: ReplicateSigner) -> web.Application:
    """Where each provider publishes what its webhooks are checked with."""

    async def jwks(_: web.Request) -> web.Response:
        return web.json_response(fal.jwks())

    async def secret(_: web.Request) -> web.Response:
        return web.json_response({"key": replicate.secret})

    app = web.Application()
    app.router.add_get("/jwks", jwks)
    app.router.add_get("/v1/webhooks/default/secret", secret)
    return app


def _is_alert(row: Any) -> bool:
    return getattr(row, "view", None) == "admin_alert"
