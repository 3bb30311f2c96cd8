"""One real picture with a public LoRA, paid by the operator: the shortest proof that a provider works for us."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.doctor.findings import Finding, fault, ok
from services.billing.prices import PriceBook, billed
from services.errors import BrokenArtefactError, ProviderError
from services.generation.aspects import Aspect
from services.generation.endpoint_fields import LoraUse
from services.generation.endpoints import Endpoint, EndpointTable, arguments
from services.generation.output import read_output
from services.generation.pictures import MAX_BYTES, inspect_picture
from services.generation.settings import GenerationSettings
from services.providers.base import Accepted, Broken, Done, Look, Missing, PaidCall, Provider, ProviderRef, Refused

PUBLIC_LORA: Mapping[str, str] = MappingProxyType(
    {"fal": "fofr/flux-pixar", "replicate": "huggingface.co/fofr/flux-pixar"}
)
"""A LoRA that anybody may use, on Hugging Face, as each provider wants it named."""
BASE_MODEL = "flux-1"
PROMPT = "a friendly robot watering sunflowers, Pixar style"
SETTINGS = GenerationSettings(aspect=Aspect.SQUARE, seed=7)
LONGEST = 600.0
"""Seconds. A picture takes ten; a cold start a few minutes."""


@dataclass(frozen=True)
class Trial:
    """The one call, and what it will cost in USD as far as we know."""

    row: Endpoint
    call: PaidCall
    price: Decimal


def plan_trial(provider: str, endpoints: EndpointTable) -> Trial:
    """The cheapest call that shows a LoRA at work."""
    row = endpoints.choose(BASE_MODEL, provider, hosted_version=False)
    body = arguments(row, SETTINGS, PROMPT, [LoraUse(PUBLIC_LORA[provider], 1.0)], None)
    return Trial(row, PaidCall(row.endpoint, body, start_timeout=LONGEST), endpoints.cost(row, SETTINGS))


async def carry_out(provider: Provider, trial: Trial, prices: PriceBook, folder: Path, pause: float = 1.0) -> Finding:
    """Makes the call exactly once and saves what comes as `doctor-<provider>.png`; never raises for what the network
    or the provider did. No job of the bot knows of it."""
    subject = f"{provider.name} picture"
    answer = await provider.submit(trial.call)
    if isinstance(answer, Refused):
        text = f"It was not taken ({answer.reason.value} {answer.detail}), and nothing was spent."
        return fault(subject, f"{text} `doctor` without --spend says what is wrong with the key or the schema.")
    if not isinstance(answer, Accepted):
        text = "The answer was lost: the picture may have been made, and billed. It is not asked for a second time;"
        return fault(subject, f"{text} look into {provider.name}'s own list of calls.")
    look = await _ended(provider, answer.ref, pause)
    if not isinstance(look, Done):
        return _no_picture(subject, answer.ref, look)
    try:
        path = await _saved(provider, trial.row, look.output, folder)
    except (BrokenArtefactError, ProviderError, OSError) as error:
        kind = getattr(error, "code", type(error).__name__)
        return fault(subject, f"It was made and billed, but did not arrive ({kind}): call {answer.ref.id}.")
    return ok(subject, f"{path} was made with {trial.row.endpoint}; {_cost(provider.name, trial, look, prices)}.")


async def _ended(provider: Provider, ref: ProviderRef, pause: float) -> Look | None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        await asyncio.sleep(pause)
        try:
            look = await provider.look(ref)
        except ProviderError:
            continue
        if isinstance(look, Done | Broken | Missing):
            return look
    return None


def _no_picture(subject: str, ref: ProviderRef, look: Look | None) -> Finding:
    match look:
        case Broken(code, detail):
            return fault(subject, f"It was taken and failed there ({code} {detail}): call {ref.id}.")
        case Missing():
            return fault(subject, f"It was taken, but call {ref.id} is not known there any more.")
    text = f"It is not finished after {LONGEST / 60:g} minutes and may still be billed: call {ref.id}."
    return fault(subject, f"{text} Its queue may be long; look there before you try again.")


async def _saved(provider: Provider, row: Endpoint, output: Mapping[str, Any], folder: Path) -> Path:
    (picture,) = read_output(output, 1, row.answer).pictures[:1]
    if picture.url is None or picture.is_blocked:
        raise BrokenArtefactError("blocked")
    data = b""
    async for piece in provider.download(picture.url):
        data += piece
        if len(data) > MAX_BYTES:
            raise BrokenArtefactError("too-large")
    found = await asyncio.to_thread(inspect_picture, data)
    path = folder / f"doctor-{provider.name}.{found.extension}"
    await asyncio.to_thread(path.write_bytes, data)
    return path


def _cost(provider: str, trial: Trial, look: Done, prices: PriceBook) -> str:
    unit = prices.unit(provider, trial.row.endpoint)
    cost = billed(look.units, unit)
    if cost is not None:
        return f"it cost {cost:f} USD ({look.units:f} × {unit:f})"
    told = "which the provider does not tell" if look.units is None else "and what the provider bills cannot be right"
    return f"it cost about {trial.price:f} USD, {told}"
