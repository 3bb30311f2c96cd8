"""People with models and a training at work, their bearers, and the requests that they make."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from bench.api.subject import DATA_KEY
from bot.web.api.bearers import Bearers
from db.columns import new_id
from db.database import Database
from db.enums import JobKind, JobState, LoraStatus, LoraType, Quality, Stage
from db.models import Dataset, Job, Lora, LoraVersion, User
from services.storage.keys import derive_keys

FIRST = 5_000_000
MODELS = 20


@dataclass(frozen=True)
class Somebody:
    """A person, one of their models, their training at work, and what they show."""

    id: int
    lora_id: UUID
    job_id: UUID
    bearer: str

    def get(self, path: str) -> bytes:
        """A request for this path below /api/v1."""
        head = f"GET /api/v1{path} HTTP/1.1\r\nHost: bot.example\r\nAuthorization: Bearer {self.bearer}\r\n\r\n"
        return head.encode()


async def move_in(db: Database, count: int) -> list[Somebody]:
    """So many people, each with twenty models of which the last is being trained."""
    now, bearers = datetime.now(UTC), Bearers(derive_keys(DATA_KEY).sessions)
    people: list[Somebody] = []
    for start in range(0, count, 100):
        async with db.write() as session:
            for number in range(start, min(start + 100, count)):
                user_id = FIRST + number
                session.add(User(id=user_id, first_name="Ann", created_at=now, last_seen_at=now))
                await session.flush()
                for model in range(MODELS):
                    lora, dataset = _lora(user_id, model, now), Dataset(id=new_id(), user_id=user_id, created_at=now)
                    session.add_all([lora, dataset])
                    await session.flush()
                version = _version(lora.id, dataset.id, now)
                job = _job(user_id, version.id, now)
                version.job_id = job.id
                session.add_all([version, job])
                people.append(Somebody(user_id, lora.id, job.id, bearers.issue(user_id, now, now)[0]))
    return people


async def come_on(db: Database, somebody: Somebody, progress: int) -> None:
    """The training of this person has come so far."""
    async with db.write() as session:
        (await session.get_one(Job, somebody.job_id)).progress = progress


def _lora(user_id: int, number: int, now: datetime) -> Lora:
    return Lora(
        id=new_id(), user_id=user_id, name=f"Anna {number}", name_key=f"anna {number}", type=LoraType.CHARACTER,
        class_word="woman", trigger_word=f"ANNA_{number}", trigger_key=f"anna_{number}",
        status=LoraStatus.COMPLETED if number < MODELS - 1 else LoraStatus.TRAINING, created_at=now, updated_at=now,
    )  # fmt: skip


def _version(lora_id: UUID, dataset_id: UUID, now: datetime) -> LoraVersion:
    return LoraVersion(
        id=new_id(), lora_id=lora_id, no=1, dataset_id=dataset_id, trainer="flux-lora-fast-training",
        base_model="flux-1", quality=Quality.STANDARD, status=LoraStatus.TRAINING, created_at=now,
    )  # fmt: skip


def _job(user_id: int, version_id: UUID, now: datetime) -> Job:
    return Job(
        id=new_id(), user_id=user_id, kind=JobKind.TRAINING, state=JobState.RUNNING, stage=Stage.TRAINING,
        provider="fal", endpoint="fal-ai/flux-lora-fast-training", subject_id=version_id, next_at=now, created_at=now,
    )  # fmt: skip
