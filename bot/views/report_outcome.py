"""What became of a report: for whoever made it, and for the owner of what was taken away."""

from bot.views.base import Rendered, ViewContext


async def report_outcome(context: ViewContext) -> Rendered:
    """`params`: `outcome`: kept, removed, picture-removed, model-removed."""
    return Rendered(context.text(f"report-outcome-{context.params['outcome']}"))
