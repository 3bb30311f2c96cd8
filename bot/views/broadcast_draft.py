"""A broadcast that is being written: its card, and the screens for what can be set."""

from collections.abc import Iterator
from datetime import datetime

from bot.keyboards import broadcast as keys
from bot.speaker import Speaker
from bot.views.base import Rendered
from db.enums import Language
from services.messaging.broadcast_progress import BroadcastProgress
from services.messaging.segments import Models, Segment


def draft_screen(say: Speaker, progress: BroadcastProgress, receivers: int, now: datetime) -> Rendered:
    """What is set; the question for words while there are none."""
    if not progress.variants:
        return words_screen(say, progress, say.language)
    lines = [f"<b>{say.text('broadcast-title')}</b>", ""]
    lines += [_variant_line(say, progress, language) for language in Language]
    lines += [
        say.text("broadcast-to", segment=segment_words(say, progress.segment)),
        say.text("broadcast-receivers", count=receivers),
        say.text("broadcast-is-silent" if progress.silent else "broadcast-is-loud"),
        start_line(say, progress.start_at, now),
    ]
    return Rendered("\n".join(lines), keys.draft_keyboard(say, progress), silent=True)


def words_screen(say: Speaker, progress: BroadcastProgress, language: Language) -> Rendered:
    """Asks for the message in one language."""
    key = "broadcast-ask-other" if language in progress.variants else f"broadcast-ask-{language.value}"
    return Rendered(say.text(key), keys.words_keyboard(say, progress, language), silent=True)


def segment_screen(say: Speaker, progress: BroadcastProgress, receivers: int) -> Rendered:
    """Whom it is for, with the number of them."""
    lines = [
        say.text("broadcast-ask-segment"),
        "",
        say.text("broadcast-to", segment=segment_words(say, progress.segment)),
        say.text("broadcast-receivers", count=receivers),
    ]
    return Rendered("\n".join(lines), keys.segment_keyboard(say, progress))


def start_screen(say: Speaker, progress: BroadcastProgress, now: datetime, example: str) -> Rendered:
    """When it should begin: by a button, or in words."""
    text = f"{start_line(say, progress.start_at, now)}\n\n{say.text('broadcast-ask-start', now=now, example=example)}"
    return Rendered(text, keys.start_keyboard(say, progress.broadcast_id))


def confirm_screen(say: Speaker, progress: BroadcastProgress, now: datetime) -> Rendered:
    """Asks for the number of receivers that was counted."""
    lines = [
        say.text("broadcast-to", segment=segment_words(say, progress.segment)),
        start_line(say, progress.start_at, now),
        "",
        say.text("broadcast-ask-number", count=progress.expected),
    ]
    return Rendered("\n".join(lines), keys.confirm_keyboard(say, progress.broadcast_id))


def segment_words(say: Speaker, segment: Segment) -> str:
    """ "English, seen within 30 days"; "everybody" for the empty segment."""
    return ", ".join(_parts(say, segment)) or say.plain("broadcast-everybody")


def start_line(say: Speaker, start_at: datetime | None, now: datetime) -> str:
    """When it begins; a time that is over means as soon as it is confirmed."""
    if start_at is None or start_at <= now:
        return say.text("broadcast-begins-at-once")
    return say.text("broadcast-begins-at", start=start_at)


def _parts(say: Speaker, segment: Segment) -> Iterator[str]:
    if segment.language is not None:
        yield say.plain(f"broadcast-segment-{segment.language.value}")
    if segment.active_days is not None:
        yield say.plain("broadcast-segment-days", days=segment.active_days)
    if segment.models is not Models.ANY:
        yield say.plain(f"broadcast-segment-{segment.models.value}")


def _variant_line(say: Speaker, progress: BroadcastProgress, language: Language) -> str:
    variant = progress.variants.get(language)
    if variant is None:
        return say.text(f"broadcast-no-{language.value}")
    return say.text(f"broadcast-has-{language.value}", count=len(variant.message_ids))
