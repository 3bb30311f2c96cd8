"""Long words made short enough for the place where they are shown."""

PROMPT_SHOWN = 300
LABEL_LIMIT = 40
NAME_SHOWN = 60


def shortened(words: str, most: int = PROMPT_SHOWN) -> str:
    """At most `most` characters and an ellipsis, cut at a word where there is one."""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"


def clipped(name: str, most: int = LABEL_LIMIT) -> str:
    """A name short enough for a button: at most `most` characters, the last of them an ellipsis where it was cut."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def titled(name: str) -> str:
    """A model's name short enough for a sentence or the title of a card; it is kept whole, whatever is shown."""
    return clipped(name, NAME_SHOWN)
