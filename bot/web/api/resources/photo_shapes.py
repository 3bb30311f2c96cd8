"""Training photos as the API shows them: a link to look at, and what the coach says."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import Field

from bot.web.api.links import file_link
from bot.web.api.route import Call
from bot.web.api.shapes import Answer, Sent
from db.models import Photo
from services.photos.judging import Grade, Judgement
from services.training.caption_lint import Finding, Look

FROM_APP = "app-"
"""How the source keys of photos that came through the API begin; Telegram's own have no hyphen there."""


class PhotoFault(Answer):
    """What is wrong with a photo and what to do, `text` in the person's language."""

    code: str
    text: str


class PhotoShown(Answer):
    """A photo of a set. `client_id` is the one it was sent with, null for photos of the chat. `url` is a link, good
    for 15 minutes. `verdict` is the grade for `faults`, the worst first; `counts`: it is trained with.
    `may_use_anyway`: asking for it has an effect."""

    id: UUID
    client_id: UUID | None
    position: int
    url: str
    width: int
    height: int
    verdict: Grade
    faults: list[PhotoFault]
    use_anyway: bool
    may_use_anyway: bool
    counts: bool
    caption: str | None


class CaptionChange(Sent):
    """The person's own words for a photo; null goes back to the caption that code makes."""

    caption: str | None = Field(max_length=5000)


class CaptionHint(Answer):
    """Words of a caption that say how somebody looks, which the trigger word then does not learn."""

    words: str
    look: Look


def caption_hints(found: Iterable[Finding]) -> list[CaptionHint]:
    """What had better be left out of a caption."""
    return [CaptionHint(words=one.words, look=one.look) for one in found]


def shown_photo(call: Call, photo: Photo, judgement: Judgement, caption: str | None) -> PhotoShown:
    """A photo with its verdict; `caption` as the person is to read it."""
    return PhotoShown(
        id=photo.id,
        client_id=client_id_of(photo.source_key),
        position=photo.position,
        url=file_link(call.services, photo.storage_key, f"photo-{photo.position}.jpg"),
        width=photo.width,
        height=photo.height,
        verdict=judgement.grade,
        faults=[
            PhotoFault(
                code=fault.code,
                text=call.desk.texts.plain(call.caller.language, f"photo-fault-{fault.code}", **fault.params),
            )
            for fault in judgement.faults
        ],
        use_anyway=judgement.use_anyway,
        may_use_anyway=judgement.may_use_anyway,
        counts=judgement.counts,
        caption=caption,
    )


def source_key_of(client_id: UUID) -> str:
    """The key under which a photo with that id of the client's own is kept."""
    return f"{FROM_APP}{client_id}"


def client_id_of(source_key: str) -> UUID | None:
    """The client's own id of a photo; None for one that did not come through the API."""
    if not source_key.startswith(FROM_APP):
        return None
    try:
        return UUID(source_key.removeprefix(FROM_APP))
    except ValueError:
        return None
