"""The message that an admin has given credits."""

from bot.views.base import Rendered, ViewContext


async def credits_granted(context: ViewContext) -> Rendered:
    """`params`: `amount`."""
    return Rendered(context.text("credits-granted", count=int(context.params["amount"])))
