"""The word that an export is there: with a link, or with the file itself where the bot has no address."""

from datetime import datetime
from uuid import UUID

from bot.texts import Html
from bot.views.base import Media, Rendered, ViewContext
from db.models import PrivacyRequest
from db.repositories.privacy_requests import request_by_id

MOST_IN_CHAT = 45 * 1024 * 1024
"""Telegram takes files of 50 MB from a bot; the form around one needs a little."""
FILE_NAME = "my-data.zip"


async def export_ready(context: ViewContext) -> Rendered | None:
    """`params`: `request_id`. None when the file is gone by now."""
    async with context.services.db.read() as session:
        request = await request_by_id(session, UUID(context.params["request_id"]))
    if request is None or request.user_id != context.chat_id:
        return None
    made = request.steps.get("file", {})
    if "too_large" in made:
        return Rendered(context.text("export-too-large", gigabytes=made["too_large"] // 2**30))
    now = context.services.clock.now()
    if request.file_key is None or request.expires_at is None or request.expires_at <= now:
        return None
    return await _ready(context, request, request.file_key, request.expires_at, int(made.get("bytes", 0)))


async def _ready(context: ViewContext, request: PrivacyRequest, key: str, expires_at: datetime, size: int) -> Rendered:
    megabytes = max(1, round(size / 2**20))
    services = context.services
    if services.links.have_address:
        now = services.clock.now()
        seconds = int((expires_at - now).total_seconds())
        link = services.links.sign(key, file_name=FILE_NAME, seconds=seconds, now=now)
        return Rendered(context.text("export-link", link=Html(link), megabytes=megabytes, until=expires_at))
    if size > MOST_IN_CHAT:
        return Rendered(context.text("export-no-address", megabytes=megabytes))
    data = await services.storage.get(key)
    return Rendered(context.text("export-file"), media=[Media(data, FILE_NAME, kind="document")])
