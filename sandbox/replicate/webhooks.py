"""Tells a job's receiver what happens to it, with the faults that were planned for its end."""

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.faults import Fault, Faults
from sandbox.nursery import Nursery
from sandbox.posting import Postman
from sandbox.replicate.runs import Run
from sandbox.replicate.signing import WebhookSigner

RETRY_DELAYS = (4, 8, 16, 32)
"""Simulated seconds between the tries of the last event: the fifth and last comes a minute after the first."""

LOGS_INTERVAL = 0.5
"""Real seconds at least between two events of kind "logs"."""

_FALSE = frozenset({"forged", "stale"})
KINDS = frozenset({"twice", "late", "never"}) | _FALSE
"""Faults of "replicate.webhook" that are played here, for the event "completed"; "early" is played by the submit.

"forged" is signed with a secret that the account does not have, "stale" is genuinely signed but old (option
`seconds`, 600). Each comes before the genuine delivery, or instead of it with the option `genuine` false. "late" waits
simulated seconds (option `seconds`, 60).
"""


class WebhookSender:
    """Announces events to the URL given at the creation. Only the last event is tried more than once."""

    def __init__(
        self,
        clock: SandboxClock,
        faults: Faults,
        signer: WebhookSigner,
        nursery: Nursery,
        postman: Postman,
        describe: Callable[[Run], dict[str, Any]],
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._signer = signer
        self._nursery = nursery
        self._postman = postman
        self._describe = describe

    def announce(self, run: Run, event: str) -> None:
        """Start the delivery of an event, unless nobody asked for it."""
        url = run.options.webhook
        if url is None or event not in run.options.events:
            if event == "completed":
                run.notified.set()
        elif event == "completed":
            self._nursery.start(self._end(run, url), "replicate webhook")
        elif not self._faults.take(f"replicate.webhook_{event}", kinds={"never"}):
            self._nursery.start(self._post(run, url, self._body(run), event, "genuine"), "replicate webhook")
        if event == "start" and url is not None and "logs" in run.options.events:
            self._nursery.start(self._follow_logs(run, url), "replicate logs")

    async def _follow_logs(self, run: Run, url: str) -> None:
        told = ""
        while not run.has_ended:
            logs = self._describe(run)["logs"]
            if logs and logs != told:
                told = logs
                await self._post(run, url, self._body(run), "logs", "genuine")
            await asyncio.sleep(LOGS_INTERVAL)

    async def _end(self, run: Run, url: str) -> None:
        fault = None if run.instant else self._faults.take("replicate.webhook", kinds=KINDS)
        kind = fault.fault if fault else ""
        body = self._body(run)
        if kind == "never":
            return
        if fault and kind == "late":
            await self._clock.sleep(fault.number("seconds", 60))
        if fault and kind in _FALSE:
            await self._post_false(run, url, fault)
            if fault.options.get("genuine") is False:
                return
        message = await self._post_until_taken(run, url, body)
        if kind == "twice":
            await self._post(run, url, body, "completed", "genuine", message=message)

    async def _post_false(self, run: Run, url: str, fault: Fault) -> None:
        """A delivery that must not be believed, with an output that a stranger would like to be used."""
        planted: Any = ["http://127.0.0.1:1/planted.webp"]
        if run.is_training:
            planted = {"version": "stranger/planted:" + "0" * 64, "weights": "http://127.0.0.1:1/planted.tar"}
        false = self._describe(run) | {"status": "succeeded", "error": None, "output": planted}
        age = fault.number("seconds", 600) if fault.fault == "stale" else 0.0
        await self._post(run, url, json.dumps(false).encode(), "completed", fault.fault, age=age)

    async def _post_until_taken(self, run: Run, url: str, body: bytes) -> str:
        message = _message_id()
        for delay in (*RETRY_DELAYS, None):
            status = await self._post(run, url, body, "completed", "genuine", message=message)
            # Redirects are not followed, and only 4xx, 5xx and no answer are tried again.
            if delay is None or (status is not None and status < 400):
                break
            await self._clock.sleep(delay)
        return message

    async def _post(
        self, run: Run, url: str, body: bytes, event: str, kind: str, *, age: float = 0.0, message: str | None = None
    ) -> int | None:
        at = self._clock.real_now() - age
        headers = self._signer.headers(message or _message_id(), at, body, forged=kind == "forged")
        status = await self._postman.post(run.id, url, body, headers, event=event, kind=kind)
        if event == "completed":
            run.notified.set()
        return status

    def _body(self, run: Run) -> bytes:
        return json.dumps(self._describe(run)).encode()


def _message_id() -> str:
    return f"msg_{secrets.token_hex(12)}"
