"""The card of a broadcast, for the admin who began it: what is set, then how far it is, edited in place."""

from uuid import UUID

from bot.context import Services
from bot.keyboards.broadcast import steering_keyboard
from bot.speaker import Speaker
from bot.views.base import Rendered, ViewContext
from bot.views.broadcast_draft import draft_screen
from bot.views.training_card import bar
from db.enums import BroadcastState
from services.messaging.broadcast_progress import BroadcastProgress


async def broadcast_card(context: ViewContext) -> Rendered:
    """`params`: `broadcast_id`. Raises `NotFoundError` when the broadcast is gone."""
    say = Speaker(context.texts, context.language)
    return await broadcast_screen(say, context.services, UUID(context.params["broadcast_id"]))


async def broadcast_screen(say: Speaker, services: Services, broadcast_id: UUID) -> Rendered:
    """How the broadcast stands, with its buttons. Raises `NotFoundError('broadcast')`."""
    progress = await services.broadcasts.progress(broadcast_id)
    if progress.state is BroadcastState.DRAFT:
        receivers = await services.broadcasts.receivers(progress.segment)
        return draft_screen(say, progress, receivers, services.clock.now())
    return Rendered("\n".join(_lines(say, progress)), steering_keyboard(say, progress), silent=True)


def _lines(say: Speaker, progress: BroadcastProgress) -> list[str]:
    lines = [f"<b>{say.text('broadcast-title')}</b>"]
    lines.append(say.text("broadcast-state", state=progress.state.value, start=progress.start_at))
    if progress.fault:
        lines.append(say.text("broadcast-fault", reason=progress.fault))
    if progress.state is BroadcastState.SCHEDULED:
        return [*lines, say.text("broadcast-receivers", count=progress.expected), say.text("broadcast-one-at-a-time")]
    if progress.state is BroadcastState.STOPPED and not progress.settled:
        return [*lines, say.text("broadcast-nobody-has-it")]
    if progress.expected:
        percent = min(100, 100 * progress.settled // progress.expected)
        lines.append(f"{bar(percent)} {percent} %")
    lines.append(
        say.text(
            "broadcast-counts",
            sent=progress.sent,
            expected=progress.expected,
            blocked=progress.blocked,
            failed=progress.failed,
            unknown=progress.unknown,
        )
    )
    if progress.left:
        lines.append(say.text("broadcast-people-left", count=progress.left))
    if progress.state in (BroadcastState.REMOVING, BroadcastState.REMOVED):
        lines.append(say.text("broadcast-removed", removed=progress.removed))
    if progress.rate:
        lines.append(say.text("broadcast-rate", rate=round(progress.rate, 1)))
    if progress.seconds_left is not None:
        lines.append(say.text("broadcast-left", minutes=progress.seconds_left // 60))
    return lines
