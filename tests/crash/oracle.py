"""What must be true at the end, by the sandbox's own records, the chat and the bot's database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.plain_sql import ask

ENDED = {"succeeded", "failed", "cancelled"}


@dataclass(frozen=True)
class Books:
    """Rows of the bot's database, read beside it."""

    url: str

    async def jobs(self) -> list[tuple[str, str, str | None]]:
        """Kind, state and error code of every job, oldest first."""
        rows = await ask(self.url, "SELECT kind, state, error_code FROM job ORDER BY created_at")
        return [(kind, state, code) for kind, state, code in rows]

    async def has_uncertain(self) -> bool:
        """Whether the outcome of a call is unknown at the moment."""
        return any(state == "uncertain" for _, state, _ in await self.jobs())

    async def is_quiet(self) -> bool:
        """Nothing is at work and nothing waits to be sent or answered."""
        if any(state not in ENDED for _, state, _ in await self.jobs()):
            return False
        waiting = await ask(self.url, "SELECT 1 FROM outbox WHERE state IN ('pending', 'sending')")
        return not waiting and not await ask(
            self.url, "SELECT 1 FROM tg_update WHERE handled_at IS NULL AND quarantined_at IS NULL"
        )

    async def faults(self) -> list[str]:
        """What no crash may leave behind."""
        found = []
        if await ask(self.url, "SELECT 1 FROM tg_update WHERE quarantined_at IS NOT NULL"):
            found.append("an update was set aside")
        if await ask(self.url, "SELECT 1 FROM attempt WHERE state = 'calling'"):
            found.append("a paid call is neither taken nor given up")
        references = "SELECT provider_ref, COUNT(*) FROM attempt WHERE provider_ref IS NOT NULL GROUP BY 1"
        found += [f"{key} serves {count} attempts" for key, count in await ask(self.url, references) if count > 1]
        return found


def paid_calls(wire: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every paid POST that the provider took, whether or not its answer arrived."""
    posts = [one for one in wire["requests"] if one["method"] == "POST" and _is_paid(str(one["path"]))]
    return [one for one in posts if one["request_id"] is not None]


def payment_faults(calls: Sequence[Mapping[str, Any]], trainings: int, pictures: int) -> list[str]:
    """Too many or too few paid calls, or an input that was paid for twice."""
    found = []
    made = Counter("training" if _trains(str(one["path"])) else "pictures" for one in calls)
    if made != Counter({"training": trainings, "pictures": pictures}):
        found.append(f"paid for {dict(made)} instead of {trainings} trainings and {pictures} orders of pictures")
    inputs = Counter(_input(one["body"]) for one in calls)
    found += [f"{address} was paid for {count} times" for address, count in inputs.items() if count > 1]
    return found


def _is_paid(path: str) -> bool:
    at_fal = path.startswith("/fal/queue/")
    at_replicate = path.startswith("/replicate/v1/") and path.endswith(("/trainings", "/predictions"))
    return at_fal or at_replicate


def _trains(path: str) -> bool:
    last = path.rsplit("/", 1)[-1]
    return "trainer" in last or "training" in last


def _input(body: Mapping[str, Any]) -> str:
    """What only this call was made with: its archive, its weights with the mark of the call, or words and seed."""
    inputs = body.get("input", body)
    archive = inputs.get("images_data_url") or inputs.get("image_data_url") or inputs.get("input_images")
    weights = inputs.get("lora_weights") or [lora["path"] for lora in inputs.get("loras", [])]
    return str(archive or weights or (inputs["seed"], inputs["prompt"]))
