"""A provider's live schemas against our tables: whether what we send is still what it takes."""

import asyncio
from collections.abc import Sequence

from jsonschema.exceptions import SchemaError

from bot.doctor.findings import Finding, fault, ok, warning
from bot.doctor.provider_checks import reason
from bot.doctor.schema_diff import differences
from bot.doctor.sent_bodies import Target
from services.errors import ProviderError
from services.providers.base import CheckableProvider

AT_ONCE = 4
"""Questions at a time: fal allows ten a second."""
GONE = 404
MOST_NAMED = 6
ADVICE = "Update this bot; until then it is better not chosen."


async def schema_findings(provider: CheckableProvider, targets: Sequence[Target]) -> Sequence[Finding]:
    """One line per endpoint; one for all of them when the provider tells nothing."""
    turn = asyncio.Semaphore(AT_ONCE)
    answers = await asyncio.gather(*(_ask(provider, target, turn) for target in targets))
    silent = [answer for answer in answers if isinstance(answer, ProviderError)]
    if silent and len(silent) == len(answers):
        text = f"Not compared with our tables: it does not tell them ({reason(silent[0])})."
        return [warning(f"{provider.name} schemas", text)]
    return [
        _silence(provider.name, target, answer) if isinstance(answer, ProviderError) else answer
        for target, answer in zip(targets, answers, strict=True)
    ]


async def _ask(provider: CheckableProvider, target: Target, turn: asyncio.Semaphore) -> Finding | ProviderError:
    try:
        async with turn:
            schema = await provider.input_schema(target.address)
        found = differences(target.bodies, target.defaults, schema)
    except SchemaError:
        return ProviderError("provider-answer")
    except ProviderError as error:
        if error.params.get("status") != GONE:
            return error
        text = f"{target.endpoint} is gone ({_users(target)} would be refused). {ADVICE}"
        return fault(provider.name, text)
    if not found:
        return ok(provider.name, f"{target.endpoint} takes what our table sends.")
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    text = f"{target.endpoint} ({_users(target)}): {'; '.join(one.text for one in found[:MOST_NAMED])}{more}."
    if found[0].is_grave:
        return fault(provider.name, f"{text} {ADVICE}")
    return warning(provider.name, f"{text} Only what people set to such a value is refused. Update this bot.")


def _silence(name: str, target: Target, error: ProviderError) -> Finding:
    return warning(name, f"{target.endpoint} is not compared with our table: no schema is told ({reason(error)}).")


def _users(target: Target) -> str:
    return ", ".join(dict.fromkeys(target.names))
