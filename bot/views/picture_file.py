"""One picture as a file: as it was made, without Telegram's compression."""

from uuid import UUID

from bot.views.base import Media, Rendered, ViewContext
from services.errors import NotFoundError
from services.generation.file_names import picture_name


async def picture_file(context: ViewContext) -> Rendered:
    """`params`: `image_id`. A picture that is erased meanwhile is not sent."""
    image = await context.services.gallery.image(context.chat_id, UUID(context.params["image_id"]))
    if image.storage_key is None:
        raise NotFoundError("image-gone")
    data = await context.services.storage.get(image.storage_key)
    return Rendered(media=[Media(data, picture_name(image), kind="document")])
