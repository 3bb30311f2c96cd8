"""The gallery: pictures, what a person says about them, and what becomes of them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from bot.web.api.picture_shapes import GeneratedImage, image_answer
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from db.enums import Purpose, Verdict
from db.repositories.picture_pages import PictureRow, Wanted
from services.safety.reports import MOST_WORDS, Reason


class ImagesWanted(Sent):
    """Which pictures: behind `before` (`next_before` of the page before), of one model, or proofs of trainings."""

    limit: int = Field(20, ge=1, le=50)
    before: UUID | None = None
    lora_id: UUID | None = None
    purpose: Purpose = Purpose.USER


class GalleryImage(GeneratedImage):
    """A picture with where it comes from."""

    generation_id: UUID
    lora_id: UUID
    lora_name: str
    prompt: str
    purpose: Purpose
    created_at: datetime


class Images(Answer):
    """Pictures, newest order first. `next_before` continues the list; null at its end."""

    items: list[GalleryImage]
    next_before: UUID | None


class VerdictChange(Sent):
    """What the person says about a picture."""

    verdict: Verdict


class ImageSending(Answer):
    """The picture is on its way into the chat."""

    image_id: UUID


class NewReport(Sent):
    """Why a picture must not be here. `words` are the reporter's own."""

    reason: Reason
    # What is sent may be longer than what is left of it; the service says the limit in the person's language.
    words: str | None = Field(None, max_length=4 * MOST_WORDS)


class ReportTaken(Answer):
    """A report; admins decide until `due_at`."""

    id: UUID
    due_at: datetime


async def list_images(call: Call) -> Images:
    """The caller's stored pictures."""
    query: ImagesWanted = call.query
    # One more than asked tells whether there is more.
    wanted = Wanted(query.limit + 1, query.lora_id, query.purpose)
    rows = await call.services.gallery.pictures(call.user_id, wanted, query.before)
    items = [_item(call, row) for row in rows[: query.limit]]
    return Images(items=items, next_before=items[-1].id if len(rows) > query.limit else None)


async def erase_image(call: Call) -> None:
    """Shows the picture no more and erases its file. Repeatable."""
    await call.services.gallery.erase(call.user_id, call.ids["image_id"])


async def keep_image(call: Call) -> None:
    """Keeps a proof beyond its time. Repeatable."""
    await call.services.gallery.keep(call.user_id, call.ids["image_id"])


async def judge_image(call: Call) -> None:
    """The last word counts."""
    await call.services.gallery.mark(call.user_id, call.ids["image_id"], call.body.verdict)


async def send_image(call: Call) -> ImageSending:
    """The picture as a file in the caller's chat with the bot; once per key."""
    image_id = call.ids["image_id"]
    await call.services.gallery.send(call.user_id, image_id, call.key)
    return ImageSending(image_id=image_id)


async def report_image(call: Call) -> ReportTaken:
    """Admins hear of it at once; twice is once while nobody has decided."""
    body: NewReport = call.body
    report = await call.services.reports.report_picture(call.user_id, call.ids["image_id"], body.reason, body.words)
    return ReportTaken(id=report.id, due_at=report.due_at)


def _item(call: Call, row: PictureRow) -> GalleryImage:
    return GalleryImage(
        **image_answer(call.services, row.image).model_dump(),
        generation_id=row.generation.id,
        lora_id=row.lora.id,
        lora_name=row.lora.name,
        prompt=row.generation.prompt,
        purpose=row.generation.purpose,
        created_at=row.image.created_at,
    )


ROUTES = (
    Route("GET", "/images", list_images, "The gallery", answer=Images, query=ImagesWanted, problems=(404,)),
    Route("DELETE", "/images/{image_id}", erase_image, "Erase a picture"),
    Route("POST", "/images/{image_id}/keep", keep_image, "Keep a proof that would be erased"),
    Route("PUT", "/images/{image_id}/verdict", judge_image, "Say whether a picture is good", body=VerdictChange),
    Route(
        "POST", "/images/{image_id}/send", send_image, "Send a picture into the chat as a file",
        answer=ImageSending, status=202, keyed=True,
    ),
    Route(
        "POST", "/images/{image_id}/report", report_image, "Report that a picture must not be here",
        answer=ReportTaken, status=201, body=NewReport, problems=(422,),
    ),
)  # fmt: skip
