"""Rows with sensible values; a test names only what it is about.

Each function commits one unit of work and returns the row. Keyword arguments replace any column.
"""

import hashlib
import itertools
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from db.columns import new_id
from db.database import Database
from db.enums import (
    AttemptState,
    DraftKind,
    ImageState,
    JobKind,
    JobState,
    LoraStatus,
    LoraType,
    OutboxKind,
    Purpose,
    Quality,
    Retention,
)
from db.models import (
    Attempt,
    Base,
    Consent,
    Dataset,
    Draft,
    Generation,
    Image,
    Job,
    Lora,
    LoraVersion,
    Outbox,
    Photo,
    User,
)

TRAINER = "flux-lora-fast-training"
ENDPOINT = "fal-ai/flux-lora-fast-training"
_numbers = itertools.count(1)

Row = TypeVar("Row", bound=Base)


async def make_user(db: Database, **values: Any) -> User:
    """A person who uses the bot in English."""
    now = _now()
    defaults = {"id": 100_000 + next(_numbers), "first_name": "Ann", "created_at": now, "last_seen_at": now}
    return await _insert(db, User, defaults | values)


async def make_consent(db: Database, user: User, **values: Any) -> Consent:
    """A consent to the first text and the fal provider, photos kept for 30 days."""
    defaults = {"text_version": "1", "provider": "fal", "retention": Retention.DAYS_30, "given_at": _now()}
    return await _insert(db, Consent, defaults | {"user_id": user.id} | values)


async def make_lora(db: Database, user: User, **values: Any) -> Lora:
    """A finished character model with a name and trigger word nobody else has."""
    number = next(_numbers)
    now = _now()
    defaults = {
        "name": f"Anna {number}",
        "name_key": f"anna {number}",
        "type": LoraType.CHARACTER,
        "class_word": "woman",
        "trigger_word": f"anna{number:04x}",
        "trigger_key": f"anna{number:04x}",
        "status": LoraStatus.COMPLETED,
        "created_at": now,
        "updated_at": now,
    }
    return await _insert(db, Lora, defaults | {"user_id": user.id} | values)


async def make_dataset(db: Database, user: User, lora: Lora | None = None, **values: Any) -> Dataset:
    """A data set without photos."""
    defaults = {"user_id": user.id, "lora_id": lora.id if lora else None, "created_at": _now()}
    return await _insert(db, Dataset, defaults | values)


async def make_photo(db: Database, dataset: Dataset, **values: Any) -> Photo:
    """The row of a cleaned photo; the file itself is not in any storage."""
    number = next(_numbers)
    defaults = {
        "source_key": f"unique-{number}",
        "position": number,
        "storage_key": f"photos/{new_id()}.jpg",
        "sha256": secrets.token_hex(32),
        "width": 1024,
        "height": 1024,
        "size": 200_000,
        "created_at": _now(),
    }
    return await _insert(db, Photo, defaults | {"dataset_id": dataset.id} | values)


async def make_version(db: Database, lora: Lora, dataset: Dataset, **values: Any) -> LoraVersion:
    """A finished version of a model, with weights in our storage."""
    now = _now()
    defaults = {
        "no": 1,
        "trainer": TRAINER,
        "base_model": "flux-dev",
        "quality": Quality.STANDARD,
        "params": {"steps": 1000},
        "status": LoraStatus.COMPLETED,
        "weights_key": f"weights/{new_id()}.safetensors",
        "weights_size": 90_000_000,
        "weights_sha256": secrets.token_hex(32),
        "created_at": now,
        "completed_at": now,
    }
    return await _insert(db, LoraVersion, defaults | {"lora_id": lora.id, "dataset_id": dataset.id} | values)


async def make_job(db: Database, user: User, **values: Any) -> Job:
    """A queued training that is due at once."""
    now = _now()
    defaults = {
        "kind": JobKind.TRAINING,
        "state": JobState.QUEUED,
        "provider": "fal",
        "endpoint": ENDPOINT,
        "subject_id": new_id(),
        "next_at": now - timedelta(seconds=1),
        "created_at": now,
    }
    return await _insert(db, Job, defaults | {"user_id": user.id} | values)


async def make_attempt(db: Database, job: Job, **values: Any) -> Attempt:
    """An accepted paid call of a job; its webhook token is `token-<job id>-<no>`."""
    no = values.get("no", 1)
    defaults = {
        "no": no,
        "token_hash": hashlib.sha256(f"token-{job.id}-{no}".encode()).hexdigest(),
        "provider": job.provider,
        "endpoint": job.endpoint,
        "state": AttemptState.ACCEPTED,
        "provider_ref": str(new_id()),
        "started_at": _now(),
    }
    return await _insert(db, Attempt, defaults | {"job_id": job.id} | values)


async def make_generation(db: Database, version: LoraVersion, user: User, **values: Any) -> Generation:
    """A generation ordered by a person; has no job until a test gives one."""
    defaults = {
        "purpose": Purpose.USER,
        "prompt": "on a beach",
        "prompt_sent": "anna0001 woman, on a beach",
        "settings": {},
        "created_at": _now(),
    }
    ours = {"user_id": user.id, "lora_id": version.lora_id, "version_id": version.id}
    return await _insert(db, Generation, defaults | ours | values)


async def make_image(db: Database, generation: Generation, **values: Any) -> Image:
    """The row of a stored picture; the file itself is not in any storage."""
    defaults = {
        "no": next(_numbers),
        "state": ImageState.STORED,
        "storage_key": f"pictures/{new_id()}.png",
        "width": 1024,
        "height": 1024,
        "seed": 7,
        "created_at": _now(),
    }
    return await _insert(db, Image, defaults | {"generation_id": generation.id} | values)


async def make_draft(db: Database, user: User, **values: Any) -> Draft:
    """A create conversation that has no answers yet."""
    now = _now()
    defaults = {"kind": DraftKind.CREATE, "fields": {}, "created_at": now, "updated_at": now}
    return await _insert(db, Draft, defaults | {"user_id": user.id} | values)


async def make_message(db: Database, chat_id: int, **values: Any) -> Outbox:
    """A pending ping that may go out at once."""
    now = _now()
    defaults = {
        "dedupe_key": f"ping:{new_id()}",
        "kind": OutboxKind.PING,
        "view": "training_done",
        "params": {},
        "not_before": now - timedelta(seconds=1),
        "created_at": now,
    }
    return await _insert(db, Outbox, defaults | {"chat_id": chat_id} | values)


def _now() -> datetime:
    return datetime.now(UTC)


async def _insert(db: Database, table: type[Row], values: dict[str, Any]) -> Row:
    row = table(**values)
    async with db.write(joins_update=False) as session:
        session.add(row)
    return row
