"""Which words are refused on prompts, names and captions. Only the kind of a refusal is logged, never the words."""

import logging
from collections.abc import Collection

from db.enums import LoraType
from services.errors import InvalidInputError
from services.safety import age_words, sexual_words
from services.safety.ages import tells_of_child
from services.safety.blocked_names import BlockedNames
from services.safety.normalising import Readings, folded, readings
from services.safety.patterns import WordList

log = logging.getLogger(__name__)


class Words:
    """The one judge of words. `names` are those that the operator lists, of people who must not be drawn.

    Every check raises `InvalidInputError`: 'words-minors' (a child in something sexual), 'words-sexual' (nudity or sex
    with a model of a person) or 'words-names' (a listed name). Takes some milliseconds for a long prompt.
    """

    def __init__(self, names: Collection[str] = ()) -> None:
        self._names = BlockedNames(names)
        self._always = WordList(age_words.ALWAYS)
        self._explicit = WordList(sexual_words.EXPLICIT, sexual_words.HARMLESS)
        self._torn = WordList(sexual_words.TORN)
        self._suggestive = WordList(sexual_words.SUGGESTIVE)
        self._children = WordList(age_words.CHILDREN)
        self._perhaps_children = WordList(age_words.PERHAPS_CHILDREN)
        self._dressed_children = WordList(age_words.CHILDREN, then=age_words.BESIDE_CLOTHES)
        self._child_classes = WordList(age_words.CHILD_CLASS)

    def warm_up(self) -> None:
        """Compiles the patterns, which takes 0.4 s of one core and would otherwise hold up the first person. May run in
        a thread."""
        read = readings("person")
        self._torn.is_torn_in(read)
        for words in (
            self._always, self._explicit, self._suggestive, self._children, self._perhaps_children,
            self._dressed_children, self._child_classes,
        ):  # fmt: skip
            words.is_in(read)

    def check_prompt(self, text: str, kind: LoraType, class_word: str = "") -> None:
        """What is to be drawn with a model of this kind; its class word is read with it."""
        self._check(f"{text} {class_word}", kind)

    def check_name(self, text: str, kind: LoraType | None = None) -> None:
        """A model's name, or the name of one of several people. Without `kind` it is judged as a person's."""
        self._check(text, kind or LoraType.CHARACTER)

    def check_description(self, text: str, kind: LoraType | None = None) -> None:
        """The words that a person keeps with a model; judged as a name."""
        self._check(text, kind or LoraType.CHARACTER)

    def check_trigger(self, text: str, kind: LoraType | None = None) -> None:
        """A trigger word; judged as a name."""
        self._check(text.replace("_", " "), kind or LoraType.CHARACTER)

    def check_caption(self, text: str, kind: LoraType) -> None:
        """The caption of a training photo; judged as a prompt."""
        self._check(text, kind)

    def check_class(self, text: str, kind: LoraType | None = None) -> None:
        """A class word. Models of people are of grown-ups alone: "child" raises 'words-minors' there."""
        if kind in (None, LoraType.CHARACTER) and self._child_classes.is_in(readings(text)):
            _refuse(InvalidInputError("words-minors"))
        self._check(text, kind or LoraType.CHARACTER)

    def _check(self, text: str, kind: LoraType) -> None:
        read = readings(text)
        is_explicit = self._explicit.is_in(read) or self._torn.is_torn_in(read)
        if self._always.is_in(read) or self._is_about_children(text, read, kind, is_explicit=is_explicit):
            _refuse(InvalidInputError("words-minors"))
        if is_explicit and kind is LoraType.CHARACTER:
            _refuse(InvalidInputError("words-sexual"))
        if self._names.is_in(read):
            _refuse(InvalidInputError("words-names"))

    def _is_about_children(self, text: str, read: Readings, kind: LoraType, *, is_explicit: bool) -> bool:
        if self._dressed_children.is_in(read):
            return True
        if not is_explicit and not self._suggestive.is_in(read):
            return False
        if self._children.is_in(read) or tells_of_child(folded(text)):
            return True
        return is_explicit and kind is not LoraType.CHARACTER and self._perhaps_children.is_in(read)


def _refuse(error: InvalidInputError) -> None:
    log.info("words refused: %s", error.code)
    raise error
