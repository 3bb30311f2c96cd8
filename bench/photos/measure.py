"""Both ways for the same files: ours from arrival to the archive, and Pillow's bare decoding and encoding."""

import base64
import resource
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PIL import Image

from db.columns import new_id
from db.database import Database
from db.enums import LoraType
from db.migrate import upgrade
from db.models import Dataset, User
from services.photos.limits import PhotoLimits
from services.photos.photos import Photos
from services.photos.workshop import Workshop
from services.ports import SystemClock
from services.storage.opening import open_storage
from services.training.archive import ArchivePhoto, build_archive

KEY = base64.urlsafe_b64encode(bytes(32)).decode()


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, seconds of a core, and on the clock until the first verdict."""

    wall: float
    core: float
    first: float = 0.0


def bare(files: list[bytes], quality: int) -> Took:
    """Each file decoded and encoded again at its full size, by nothing but Pillow."""
    begin, before = time.perf_counter(), _core()
    for data in files:
        with Image.open(BytesIO(data)) as opened:
            opened.load()
            opened.save(BytesIO(), "JPEG", quality=quality)
    return Took(time.perf_counter() - begin, _core() - before)


async def ours(files: list[bytes], folder: Path, *, cold: bool = False) -> Took:
    """Each file taken in as from a chat, judged, stored encrypted, and all of them packed for a trainer. `cold`: the
    process that opens photos has to start first."""
    database, dataset_id = await _opened(folder)
    workshop = Workshop()
    photos = Photos(database, SystemClock(), open_storage(str(folder / "files"), KEY), PhotoLimits(), workshop)
    if not cold:
        await photos.remove(dataset_id, (await photos.add(dataset_id, "before", _small())).position)
    starting = await _start_cost() if not cold else 0.0
    begin, before, first = time.perf_counter(), _core(), 0.0
    for number, data in enumerate(files):
        await photos.add(dataset_id, str(number), data)
        await photos.judged(dataset_id, LoraType.CHARACTER)
        first = first or time.perf_counter() - begin
    packed = [ArchivePhoto(await photos.read(photo), "a photo of ann") for photo in await photos.list(dataset_id)]
    build_archive(packed)
    wall = time.perf_counter() - begin
    await workshop.close()  # only then its time counts as ours
    await database.close()
    return Took(wall, _core() - before - starting, first)


def _small() -> bytes:
    """A photo that costs next to nothing, by which a process that has just begun is as a running bot's."""
    out = BytesIO()
    Image.new("RGB", (320, 320), "grey").save(out, "JPEG")
    return out.getvalue()


async def _start_cost() -> float:
    """Seconds of a core that the process which opens photos takes to start, once in its long life."""
    before, workshop = _core(), Workshop()
    await workshop.do("explicit", {})
    await workshop.close()
    return _core() - before


async def _opened(folder: Path) -> tuple[Database, UUID]:
    """A new database with a person's empty data set."""
    database, now, dataset_id = Database(f"sqlite:///{folder / 'bench.db'}"), datetime.now(UTC), new_id()
    await upgrade(database)
    async with database.write() as session:
        session.add(User(id=1, first_name="Ann", created_at=now, last_seen_at=now))
        await session.flush()
        session.add(Dataset(id=dataset_id, user_id=1, created_at=now))
    return database, dataset_id


def _core() -> float:
    """Of this process and those that it has seen end."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)
