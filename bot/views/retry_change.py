"""What a free training does differently, in words."""

from bot.speaker import Speaker
from services.training.retry_change import RetryChange


def change_words(say: Speaker, change: RetryChange) -> str:
    """A part of a sentence: "without photos 3, 7, with 1250 steps instead of 1000"."""
    parts = []
    if change.numbers:
        numbers = ", ".join(map(str, change.numbers))
        parts.append(say.text("likeness-change-photos", count=len(change.numbers), numbers=numbers))
    if change.has_more_steps:
        before, after = change.steps
        parts.append(say.text("likeness-change-steps", before=before, after=after))
    return ", ".join(parts)
