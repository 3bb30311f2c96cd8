"""The last message to somebody who had everything deleted: what was done, what is lost, what stays."""

from collections.abc import Sequence

from bot.views.base import Rendered, ViewContext


async def everything_erased(context: ViewContext) -> Rendered:
    """`params`: the reports of the steps, see `services.privacy.erase_all`."""
    told = context.params
    lines = [
        context.text("erased-done"),
        context.text(
            "erased-counts",
            photos=int(told.get("photos", 0)),
            models=int(told.get("models", 0)),
            pictures=int(told.get("pictures", 0)),
        ),
    ]
    if told.get("orders"):
        lines.append(context.text("erased-orders", count=int(told["orders"])))
    if told.get("credits"):
        lines.append(context.text("erased-credits", count=int(told["credits"])))
    return Rendered("\n".join([*lines, "", *_stays(context)]))


def _stays(context: ViewContext) -> Sequence[str]:
    told, backup_days = context.params, context.services.my_data.backup_days
    lines = [context.text("erased-stays"), context.text("erased-stays-chat"), context.text("erased-stays-quota")]
    if "fal" in told.get("recent", ()):
        lines.append(context.text("erased-stays-fal"))
    kept = [context.plain(f"provider-{provider}") for provider in told.get("kept", ())]
    if kept:
        lines.append(context.text("erased-stays-kept", providers=", ".join(kept)))
    if backup_days is not None:
        lines.append(context.text("erased-stays-backups", days=backup_days))
    return lines
