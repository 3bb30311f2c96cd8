"""The demo's chat can be read."""

from bot.demo.chat import Bubble, Button, Medium
from bot.demo.transcript import Transcript


def _bubble(number: int, text: str, *, group: str | None = None, edited: bool = False, by_bot: bool = True) -> Bubble:
    media = (Medium("photo", "/x", "x.jpg"),) if group else ()
    rows = () if group else ((Button("Yes", "y"), Button("No", "n")),)
    return Bubble(number, number, by_bot, text, rows, media, group, edited)


def test_who_said_what_with_buttons_and_edits() -> None:
    """One line for an album, a row of buttons under a message, and edits are marked."""
    lines: list[str] = []
    transcript = Transcript(lines.append, "Anna")
    transcript.show(_bubble(1, "my photos", group="7", by_bot=False))
    transcript.show(_bubble(2, "", group="7", by_bot=False))
    transcript.show(_bubble(3, "Shall I?"))
    transcript.tap("Yes", "Fine")
    transcript.show(_bubble(3, "I do.", edited=True))
    assert lines == [
        "Anna:   <album of 2 photos> my photos",
        "Bot:    Shall I?",
        "        [Yes] [No]",
        "Anna:   taps [Yes]  (Fine)",
        "Bot:    (edits) I do.",
        "        [Yes] [No]",
    ]
