"""By which rules the photos of a model are judged. Pure."""

from db.enums import LoraType

HUMAN_WORDS = frozenset({
    "person", "people", "human", "adult", "woman", "women", "lady", "girl", "female", "man", "men", "gentleman", "guy",
    "boy", "male", "model", "actor", "actress", "singer", "dancer", "bride", "groom", "mother", "father", "mom", "dad",
    "grandmother", "grandfather", "grandma", "grandpa", "sister", "brother", "wife", "husband", "friend",
})  # fmt: skip
"""Whose faces the network finds. A class word that has none of them names an animal, a robot or something drawn."""


def judged_as(kind: LoraType | None, class_word: str | None) -> LoraType:
    """A character that is no human is judged like a thing: nobody looks for a human face on a dog. `kind` and
    `class_word` are None until the person has said what the model shows: most show a person, whose photos are judged
    most strictly."""
    if kind is not None and kind is not LoraType.CHARACTER:
        return kind
    if class_word is None or HUMAN_WORDS & set(class_word.lower().replace("-", " ").split()):
        return LoraType.CHARACTER
    return LoraType.PRODUCT
