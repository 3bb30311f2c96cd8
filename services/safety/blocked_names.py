"""Names that the operator does not want on models or in prompts, found in all their spellings. Pure."""

from collections.abc import Collection

from services.safety.normalising import Readings, folded
from services.safety.patterns import WordList

_RUSSIAN_ENDINGS = "аеийоуыьюя"


class BlockedNames:
    """`names` as people write them, one to four words each; Russian ones are found in every case."""

    def __init__(self, names: Collection[str]) -> None:
        entries = [_as_entry(name) for name in names]
        self._names = WordList(",".join(entry for entry in entries if entry))
        self._run_together = WordList(
            ",".join(entry.replace("* ", "").replace(" ", "") for entry in entries if " " in entry)
        )

    def is_in(self, text: Readings) -> bool:
        """Whether one of them is there."""
        return self._names.is_in(text) or self._run_together.is_in(text)


def _as_entry(name: str) -> str:
    """Word by word; a Russian word loses its ending for any other."""
    words = "".join(character if character.isalnum() else " " for character in folded(name)).split()
    return " ".join(_any_case(word) for word in words)


def _any_case(word: str) -> str:
    is_russian = all("а" <= character <= "я" for character in word)
    return word.rstrip(_RUSSIAN_ENDINGS) + "*" if is_russian and len(word) > 3 else word
