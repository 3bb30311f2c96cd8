"""Photos and captions of models: looked at, changed, and kept for other models."""

from datetime import datetime
from uuid import UUID

from bot.web.api.resources.photo_bodies import TAKES, read_photo
from bot.web.api.resources.photo_shapes import (
    CaptionChange,
    CaptionHint,
    PhotoShown,
    caption_hints,
    shown_photo,
    source_key_of,
)
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer
from db.enums import LoraType
from services.datasets.viewing import DatasetPhoto, DatasetView
from services.training.trainers import CaptionRule


class KeptDataset(Answer):
    """A model whose photos can be used for another one."""

    lora_id: UUID
    name: str
    type: LoraType
    photo_count: int


class KeptDatasets(Answer):
    """The newest first."""

    items: list[KeptDataset]


class CaptionedPhoto(Answer):
    """A photo of a model with the caption that it is trained with; `caption_is_own`: the person has written it."""

    lora_id: UUID
    photo: PhotoShown
    caption_is_own: bool


class LoraDataset(Answer):
    """The photos of a model's newest training; none when they are erased, or about to be. `in_use`: a training may
    still read them, so nothing can change. `erased_at` is when they go, null when that is not known yet."""

    lora_id: UUID
    version_id: UUID
    name: str
    trigger_word: str
    photos: list[CaptionedPhoto]
    photo_count: int
    most_photos: int
    in_use: bool
    caption_rule: CaptionRule
    erased_at: datetime | None


class CaptionWritten(Answer):
    """The photo as it is now, and what had better be left out of its caption."""

    item: CaptionedPhoto
    hints: list[CaptionHint]


async def list_datasets(call: Call) -> KeptDatasets:
    """The models whose photos are still here."""
    kept = await call.services.datasets.kept(call.user_id)
    return KeptDatasets(
        items=[
            KeptDataset(lora_id=one.lora.id, name=one.lora.name, type=one.lora.type, photo_count=one.photos)
            for one in kept
        ]
    )


async def get_lora_dataset(call: Call) -> LoraDataset:
    """Photos and captions of a model."""
    view = await call.services.datasets.of_model(call.user_id, call.ids["lora_id"])
    return LoraDataset(
        lora_id=view.lora.id,
        version_id=view.version.id,
        name=view.lora.name,
        trigger_word=view.lora.trigger_word,
        photos=[_captioned(call, view, one) for one in view.photos],
        photo_count=len(view.photos),
        most_photos=view.max_photos,
        in_use=view.in_use,
        caption_rule=view.caption_rule,
        erased_at=view.dataset.photos_erased_at or view.dataset.erase_photos_at,
    )


async def put_lora_photo(call: Call) -> CaptionedPhoto:
    """Adds a photo at the end; `client_id` is an id that the client made for this file, and the same again gives the
    first photo."""
    data = await read_photo(call)
    datasets, key = call.services.datasets, source_key_of(call.ids["client_id"])
    photo = await datasets.add(call.user_id, call.ids["lora_id"], key, data)
    return _captioned(call, *await datasets.photo(call.user_id, photo.id))


async def change_photo(call: Call) -> CaptionWritten:
    """Writes the caption, whatever it says, and tells what it gives away of looks."""
    datasets, photo_id, words = call.services.datasets, call.ids["photo_id"], call.body.caption
    found = () if words is None else await datasets.looks_in(call.user_id, photo_id, words)
    if words is None:
        await datasets.drop_caption(call.user_id, photo_id)
    else:
        await datasets.write_caption(call.user_id, photo_id, words)
    item = _captioned(call, *await datasets.photo(call.user_id, photo_id))
    return CaptionWritten(item=item, hints=caption_hints(found))


async def delete_photo(call: Call) -> None:
    """Removes a photo of a model; those behind it move up."""
    await call.services.datasets.remove(call.user_id, call.ids["photo_id"])


def _captioned(call: Call, view: DatasetView, one: DatasetPhoto) -> CaptionedPhoto:
    photo = shown_photo(call, one.photo, one.judgement, one.caption)
    return CaptionedPhoto(lora_id=view.lora.id, photo=photo, caption_is_own=one.is_own)


ROUTES = (
    Route("GET", "/datasets", list_datasets, "Models whose photos can be used again", answer=KeptDatasets),
    Route("GET", "/loras/{lora_id}/dataset", get_lora_dataset, "Photos and captions of a model", answer=LoraDataset),
    Route(
        "PUT", "/loras/{lora_id}/photos/{client_id}", put_lora_photo,
        "Add a photo under an id of your own making; the same again is the same photo",
        answer=CaptionedPhoto, raw=TAKES, problems=(409, 422),
    ),
    Route(
        "PATCH", "/photos/{photo_id}", change_photo, "Write a photo's caption, or take it back",
        answer=CaptionWritten, body=CaptionChange, problems=(409, 422),
    ),
    Route("DELETE", "/photos/{photo_id}", delete_photo, "Remove a photo of a model", problems=(409,)),
)  # fmt: skip
