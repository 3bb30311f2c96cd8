"""Somebody who orders trainings and pictures through the services, and what the wire and the chat then show."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from bot.demo.words import Words
from db.enums import JobState, LoraType, OutboxKind, OutboxState, Retention
from db.models import Attempt, Job, Outbox
from db.repositories import jobs as rows
from services.generation.settings import GenerationSettings
from services.jobs.states import is_terminal
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Person

PAID = {
    "fal": re.compile(r"/fal/queue/.+"),
    "replicate": re.compile(r"/replicate/v1/(predictions|models/[^/]+/[^/]+/(versions/[^/]+/trainings|predictions))"),
}
"""Where a paid POST of each provider goes."""


@dataclass
class Owner:
    """A person with consent. Waits fail the test when they take too long."""

    stage: Stage
    person: Person
    provider: str = "fal"
    words: Words = field(default_factory=Words)

    @classmethod
    async def enter(cls, stage: Stage, provider: str) -> "Owner":
        """A new person who has said /start and agreed; `provider` is the one that the test looks at."""
        person = await stage.person()
        await person.say("/start")
        await person.see("")
        services = stage.services
        await services.consents.give(person.id, services.rules.training.providers, Retention.UNTIL_DELETED)
        return cls(stage, person, provider)

    async def order_training(self, name: str = "Anna", photos: int = 4, trainer: str | None = None) -> UUID:
        """Orders a training of a character; returns its job."""
        drafts = self.stage.services.drafts
        user, draft = self.person.id, (await drafts.open(self.person.id)).draft_id
        await drafts.choose_type(user, draft, LoraType.CHARACTER)
        await drafts.choose_class(user, draft, "woman")
        await drafts.set_name(user, draft, name)
        for number in range(1, photos + 1):
            await drafts.add_photo(user, draft, f"photo-{number}", await self._sample(number))
        if trainer is not None:
            await drafts.choose_trainer(user, draft, trainer)
        return (await self.stage.services.trainings.confirm(user, draft, str(draft))).id

    async def order_pictures(self, prompt: str = "in a garden", count: int = 1) -> UUID:
        """Orders pictures with the newest ready model; returns the job."""
        ready = await self.stage.services.loras.ready(self.person.id)
        order = self.stage.services.generations.order
        return (await order(self.person.id, ready[0].id, prompt, GenerationSettings(count=count), str(uuid4()))).id

    async def trained(self) -> Job:
        """A training from order to end, which must be a success."""
        job = await self.end_of(await self.order_training())
        assert (job.state, job.error_code) == (JobState.SUCCEEDED, None)
        return job

    async def job(self, job_id: UUID) -> Job:
        """The job as it stands."""
        async with self.stage.services.db.read() as session:
            found = await rows.job_by_id(session, job_id)
        assert found is not None
        return found

    async def end_of(self, job_id: UUID, seconds: float = 100.0) -> Job:
        """Waits until the job has ended and every new message about it is out (cards are edited at their leisure)."""
        until = time.monotonic() + seconds
        while not is_terminal((job := await self.job(job_id)).state) or await self._unsent():
            assert time.monotonic() < until, f"{job.kind} {job.state} {job.held_reason} after {seconds} s"
            await asyncio.sleep(0.05)
        return job

    async def until(self, job_id: UUID, state: JobState, seconds: float = 100.0) -> Job:
        """Waits until the job is in a state."""
        until = time.monotonic() + seconds
        while (job := await self.job(job_id)).state is not state:
            assert time.monotonic() < until, f"{job.kind} is {job.state}, not {state}, after {seconds} s"
            await asyncio.sleep(0.02)
        return job

    async def until_held(self, job_id: UUID, reason: str, seconds: float = 100.0) -> None:
        """Waits until the job is kept for its provider because of `reason`."""
        until = time.monotonic() + seconds
        while (job := await self.job(job_id)).held_reason != reason:
            assert time.monotonic() < until, f"never held: {job.state}, {job.refusals} refusals"
            await asyncio.sleep(0.05)

    async def attempts(self) -> list[Attempt]:
        """Every paid call that was meant to be made, oldest first."""
        async with self.stage.services.db.read() as session:
            return list(await session.scalars(select(Attempt).order_by(Attempt.started_at)))

    async def sent(self, view: str) -> int:
        """How many messages of a view were written for anybody."""
        async with self.stage.services.db.read() as session:
            return len(list(await session.scalars(select(Outbox.id).where(Outbox.view == view))))

    async def see_button(self, label: str, seconds: float = 100.0) -> dict[str, Any]:
        """Waits for a message or an edit with this button since the person's last action."""
        until = time.monotonic() + seconds
        while not (found := [event for event in self.person.new() if label in self.labels(event)]):
            assert time.monotonic() < until, f"no button {label!r}: {self.person.texts()}"
            await asyncio.sleep(0.05)
            await self.person.see("", seconds=seconds)
        return found[-1]

    @staticmethod
    def labels(event: dict[str, Any]) -> list[str]:
        """The texts of the buttons under a message."""
        return [button["text"] for row in event.get("buttons", []) for button in row]

    async def at_provider(self, what: str, provider: str | None = None) -> Any:
        """/control/<provider>/<what>."""
        async with self.stage.http.get(f"/control/{provider or self.provider}/{what}") as answer:
            return await answer.json()

    async def switch(self, **settings: Any) -> None:
        """Turns switches of the provider's stand-in."""
        await self.stage.control(f"{self.provider}/settings", settings)

    async def forget_files(self) -> None:
        """The provider has lost every file."""
        async with self.stage.http.post(f"/control/{self.provider}/forget", json={}) as answer:
            assert (await answer.json())["deleted"] > 0

    async def submits(self, provider: str | None = None) -> list[dict[str, Any]]:
        """Every paid POST on the wire, in order."""
        name = provider or self.provider
        requests = (await self.at_provider("wire", name))["requests"]
        return [one for one in requests if one["method"] == "POST" and PAID[name].fullmatch(one["path"])]

    async def plan(self, point: str, fault: str, times: int = 1, **options: Any) -> None:
        """Plans a fault of the provider's stand-in, such as `plan("submit", "lost_answer")`."""
        at = f"{self.provider}.{point}"
        await self.stage.control("faults", {"point": at, "fault": fault, "times": times, "options": options})

    async def _sample(self, number: int) -> bytes:
        async with self.stage.http.get(f"/samples/{number}.jpg") as answer:
            return await answer.read()

    async def _unsent(self) -> bool:
        async with self.stage.services.db.read() as session:
            open_states = Outbox.state.in_([OutboxState.PENDING, OutboxState.SENDING])
            waiting = select(Outbox.id).where(open_states, Outbox.kind != OutboxKind.CARD).limit(1)
            return await session.scalar(waiting) is not None
