"""Words that say how somebody looks are found, in both languages, and others are left alone."""

import pytest

from services.training.caption_lint import Look, identity_words, without_identity_words

FOUND = [
    ("with long brown hair", Look.HAIR), ("a BLONDE woman", Look.HAIR), ("his grey beard", Look.HAIR),
    ("с длинными волосами", Look.HAIR), ("рыжая девушка", Look.HAIR), ("бородатый", Look.HAIR),
    ("blue-eyed", Look.EYES), ("her green eyes", Look.EYES), ("голубоглазая", Look.EYES), ("карие глаза", Look.EYES),
    ("fair skin", Look.SKIN), ("freckled", Look.SKIN), ("смуглая кожа", Look.SKIN), ("веснушки", Look.SKIN),
    ("a young woman", Look.AGE), ("an old man", Look.AGE), ("34 years old", Look.AGE), ("teenager", Look.AGE),
    ("пожилой мужчина", Look.AGE), ("30-летний", Look.AGE), ("молодая", Look.AGE), ("старый человек", Look.AGE),
    ("slim", Look.BODY), ("a tall man", Look.BODY), ("стройная", Look.BODY), ("высокая женщина", Look.BODY),
    ("an asian woman", Look.ORIGIN), ("black man", Look.ORIGIN), ("темнокожий", Look.ORIGIN),
    ("славянской внешности", Look.ORIGIN), ("ｂｌｏｎｄｅ", Look.HAIR),
]  # fmt: skip

LEFT_ALONE = [
    "ANNA_A3F2 woman at the beach, smiling, in a red dress",
    "full-body shot in a black coat, in front of an old house",
    "a tall building, white wall, brown bear, japanese garden",
    "with closed eyes, eye contact, upper body",
    "в кожаной куртке, чёрное пальто, старый дом, высокое дерево",
    "телефон в руке, в полный рост, с закрытыми глазами",
    "sunglasses and a hat, chair, bold letters, agenda, skinhead-free",
]


@pytest.mark.parametrize(("caption", "look"), FOUND)
def test_words_of_looks_are_found(caption: str, look: Look) -> None:
    """In any case and form, and told by what they give away."""
    assert look in {found.look for found in identity_words(caption)}


@pytest.mark.parametrize("caption", LEFT_ALONE)
def test_what_changes_from_photo_to_photo_is_left_alone(caption: str) -> None:
    """A warning at every second word would not be read."""
    assert identity_words(caption) == ()


def test_findings_come_in_the_order_of_the_text_and_once() -> None:
    """They are shown to people."""
    found = identity_words("old man with grey hair, grey hair and blue eyes")
    assert [(one.words, one.look) for one in found] == [
        ("old man", Look.AGE), ("grey hair", Look.HAIR), ("blue eyes", Look.EYES),
    ]  # fmt: skip


def test_a_trigger_word_may_say_what_it_likes() -> None:
    """It is a name; only the words beside it are looked at."""
    assert identity_words("a photo of BLOND_A3F2 man", "BLOND_A3F2") == ()
    assert identity_words("a woman called Young Amber in rain", "a woman called Young Amber") == ()
    assert identity_words("BLOND_A3F2, blond", "BLOND_A3F2") != ()


@pytest.mark.parametrize(
    ("words", "left"),
    [("woman", "woman"), ("old man", "man"), ("Blonde Woman", "Woman"), ("middle aged man", "man"), ("hair", ""),
     ("brown bear", "brown bear"), ("white person", "person"), ("", "")],
)  # fmt: skip
def test_a_class_word_keeps_what_is_no_look(words: str, left: str) -> None:
    """ "old man" still is a man."""
    assert without_identity_words(words) == left
