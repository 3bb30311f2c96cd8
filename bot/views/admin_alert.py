"""What an admin is told when something needs a human."""

from bot.views.base import Rendered, ViewContext


async def admin_alert(context: ViewContext) -> Rendered:
    """`params`: `code`, and what the text `alert-<code>` mentions. An alert without a text shows its code."""
    params = {name: str(value) for name, value in context.params.items()}
    code = params.pop("code")
    key = f"alert-{code}"
    if not context.texts.has(key):
        details = "\n".join(f"{name}: {value}" for name, value in sorted(params.items()))
        return Rendered(context.text("alert-other", code=code, details=details))
    return Rendered(context.text(key, **params))
