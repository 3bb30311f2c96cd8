"""Trainers by the names that people know."""

from bot.speaker import Speaker


def trainer_name(say: Speaker, key: str) -> str:
    """The trainer's name; its key when the table has lost the row."""
    name = f"trainer-{key}"
    return say.plain(name) if say.texts.has(name) else key
