"""What goes wrong outside while the storm lasts, as planned faults of the sandbox."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import aiohttp

from bot.demo.sandbox_api import SandboxApi

FOREVER = 1_000_000
"""More often than anything happens."""

Plan = Mapping[str, Any]

LOST_ANSWERS = 0.15
BROKEN_SUBMITS = 0.08
FAILED_RUNS = 0.15
EARLY_WEBHOOKS = 0.30

WEBHOOKS: Mapping[str, float] = {"twice": 0.30, "never": 0.20, "late": 0.15, "forged": 0.08, "stale": 0.08}
"""Shares of those that do not come before the answer. Forged and stale ones come in front of the genuine ones."""


async def unleash(api: SandboxApi, seed: int, speed: float) -> None:
    """From here on nothing can be relied on; the same seed makes the same plans."""
    seeds = random.Random(seed)
    for provider in ("fal", "replicate"):
        for plan in _at_provider(provider, speed):
            await _plan(api, plan, seeds)
    for plan in _at_telegram():
        await _plan(api, plan, seeds)


async def calm(http: aiohttp.ClientSession, api: SandboxApi) -> None:
    """From here on everything outside works."""
    async with http.delete(f"{api.address}/control/faults") as answer:
        answer.raise_for_status()


async def _plan(api: SandboxApi, plan: Plan, seeds: random.Random) -> None:
    await api.post("/control/faults", {"times": FOREVER, "seed": seeds.randrange(2**32)} | dict(plan))


def _at_provider(name: str, speed: float) -> Iterator[Plan]:
    yield {"point": f"{name}.submit", "fault": "lost_answer", "probability": LOST_ANSWERS}
    # One that was not lost may be refused, so that the share of all of them is the one that is named.
    yield {"point": f"{name}.submit", "fault": "status", "probability": BROKEN_SUBMITS / (1 - LOST_ANSWERS)}
    yield {"point": f"{name}.job", "fault": "fail", "probability": FAILED_RUNS, "options": _failure(name)}
    yield {"point": f"{name}.webhook", "fault": "early", "probability": EARLY_WEBHOOKS}
    left = 1.0
    for fault, share in WEBHOOKS.items():
        options = {"seconds": 3 * speed} if fault == "late" else {}
        yield {"point": f"{name}.webhook", "fault": fault, "probability": share / left, "options": options}
        left -= share
    if name == "fal":
        yield {"point": "fal.webhook", "fault": "stranger", "probability": 0.05 / left}
    else:
        yield {"point": "replicate.webhook_start", "fault": "never", "probability": WEBHOOKS["never"]}


def _failure(name: str) -> Mapping[str, str]:
    """fal breaks in a way that is worth another try, Replicate in one that is not."""
    return {"error": "runner_disconnected"} if name == "fal" else {"text": "The photos cannot be used."}


def _at_telegram() -> Iterator[Plan]:
    yield {"point": "telegram.sendMessage", "fault": "lost_answer", "probability": 0.05}
    too_many = {"code": 429, "retry_after": 1}
    yield {"point": "telegram.sendMessage", "fault": "status", "probability": 0.02, "options": too_many}
    yield {"point": "telegram.editMessageText", "fault": "status", "probability": 0.01, "options": too_many}
