"""What stands before every Bot API call: planned faults and the rate limit."""

import asyncio
import json
from collections import Counter, deque
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.faults import Fault
from sandbox.telegram.errors import ApiError, too_many_requests
from sandbox.telegram.settings import RateLimit
from sandbox.telegram.wire import Call
from sandbox.telegram.world import World

# Faults that a Bot API call can have; "lost_answer" does the effect and then drops the connection.
KINDS = frozenset({"lost_answer", "dropped", "status", "delay"})

_COUNTED = ("send", "copy", "forward")
_NOT_COUNTED = {"sendchataction", "sendmessagedraft"}


@dataclass
class RateGate:
    """Counts sent messages of the last second; above the limit the whole token waits, as with Telegram.

    `refused` counts calls that were one too many or came while the token waited, `planned` those that a planned fault
    refused with 429, `passed` by whole seconds the messages that were let through.
    """

    sent: deque[float] = field(default_factory=deque)
    blocked_until: float = 0.0
    refused: int = 0
    planned: int = 0
    passed: Counter[int] = field(default_factory=Counter)

    def check(self, call: Call, limit: RateLimit | None, now: float) -> None:
        """Raises ApiError 429 while the token is blocked or when this call is one too many."""
        name = call.method.lower()
        if limit is None or name.startswith("get"):
            return
        if now < self.blocked_until:
            self.refused += 1
            raise too_many_requests(max(1, round(self.blocked_until - now)))
        if not name.startswith(_COUNTED) or name in _NOT_COUNTED:
            return
        while self.sent and now - self.sent[0] >= 1.0:
            self.sent.popleft()
        if len(self.sent) >= limit.per_second:
            self.blocked_until = now + limit.retry_after
            self.refused += 1
            raise too_many_requests(limit.retry_after)
        self.sent.append(now)
        self.passed[int(now)] += 1


async def take_fault(world: World, method: str) -> Fault | None:
    """The fault planned for this method. A delay is waited here, in real seconds, and is no fault then."""
    fault = world.faults.take(f"telegram.{method}", kinds=KINDS)
    if fault is not None and fault.fault == "delay":
        await asyncio.sleep(fault.number("seconds", 1.0))
        return None
    return fault


def planned_answer(fault: Fault) -> web.Response:
    """The answer of a "status" fault: its own body, else the shape of a Telegram refusal."""
    code = int(fault.number("code", 500))
    body = fault.options.get("body")
    if isinstance(body, str):
        return web.Response(status=code, text=body)
    if body is None:
        retry_after = int(fault.number("retry_after", 1))
        refusal = too_many_requests(retry_after) if code == 429 else ApiError(code, _description(code))
        body = refusal.body()
    return web.Response(status=code, text=json.dumps(body), content_type="application/json")


def _description(code: int) -> str:
    known = {
        400: "Bad Request: refused by the sandbox",
        401: "Unauthorized",
        403: "Forbidden: bot was blocked by the user",
        404: "Not Found",
        500: "Internal Server Error",
        502: "Bad Gateway",
        503: "Service Unavailable",
    }
    return known.get(code, "Refused by the sandbox")
