"""A person's own pictures that can be shown."""

import uuid

from db.enums import ImageState
from db.models import Generation, Image
from db.repositories.generations import image_of
from db.sessions import ReadSession
from services.errors import NotFoundError


async def own_picture(session: ReadSession, user_id: int, image_id: uuid.UUID) -> tuple[Image, Generation]:
    """The picture with its generation; `NotFoundError('image-gone')` when it is not theirs, held back or erased."""
    found = await image_of(session, user_id, image_id)
    if found is None or found[0].state is not ImageState.STORED:
        raise NotFoundError("image-gone")
    return found
