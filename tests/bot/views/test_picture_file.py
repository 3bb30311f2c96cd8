"""One picture as a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bootstrap_engine import EngineSide
from bot.texts import Texts
from bot.views.base import Media, Rendered, ViewContext
from bot.views.picture_file import picture_file
from bot.views.registry import all_views
from db.enums import Language
from db.models import Image
from services.errors import NotFoundError
from tests.bot.fakes import engine_side
from tests.support.rows import make_dataset, make_generation, make_image, make_lora, make_user, make_version


@pytest.fixture
async def side(sqlite_url: str, tmp_path: Path) -> AsyncIterator[EngineSide]:
    """The product without its face."""
    side = engine_side(sqlite_url, tmp_path)
    yield side
    await side.close()


async def picture(side: EngineSide) -> tuple[Image, ViewContext]:
    """A stored picture, and its owner's chat."""
    db = side.services.db
    user = await make_user(db)
    lora = await make_lora(db, user)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    image = await make_image(db, await make_generation(db, version, user), no=1)
    await side.services.storage.put(image.storage_key or "", b"as it was made")
    params = {"image_id": str(image.id)}
    return image, ViewContext(user.id, Language.EN, params, Texts(strict=True), side.services)


async def test_the_picture_comes_as_it_was_made(side: EngineSide) -> None:
    """As a document, because Telegram compresses photos, and with no words beside it."""
    _, context = await picture(side)
    rendered = await all_views()["picture_file"](context)
    assert rendered == Rendered(media=[Media(b"as it was made", "picture-7-2.png", kind="document")])


async def test_an_erased_picture_is_not_sent(side: EngineSide) -> None:
    """Even if it was on its way."""
    image, context = await picture(side)
    await side.services.gallery.erase(context.chat_id, image.id)
    with pytest.raises(NotFoundError, match="image-gone"):
        await picture_file(context)
