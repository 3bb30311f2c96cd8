"""Rows of many trainings that run, as the engine would have written them."""

import random
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bench.poller.provider import Run
from db.columns import new_id
from db.database import Database
from db.enums import AttemptState, JobKind, JobState, LoraStatus, LoraType, Quality, Stage
from db.models import Attempt, Base, Dataset, Job, Lora, LoraVersion, User
from services.training.trainer_settings import SettingKey
from services.training.trainers import Trainer, values_for

ROWS_AT_ONCE = 2_000
LENGTH = timedelta(minutes=20)


@dataclass(frozen=True)
class Crowd:
    """How many trainings run at a provider, `due` as their next looks are spread, and how many `ending` of them end
    within `window`; the others go on for hours."""

    trainer: Trainer
    count: int
    ending: int
    due: timedelta
    window: timedelta


async def write_crowd(db: Database, crowd: Crowd, now: datetime) -> Mapping[str, Run]:
    """Writes the rows; the runs by their ids at the provider."""
    runs: dict[str, Run] = {}
    chance = random.Random(crowd.count)
    for start in range(0, crowd.count, ROWS_AT_ONCE):
        tables: dict[type[Base], list[dict[str, Any]]] = {}
        for number in range(start, min(start + ROWS_AT_ONCE, crowd.count)):
            ends = now + chance.uniform(0, 1) * crowd.window if number < crowd.ending else now + timedelta(days=1)
            # Those that go on have just begun: none may reach its deadline while it is measured.
            begins = ends - LENGTH if number < crowd.ending else now
            ref = str(uuid.uuid4())
            runs[ref] = Run(begins, ends, int(values_for(crowd.trainer, Quality.STANDARD, {})[SettingKey.STEPS]))
            for table, row in _rows(crowd, ref, runs[ref], now + chance.uniform(0, 1) * crowd.due):
                tables.setdefault(table, []).append(row)
        async with db.write(joins_update=False) as session:
            for table, rows in tables.items():
                await session.execute(insert(table), rows)
    return runs


def _rows(crowd: Crowd, ref: str, run: Run, next_at: datetime) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """The rows of one training, those that others refer to first."""
    person, lora, dataset, version, job = uuid.uuid4().int >> 80, new_id(), new_id(), new_id(), new_id()
    then, values = run.begins, values_for(crowd.trainer, Quality.STANDARD, {})
    yield User, {"id": person, "first_name": "Ann", "created_at": then, "last_seen_at": then}
    yield Lora, {
        "id": lora, "user_id": person, "name": "Anna", "name_key": "anna", "type": LoraType.CHARACTER,
        "class_word": "woman", "trigger_word": "anna", "trigger_key": "anna", "status": LoraStatus.TRAINING,
        "created_at": then, "updated_at": then,
    }  # fmt: skip
    yield Dataset, {"id": dataset, "user_id": person, "lora_id": lora, "created_at": then}
    yield LoraVersion, {
        "id": version, "lora_id": lora, "no": 1, "dataset_id": dataset, "job_id": job, "trainer": crowd.trainer.key,
        "base_model": crowd.trainer.base_model, "quality": Quality.STANDARD, "params": dict(values),
        "status": LoraStatus.TRAINING, "created_at": then,
    }  # fmt: skip
    yield Job, {
        "id": job, "user_id": person, "kind": JobKind.TRAINING, "state": JobState.RUNNING, "stage": Stage.TRAINING,
        "provider": crowd.trainer.provider, "endpoint": crowd.trainer.endpoint, "subject_id": version,
        "total_steps": run.steps, "next_at": next_at, "created_at": then, "accepted_at": then, "started_at": then,
    }  # fmt: skip
    yield Attempt, {
        "id": new_id(), "job_id": job, "no": 1, "token_hash": uuid.uuid4().hex, "provider": crowd.trainer.provider,
        "endpoint": crowd.trainer.endpoint, "state": AttemptState.ACCEPTED, "provider_ref": ref, "urls": {},
        "started_at": then,
    }  # fmt: skip
