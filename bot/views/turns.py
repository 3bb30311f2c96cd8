"""What a card says of an order that did not go straight: another provider has it, or it is made a second time."""

from bot.views.base import ViewContext
from services.jobs.progress import JobView


def turns(context: ViewContext, view: JobView) -> list[str]:
    """Lines for the card of an order that goes on; none for one that went straight."""
    lines = []
    if view.moved_from is not None:
        names = {
            name: context.plain(f"provider-{who}")
            for name, who in (("before", view.moved_from), ("after", view.provider))
        }
        lines.append(context.text("job-moved-card", **names))
    if view.is_repeated:
        lines.append(context.text("job-second-attempt"))
    return lines
