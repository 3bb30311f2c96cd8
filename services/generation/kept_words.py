"""What stays as it is when words are translated: names, trigger words, and quoted text that is to be drawn. Pure.

Each piece is taken out before the words are shown to a translator, and put back after. The translator sees a token in
its place, so it can neither translate nor even read it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r"⟦\s*([0-9]{1,3})\s*⟧")
_BRACKETS = str.maketrans("⟦⟧", "[]")
# A mark after a letter or digit is no opening one: 24" and 27" are inches.
_QUOTED = r'(?<!\w)"[^"]+"(?!\w)|“[^“”]+”|„[^„“”]+[“”]|«[^«»]+»'


@dataclass(frozen=True)
class Hidden:
    """Words with a token such as ⟦1⟧ for each of `pieces`, in their order."""

    text: str
    pieces: tuple[str, ...]

    @property
    def rest(self) -> str:
        """The words without tokens: what a translator has to do with."""
        return _TOKEN.sub(" ", self.text)

    def put_back(self, translated: str) -> str | None:
        """`translated` with all pieces in their places; None unless every token stands in it exactly once."""
        numbers = sorted(int(number) for number in _TOKEN.findall(translated))
        strays = _TOKEN.sub("", translated).translate(_BRACKETS) != _TOKEN.sub("", translated)
        if strays or numbers != list(range(1, len(self.pieces) + 1)):
            return None
        return _TOKEN.sub(lambda found: self.pieces[int(found[1]) - 1], translated)


def hide(words: str, keep: Iterable[str]) -> Hidden:
    """Takes out each of `keep` (whole words, any case) and quoted text.

    Somebody who puts the whole prompt in quotation marks does not want it drawn: then only `keep` is taken out.
    """
    plain = words.translate(_BRACKETS)
    names = [_whole(name) for name in sorted(keep, key=len, reverse=True) if name.strip()]
    hidden = _hide(plain, [_QUOTED, *names])
    if re.search(r"[^\W\d_]", hidden.rest):
        return hidden
    return _hide(plain, names)


def _hide(words: str, patterns: list[str]) -> Hidden:
    if not patterns:
        return Hidden(words, ())
    pieces: list[str] = []

    def take(found: re.Match[str]) -> str:
        pieces.append(found[0])
        return f"⟦{len(pieces)}⟧"

    return Hidden(re.sub("|".join(patterns), take, words, flags=re.IGNORECASE), tuple(pieces))


def _whole(name: str) -> str:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return rf"(?<!\w){words}(?!\w)"
