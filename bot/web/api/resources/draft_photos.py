"""The photos of a create draft: one request for each file."""

from uuid import UUID

from bot.web.api.resources.draft_reading import draft_photos, open_draft, shown_draft
from bot.web.api.resources.draft_shapes import CreateDraft
from bot.web.api.resources.photo_bodies import TAKES, read_photo
from bot.web.api.resources.photo_shapes import CaptionChange, CaptionHint, PhotoShown, caption_hints, source_key_of
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from services.errors import ConflictError, NotFoundError


class CopyFrom(Sent):
    """The model whose photos are wanted."""

    lora_id: UUID


class Copied(Answer):
    """How many photos came along, and the draft with them."""

    copied: int
    draft: CreateDraft


class DraftCaptionWritten(Answer):
    """The draft as it is now, and what had better be left out of the caption."""

    draft: CreateDraft
    hints: list[CaptionHint]


async def put_draft_photo(call: Call) -> PhotoShown:
    """Takes a photo; `photo_id` is an id that the client made for this file, and the same again gives the first photo.

    Its verdict speaks of the set as it is now. Raises `ConflictError('consent-missing' | 'photo-duplicate', number)`
    and what `Photos.add` raises.
    """
    data = await read_photo(call)
    services, view = call.services, await open_draft(call)
    if await services.consents.needed(call.user_id, view.providers):
        raise ConflictError("consent-missing")
    key = source_key_of(call.ids["photo_id"])
    photo = await services.drafts.add_photo(call.user_id, view.draft_id, key, data)
    for shown in draft_photos(call, await services.drafts.view(view.draft_id)):
        if shown.id == photo.id:
            return shown
    # Removed by another device before it could be shown here.
    raise NotFoundError("photo")


async def delete_draft_photo(call: Call) -> CreateDraft:
    """Removes a photo; those behind it move up."""
    view = await open_draft(call)
    changed = await call.services.drafts.drop_photo(call.user_id, view.draft_id, call.ids["photo_id"])
    return await shown_draft(call, changed)


async def use_draft_photo_anyway(call: Call) -> CreateDraft:
    """Trains with a photo that is not usable; an explicit one stays out. Repeatable."""
    view = await open_draft(call)
    changed = await call.services.drafts.want_photo(call.user_id, view.draft_id, call.ids["photo_id"])
    return await shown_draft(call, changed)


async def caption_draft_photo(call: Call) -> DraftCaptionWritten:
    """Writes the caption, whatever it says, and tells what it gives away of looks. The training that is ordered from
    the draft has it."""
    captions, view, photo_id = call.services.draft_captions, await open_draft(call), call.ids["photo_id"]
    found = await captions.write(call.user_id, view.draft_id, photo_id, call.body.caption)
    changed = await call.services.drafts.view(view.draft_id)
    return DraftCaptionWritten(draft=await shown_draft(call, changed), hints=caption_hints(found))


async def copy_photos_into_draft(call: Call) -> Copied:
    """Copies the photos of one of the caller's models, behind those that are there."""
    view = await open_draft(call)
    count = await call.services.dataset_copies.into_draft(call.user_id, call.body.lora_id, view.draft_id)
    return Copied(copied=count, draft=await shown_draft(call, await call.services.drafts.view(view.draft_id)))


ROUTES = (
    Route(
        "PUT", "/draft/photos/{photo_id}", put_draft_photo,
        "Send a photo under an id of your own making; the same again is the same photo",
        answer=PhotoShown, raw=TAKES, problems=(409, 422),
    ),
    Route(
        "PATCH", "/draft/photos/{photo_id}", caption_draft_photo, "Write the caption of a photo, by its `id`, or take "
        "it back", answer=DraftCaptionWritten, body=CaptionChange, problems=(422,),
    ),
    Route(
        "DELETE", "/draft/photos/{photo_id}", delete_draft_photo, "Remove a photo by its `id`", answer=CreateDraft,
    ),
    Route(
        "POST", "/draft/photos/{photo_id}/use-anyway", use_draft_photo_anyway, "Train with a photo in spite of its "
        "verdict, by its `id`", answer=CreateDraft,
    ),
    Route(
        "POST", "/draft/copy", copy_photos_into_draft, "Copy the photos of an earlier model into the draft",
        answer=Copied, body=CopyFrom, problems=(404, 409, 422),
    ),
)  # fmt: skip
