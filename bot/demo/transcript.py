"""Prints a chat as it goes: who said what, buttons, and edits in place."""

import textwrap
from collections.abc import Callable

from bot.demo.chat import Bubble

WIDTH = 100
INDENT = " " * 8


class Transcript:
    """Writes lines through `write`. An album is one line, written when it is complete: with the next event."""

    def __init__(self, write: Callable[[str], None], person: str) -> None:
        self._write = write
        self._person = person
        self._album: list[Bubble] = []

    def step(self, name: str) -> None:
        """A heading."""
        self._end_album()
        self._write(f"\n== {name}")

    def show(self, bubble: Bubble) -> None:
        """A message or an edit."""
        if self._album and bubble.group != self._album[0].group:
            self._end_album()
        if bubble.group is not None and not bubble.edited:
            self._album.append(bubble)
            return
        kind = f"<{bubble.media[0].kind}>" if bubble.media else ""
        self._say(bubble, " ".join(part for part in ("(edits)" * bubble.edited, kind, bubble.text) if part))
        for row in bubble.rows:
            self._write(INDENT + " ".join(f"[{button.text}]" for button in row))

    def tap(self, label: str, answer: str | None) -> None:
        """A tap on a button, and what popped up."""
        self._end_album()
        self._write(f"{self._person + ':':<7} taps [{label}]" + (f"  ({answer})" if answer else ""))

    def _end_album(self) -> None:
        if self._album:
            first = self._album[0]
            self._say(first, f"<album of {len(self._album)} {first.media[0].kind}s> {first.text}".rstrip())
            self._album = []

    def _say(self, bubble: Bubble, text: str) -> None:
        who = "Bot" if bubble.by_bot else self._person
        self._write(f"{who + ':':<7} {_lines(text)}")


def _lines(text: str) -> str:
    wrapped = [part for line in text.splitlines() for part in (textwrap.wrap(line, WIDTH) or [""])]
    return f"\n{INDENT}".join(wrapped)
