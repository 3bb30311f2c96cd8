"""The card of a draft: whatever step it is at, so that photos that came to rest show up wherever the person is."""

from uuid import UUID

from bot.speaker import Speaker
from bot.views.base import Rendered, ViewContext
from bot.views.draft_steps import find_step, step_screen
from db.repositories.people import person


async def draft_card(context: ViewContext) -> Rendered:
    """`params`: `draft_id`. Raises `NotFoundError` when the draft is gone."""
    view = await context.services.drafts.view(UUID(context.params["draft_id"]))
    async with context.services.db.read() as session:
        user = await person(session, view.user_id)
    step = await find_step(context.services, view)
    say = Speaker(context.texts, context.language)
    mark = context.services.consents.mark(view.providers)
    first_name = user.first_name if user else ""
    return step_screen(say, view, step, first_name, mark, context.services.rules.app.create)
