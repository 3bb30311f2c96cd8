"""Ids in a button's data come from the client: whoever learns somebody else's can do nothing with them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select

from bot.keyboards.create import AgreePress, CreatePress, Do, SettingPress
from bot.keyboards.dataset_press import DatasetAction, DatasetPress
from bot.keyboards.datasets import DatasetPage, EarlierPhotos, EarlierTake, PhotoAction, PhotoPress, TrainAnew
from bot.keyboards.generate import (
    AspectPress,
    CardAction,
    CardPress,
    CountPress,
    ModelPress,
    PictureSettingPress,
    StopDrawing,
)
from bot.keyboards.ids import short
from bot.keyboards.jobs import OpenJob
from bot.keyboards.models import ModelAction
from bot.keyboards.models import ModelPress as AboutModel
from bot.keyboards.pictures import BatchAction, BatchPress, PictureAction, PicturePress
from bot.keyboards.ready import IdeaPress, ReadyPress, WriteOwn
from bot.keyboards.report import ReportAsk, ReportSend
from bot.keyboards.several import SeveralDo, SeveralPress
from bot.keyboards.training import ProofDo, ProofPress, TrainingDo, TrainingPress
from db.enums import DraftKind, ImageState, JobKind, JobState, LoraStatus, LoraType, Purpose, Quality, Retention
from db.models import Base, User
from services.generation.picture_settings import PictureSetting
from services.safety.reports import Reason
from services.training.trainer_settings import SettingKey
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.outside import tap
from tests.bot.conversations.person import Person
from tests.bot.conversations.ready import person_with_model
from tests.support import rows

SECRET = "Zqvera"
VALUES = {Do.AGREE: Retention.UNTIL_DELETED, Do.TYPE: LoraType.STYLE, Do.CLASS: "dog", Do.QUALITY: Quality.QUICK}
NOT_HERS = frozenset({"user", "tg_update", "chat_lane", "conversation", "cron_run", "held_lease", "stray_file"})
"""Tables that everybody's every tap changes, or the nightly audits, which may fall into the time of a test."""


@dataclass(frozen=True)
class Victim:
    """The ids of somebody's things, by what they are; `mark` is that of today's agreement."""

    drafts: list[UUID]
    generate_drafts: list[UUID]
    loras: list[UUID]
    versions: list[UUID]
    jobs: list[UUID]
    generations: list[UUID]
    images: list[UUID]
    photos: list[UUID]
    mark: str


PRESSES: dict[type[CallbackData], Callable[[Victim, UUID], Iterator[CallbackData]]] = {
    CreatePress: lambda v, _: (CreatePress(draft=i, do=d, value=VALUES.get(d, "1")) for i in v.drafts for d in Do),
    AgreePress: lambda v, _: (AgreePress(draft=i, kept=Retention.UNTIL_DELETED, mark=v.mark) for i in v.drafts),
    SettingPress: lambda v, _: (
        SettingPress(draft=i, key=k, value=t) for i in v.drafts for k in SettingKey for t in ("", "1")
    ),
    CardPress: lambda v, _: (CardPress(action=a, draft_id=i) for i in v.generate_drafts for a in CardAction),
    PictureSettingPress: lambda v, _: (
        PictureSettingPress(draft_id=i, key=k, value=t)
        for i in v.generate_drafts
        for k in PictureSetting
        for t in ("", "1")
    ),
    CountPress: lambda v, _: (CountPress(draft_id=i, count=3) for i in v.generate_drafts),
    AspectPress: lambda v, _: (AspectPress(draft_id=i, shape="WIDE") for i in v.generate_drafts),
    ModelPress: lambda v, own: (
        ModelPress(draft=short(draft), lora=short(lora)) for draft in (*v.generate_drafts, own) for lora in v.loras
    ),
    StopDrawing: lambda v, _: (StopDrawing(job_id=i) for i in v.jobs),
    OpenJob: lambda v, _: (OpenJob(job_id=i) for i in v.jobs),
    AboutModel: lambda v, _: (AboutModel(action=a, lora_id=i) for i in v.loras for a in ModelAction),
    BatchPress: lambda v, _: (BatchPress(action=a, generation_id=i) for i in v.generations for a in BatchAction),
    PicturePress: lambda v, _: (PicturePress(action=a, image_id=i) for i in v.images for a in PictureAction),
    ReadyPress: lambda v, _: (ReadyPress(lora_id=i, number=1) for i in v.loras),
    IdeaPress: lambda v, _: (IdeaPress(draft_id=i, number=1) for i in v.generate_drafts),
    WriteOwn: lambda v, _: (WriteOwn(lora_id=i) for i in v.loras),
    TrainingPress: lambda v, _: (TrainingPress(job=i, do=d) for i in v.jobs for d in TrainingDo),
    DatasetPress: lambda v, _: (DatasetPress(action=a, lora_id=i) for i in v.loras for a in DatasetAction),
    DatasetPage: lambda v, _: (DatasetPage(lora_id=i, page=0) for i in v.loras),
    PhotoPress: lambda v, _: (PhotoPress(action=a, photo_id=i) for i in v.photos[::4] for a in PhotoAction),
    TrainAnew: lambda v, _: (TrainAnew(version_id=i) for i in v.versions),
    EarlierPhotos: lambda v, _: (EarlierPhotos(draft=i) for i in v.drafts),
    EarlierTake: lambda v, own: (
        EarlierTake(draft=short(draft), lora=short(lora)) for draft in (*v.drafts, own) for lora in v.loras
    ),
    ReportAsk: lambda v, _: (ReportAsk(image=i) for i in v.images),
    ReportSend: lambda v, _: (ReportSend(reason=r, image=i) for i in v.images[::4] for r in Reason),
    SeveralPress: lambda v, _: (SeveralPress(draft=i, do=d, who=1, value="1") for i in v.drafts for d in SeveralDo),
    ProofPress: lambda v, _: (ProofPress(version=i, do=d) for i in v.versions for d in ProofDo),
}
"""Every tap that names a thing; `own` is a draft of the one who taps."""


async def victim_of(stage: Stage) -> Victim:
    """A person with a ready, a deleted and a failed model, proofs, pictures, running orders and both kinds of draft."""
    db, clock = stage.services.db, stage.services.clock
    user = await rows.make_user(db, first_name=SECRET)
    await rows.make_consent(db, user)
    later = clock.now() + timedelta(hours=12)
    mark = stage.services.consents.mark(stage.services.rules.training.providers)
    found = Victim([], [], [], [], [], [], [], [], mark)
    gone = {"deleted_at": clock.now(), "erase_at": later}
    for number, more in enumerate(({}, gone, {"status": LoraStatus.FAILED, "name_key": None})):
        named = {"name": f"{SECRET} {number}", "description": SECRET, "trigger_word": f"{SECRET}{number}"}
        lora = await rows.make_lora(db, user, **(named | more))
        dataset = await rows.make_dataset(db, user, lora)
        for position in range(1, 5):
            found.photos.append((await rows.make_photo(db, dataset, position=position)).id)
        version = await rows.make_version(db, lora, dataset, base_model="flux-1", status=lora.status)
        running = {"state": JobState.RUNNING, "next_at": later, "accepted_at": clock.now()}
        ended = {"state": JobState.FAILED, "finished_at": clock.now()}
        state = ended if lora.status is LoraStatus.FAILED else running
        training = await rows.make_job(db, user, subject_id=version.id, total_steps=100, **state)
        for purpose in (Purpose.USER, Purpose.PROOF):
            generation = await rows.make_generation(db, version, user, prompt=SECRET, purpose=purpose)
            drawing = await rows.make_job(db, user, kind=JobKind.GENERATION, subject_id=generation.id, **state)
            found.images.append((await rows.make_image(db, generation, no=0, state=ImageState.STORED)).id)
            found.generations.append(generation.id)
            found.jobs.append(drawing.id)
        found.jobs.append(training.id)
        found.loras.append(lora.id)
        found.versions.append(version.id)
    fields = {"type": "character", "class_word": "woman", "name": SECRET, "trigger_word": SECRET}
    empty = await rows.make_dataset(db, user)
    found.drafts.append((await rows.make_draft(db, user, fields=fields, dataset_id=empty.id)).id)
    order = {"prompt": SECRET, "lora_id": str(found.loras[0]), "count": 1}
    found.generate_drafts.append((await rows.make_draft(db, user, kind=DraftKind.GENERATE, fields=order)).id)
    return found


async def everything(stage: Stage) -> dict[str, list[dict[str, Any]]]:
    """All rows that a tap about somebody's things could change."""
    async with stage.services.db.read() as session:
        return {
            table.name: [
                dict(row)
                for row in (await session.execute(select(table))).mappings()
                if not (table.name == "audit" and row["actor_id"] is None)
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in NOT_HERS
        }


async def own_draft(stage: Stage, mallory: Person) -> UUID:
    """A picture order that the one who taps may change."""
    return (await stage.services.generate_drafts.begin(mallory.id, "a kite")).id


def named_things() -> set[type[CallbackData]]:
    """All kinds of button data that carry an id; those of admins are tried by `admin/test_only_admins.py`."""
    kinds = {kind for kind in CallbackData.__subclasses__() if kind.__module__.startswith("bot.keyboards.")}
    kinds = {
        kind for kind in kinds if not kind.__module__.startswith(("bot.keyboards.admin", "bot.keyboards.broadcast"))
    }
    return {
        kind
        for kind in kinds
        if kind in (ModelPress, EarlierTake) or UUID in {f.annotation for f in kind.model_fields.values()}
    }


def test_every_button_that_names_a_thing_is_tried() -> None:
    """Another kind of button belongs into the table above."""
    assert named_things() == set(PRESSES)


@pytest.mark.timeout(900)  # some hundred taps, each of them answered
async def test_nobody_reaches_somebody_elses_things(stage: Stage) -> None:
    """Every tap is answered, says nothing of the other person, and changes not one row of anybody's."""
    mallory = await person_with_model(stage)
    victim = await victim_of(stage)
    own = await own_draft(stage, mallory)
    await mallory.say("/help")
    message = await mallory.see("How it works")
    before = await everything(stage)
    earlier = len(mallory.events)
    for kind, make in PRESSES.items():
        for press in make(victim, own):
            alert = await tap(mallory, message, press.pack()) or ""
            assert SECRET.casefold() not in alert.casefold(), press
        assert await everything(stage) == before, kind
    # Updates of a chat are handled in turn: what the last tap says and does is out before this answer.
    await mallory.say("/privacy")
    await mallory.see("You agreed on")
    said = [event for event in mallory.events[earlier:] if event.get("from") == "bot"]
    assert not [event for event in said if SECRET.casefold() in str(event).casefold() or event.get("media")]
    assert await everything(stage) == before
    async with stage.services.db.read() as session:
        assert (await session.get_one(User, mallory.id)).preferences == {}
