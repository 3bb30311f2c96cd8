"""The message that an order waits because of our own account at the provider."""

from bot.views.base import Rendered, ViewContext


async def job_held(context: ViewContext) -> Rendered:
    """`params`: `job_id`, `reason`. The reason is the admins' business; the person learns that nothing is lost."""
    return Rendered(context.text("job-held"))
