"""What a trainer is sent: the right archive, and nothing when photos are gone."""

import io
import zipfile

import pytest
from sqlalchemy import select

from db.claims import claim_leaving
from db.models import Dataset, HostedModel, UploadedFile
from db.repositories.trainings import usable_photos
from services.errors import BusyError, ConflictError, ProviderError
from services.privacy.consent import Consents
from services.training.trainer_rows import FLUX_FAST, REPLICATE_FLUX, Z_IMAGE_TURBO
from tests.services.training.story import Story
from tests.services.training.test_moving import BOTH
from tests.services.training.workshop import Workshop, ordered


def opened(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {name: found.read(name) for name in found.namelist()}


async def test_a_trainer_without_captions_gets_photos_and_the_trigger(workshop: Workshop) -> None:
    job = await ordered(workshop)
    lora, _ = await workshop.story.rows_of(job)
    prepared = await workshop.kind.prepare(job)
    (name, archive, seconds) = workshop.provider.uploads[0]
    assert sorted(opened(archive)) == [f"image_0{number}.jpg" for number in range(1, 5)]
    assert seconds == 2 * 24 * 3600
    assert "anna" not in name.lower()
    assert prepared.endpoint == FLUX_FAST.endpoint
    assert prepared.data_url == prepared.arguments["images_data_url"]
    assert (prepared.arguments["trigger_word"], prepared.arguments["steps"]) == (lora.trigger_word, 1000)


async def test_an_archive_is_noted_to_be_removed(workshop: Workshop) -> None:
    """Each upload, since each try makes another one."""
    job = await ordered(workshop)
    urls = [(await workshop.kind.prepare(job)).data_url for _ in range(2)]
    async with workshop.story.db.read() as session:
        noted = list(await session.scalars(select(UploadedFile).order_by(UploadedFile.id)))
    assert [(row.job_id, row.provider, row.url) for row in noted] == [(job.id, "fal", url) for url in urls]


async def test_a_caption_trainer_gets_the_trigger_in_every_caption(workshop: Workshop) -> None:
    job = await ordered(workshop, trainer=Z_IMAGE_TURBO.key)
    lora, _ = await workshop.story.rows_of(job)
    prepared = await workshop.kind.prepare(job)
    files = opened(workshop.provider.uploads[0][1])
    captions = [text.decode() for name, text in sorted(files.items()) if name.endswith(".txt")]
    assert captions == [f"This is a photo of {lora.trigger_word} woman."] * 4
    assert prepared.arguments["default_caption"] == captions[0]


async def test_a_caption_of_the_persons_own_goes_along(workshop: Workshop) -> None:
    """Also to a trainer that wants none by itself: it would leave the trigger word out of photos without one."""
    job = await ordered(workshop)
    lora, version = await workshop.story.rows_of(job)
    async with workshop.story.db.write() as session:
        first = (await usable_photos(session, version.dataset_id))[0]
        first.caption = "[trigger] in the rain"
    for _ in range(2):
        await workshop.kind.prepare(job)
    sent = [opened(archive) for _, archive, _ in workshop.provider.uploads]
    captions = [text.decode() for name, text in sorted(sent[0].items()) if name.endswith(".txt")]
    assert captions == [f"{lora.trigger_word} in the rain", *[f"a photo of {lora.trigger_word} woman"] * 3]
    assert sent[0] == sent[1], "a retry trains with the same captions"


async def test_a_provider_that_keeps_versions_gets_a_place_for_each_model(workshop: Workshop) -> None:
    """Named by the model's id alone; the captions carry the trigger although there is a field for it as well."""
    wide = Workshop(Story(workshop.story.db, workshop.story.clock, BOTH), workshop.storage)
    job = await ordered(wide, trainer=REPLICATE_FLUX.key, agreed=["replicate"])
    lora, _ = await wide.story.rows_of(job)
    prepared = await wide.kind.prepare(job)
    assert prepared.target == f"ann/lora-{lora.id.hex}"
    files = opened(wide.replicate.uploads[0][1])
    captions = {text.decode() for name, text in files.items() if name.endswith(".txt")}
    assert captions == {f"a photo of {lora.trigger_word} woman"}
    assert (prepared.arguments["trigger_word"], prepared.arguments["autocaption"]) == (lora.trigger_word, False)


async def test_photos_do_not_leave_before_there_is_a_place_for_the_model(workshop: Workshop) -> None:
    """A provider that cannot take the training gets nothing of the person's."""
    wide = Workshop(Story(workshop.story.db, workshop.story.clock, BOTH), workshop.storage)
    job = await ordered(wide, trainer=REPLICATE_FLUX.key, agreed=["replicate"])
    wide.replicate.is_full = True
    with pytest.raises(ProviderError):
        await wide.kind.prepare(job)
    assert wide.replicate.uploads == []


async def test_what_a_provider_may_keep_is_noted_before_it_does(workshop: Workshop) -> None:
    """A place that was made, or may have been, is known to be erased later, whatever becomes of the training."""
    wide = Workshop(Story(workshop.story.db, workshop.story.clock, BOTH), workshop.storage)
    job = await ordered(wide, trainer=REPLICATE_FLUX.key, agreed=["replicate"])
    lora, _ = await wide.story.rows_of(job)
    wide.replicate.is_full = True
    with pytest.raises(ProviderError):
        await wide.kind.prepare(job)
    async with workshop.story.db.read() as session:
        (noted,) = (await session.scalars(select(HostedModel))).all()
    assert (noted.lora_id, noted.provider, noted.leaving_since) == (lora.id, "replicate", None)
    assert noted.place == f"ann/lora-{lora.id.hex}"


async def test_no_training_begins_where_what_was_there_is_being_removed(workshop: Workshop) -> None:
    """Its new place would go with the leavings of the one before it; it is tried later, and no provider is to blame."""
    job = await ordered(workshop)
    lora, _ = await workshop.story.rows_of(job)
    now = workshop.story.clock.now()
    async with workshop.story.db.write() as session:
        session.add(
            HostedModel(lora_id=lora.id, provider="fal", place=f"lora-{lora.id.hex}", noted_at=now, leaving_since=now)
        )
    async with workshop.story.db.write() as session:
        assert await claim_leaving(session, "fal", workshop.story.clock, 300, asked_before=now) is not None
    with pytest.raises(BusyError):
        await workshop.kind.prepare(job)
    assert (workshop.provider.destinations, workshop.provider.uploads) == ([], [])
    workshop.story.clock.advance(301)
    await workshop.kind.prepare(job)
    assert len(workshop.provider.uploads) == 1


async def test_photos_that_are_gone_end_the_training(workshop: Workshop) -> None:
    job = await ordered(workshop)
    _, version = await workshop.story.rows_of(job)
    async with workshop.story.db.write() as session:
        (await session.get_one(Dataset, version.dataset_id)).photos_erased_at = workshop.story.clock.now()
    with pytest.raises(ConflictError) as refusal:
        await workshop.kind.prepare(job)
    assert refusal.value.code == "photos-gone"
    assert workshop.provider.uploads == []


async def test_a_file_that_is_gone_ends_the_training(workshop: Workshop) -> None:
    user = await workshop.story.person()
    job = await workshop.story.ordered(user)
    with pytest.raises(ConflictError) as refusal:
        await workshop.kind.prepare(job)
    assert refusal.value.code == "photos-gone"


async def test_photos_whose_time_has_come_are_not_sent(workshop: Workshop) -> None:
    """A consent withdrawn while the training waits: the files are still there, but they leave us no more."""
    job = await ordered(workshop)
    story = workshop.story
    await Consents(story.db, story.clock, "1").withdraw(job.user_id)
    with pytest.raises(ConflictError) as refusal:
        await workshop.kind.prepare(job)
    assert refusal.value.code == "photos-gone"
    assert workshop.provider.uploads == []


async def test_photos_go_to_nobody_whom_the_person_has_not_agreed_to(workshop: Workshop) -> None:
    """Whatever brought the training to this provider; it does not even hear of the model."""
    wide = Workshop(Story(workshop.story.db, workshop.story.clock, BOTH), workshop.storage)
    job = await ordered(wide)
    _, version = await wide.story.rows_of(job)
    await wide.story.change(job, {"provider": "replicate", "endpoint": REPLICATE_FLUX.endpoint})
    await wide.story.change(version, {"trainer": REPLICATE_FLUX.key})
    with pytest.raises(ConflictError, match="consent-missing"):
        await wide.kind.prepare(await wide.fresh(job))
    assert (wide.replicate.destinations, wide.replicate.uploads) == ([], [])
