"""Delivers the final webhook of each job, with the faults that were planned for it."""

import json
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.fal.jobs import Job
from sandbox.fal.signing import ACCOUNT_ID, STRANGER_ID, WebhookSigner
from sandbox.faults import Fault, Faults
from sandbox.nursery import Nursery
from sandbox.posting import Postman

RETRY_DELAYS = (15, 30, 60, 120, 240, 480, 900, 1800, 3600)
"""Simulated seconds between the tries: ten tries within about two hours, as fal's documentation states."""

_FALSE = frozenset({"forged", "stale", "stranger"})
KINDS = frozenset({"twice", "late", "never", "no_payload"}) | _FALSE
"""Faults of "fal.webhook" that are played here; "early" is played by the submit.

"forged" is signed with an unpublished key, "stale" is genuinely signed but old (option `seconds`, 600),
"stranger" is genuinely signed for another account. Each of the three comes before the genuine delivery,
or instead of it with the option `genuine` false. "late" waits simulated seconds (option `seconds`, 60).
"""


class WebhookSender:
    """Announces ended jobs to the URL of their submit, until it answers 2xx or the tries are used up."""

    def __init__(
        self, clock: SandboxClock, faults: Faults, signer: WebhookSigner, nursery: Nursery, postman: Postman
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._signer = signer
        self._nursery = nursery
        self._postman = postman

    def announce(self, job: Job) -> None:
        """Start the delivery of an ended job; jobs without a webhook URL need none."""
        if job.options.webhook_url is None:
            job.notified.set()
            return
        self._nursery.start(self._announce(job, job.options.webhook_url), "fal webhook")

    async def _announce(self, job: Job, url: str) -> None:
        fault = None if job.instant else self._faults.take("fal.webhook", kinds=KINDS)
        kind = fault.fault if fault else ""
        body = webhook_body(job)
        if kind == "never":
            return
        if fault and kind == "late":
            await self._clock.sleep(fault.number("seconds", 60))
        if fault and kind in _FALSE:
            await self._post_false(job, url, fault)
            if fault.options.get("genuine") is False:
                return
        if kind == "no_payload":
            body |= {"payload": None, "payload_error": "The payload could not be serialised"}
        raw = json.dumps(body).encode()
        await self._post_until_taken(job, url, raw)
        if kind == "twice":
            await self._post(job, url, raw, "genuine")

    async def _post_false(self, job: Job, url: str, fault: Fault) -> None:
        """A delivery that must not be believed, with weights that a stranger would like to be used."""
        planted = {"diffusers_lora_file": {"url": "http://127.0.0.1:1/planted.safetensors"}}
        body = json.dumps(webhook_body(job) | {"status": "OK", "payload": planted}).encode()
        age = fault.number("seconds", 600) if fault.fault == "stale" else 0.0
        await self._post(job, url, body, fault.fault, age)

    async def _post_until_taken(self, job: Job, url: str, body: bytes) -> None:
        for delay in (*RETRY_DELAYS, None):
            status = await self._post(job, url, body, "genuine")
            # A redirect ends the delivery for good; any other answer but 2xx is tried again.
            if delay is None or (status is not None and 200 <= status < 400):
                return
            await self._clock.sleep(delay)

    async def _post(self, job: Job, url: str, body: bytes, kind: str, age: float = 0.0) -> int | None:
        at = self._clock.real_now()
        account = STRANGER_ID if kind == "stranger" else ACCOUNT_ID
        headers = self._signer.headers(job.id, at - age, body, account=account, forged=kind == "forged")
        status = await self._postman.post(job.id, url, body, headers, event="completed", kind=kind)
        job.notified.set()
        return status


def webhook_body(job: Job) -> dict[str, Any]:
    """The body of the webhook of an ended job."""
    body: dict[str, Any] = {"request_id": job.id, "gateway_request_id": job.gateway_id}
    if job.failure:
        error = f"Invalid status code: {job.failure.status}"
        return body | {"status": "ERROR", "error": error, "payload": job.failure.body}
    return body | {"status": "OK", "payload": job.output}
