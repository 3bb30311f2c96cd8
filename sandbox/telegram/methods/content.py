"""Reading what a call wants to say: text, caption, one file, quoted message."""

from typing import Any

from sandbox.telegram.entities import CAPTION_LIMIT, TEXT_LIMIT, formatted
from sandbox.telegram.errors import bad_request
from sandbox.telegram.messages import StoredMessage
from sandbox.telegram.pictures import BadDimensions, NotAPhoto
from sandbox.telegram.wire import Call, Upload
from sandbox.telegram.world import World

# Telegram's limit for an uploaded photo; any other file may have 50 MB.
PHOTO_BYTES = 10 * 1024 * 1024

KINDS = {"photo": "Photo", "document": "Document"}


def text_of(call: Call) -> dict[str, Any]:
    """{"text", "entities"} of a call. Raises ApiError 400 for an empty or too long text."""
    raw = call.text("text")
    if not raw:
        raise bad_request("message text is empty")
    text, entities = formatted(raw, call.text("parse_mode"), call.json("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_of(source: dict[str, Any]) -> dict[str, Any]:
    """{"caption", "caption_entities"} as far as there are any. Raises ApiError 400 when too long."""
    raw = str(source.get("caption") or "")
    caption, entities = formatted(raw, str(source.get("parse_mode") or ""), source.get("caption_entities"))
    if len(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not caption:
        return {}
    return {"caption": caption, **({"caption_entities": entities} if entities else {})}


def caption_call(call: Call) -> dict[str, Any]:
    """The caption parameters of a call in the shape of an InputMedia object."""
    return {
        "caption": call.text("caption"),
        "parse_mode": call.text("parse_mode"),
        "caption_entities": call.json("caption_entities"),
    }


async def media_of(world: World, call: Call, kind: str, reference: str, field: str) -> dict[str, Any]:
    """{"photo": [...]} or {"document": {...}} for a file_id, an attach:// name or a direct upload.

    Raises ApiError 400 for a missing, unknown, too large or undecodable file. Addresses are not fetched:
    the sandbox talks to nobody.
    """
    upload = _upload(call, reference, field)
    if upload is not None:
        return await _stored(world, kind, upload)
    if not reference:
        raise bad_request(f"there is no {field} in the request")
    if "://" in reference:
        raise bad_request("failed to get HTTP URL content")
    media = world.files.media.get(reference)
    if media is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kind not in media:
        raise bad_request(f"can't use file of type {KINDS[next(iter(media))]} as {KINDS[kind]}")
    return dict(media)


def _upload(call: Call, reference: str, field: str) -> Upload | None:
    if reference.startswith("attach://"):
        upload = call.uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload
    return None if reference else call.uploads.get(field)


async def _stored(world: World, kind: str, upload: Upload) -> dict[str, Any]:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "document":
        return await world.files.add_document(upload.name, upload.data)
    size = len(upload.data)
    if size > PHOTO_BYTES:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes")
    try:
        return await world.files.add_photo(upload.data)
    except BadDimensions:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from None
    except NotAPhoto:
        raise bad_request("IMAGE_PROCESS_FAILED") from None


def quoted_of(world: World, call: Call, chat_id: int) -> dict[str, Any]:
    """{"reply_to_message": ...} for reply_parameters. Raises ApiError 400 for an unknown message."""
    parameters = call.json("reply_parameters") or {}
    message_id = int(parameters.get("message_id") or call.integer("reply_to_message_id"))
    if not message_id:
        return {}
    quoted = world.messages.get(chat_id, message_id)
    if quoted is not None:
        return {"reply_to_message": without_quote(quoted)}
    if parameters.get("allow_sending_without_reply") or call.boolean("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def without_quote(message: StoredMessage) -> dict[str, Any]:
    """A message as it is quoted by another one: Telegram does not nest quotes."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}
