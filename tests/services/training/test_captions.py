"""Every caption carries the trigger word, and none that code makes says how somebody looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.enums import LoraType
from services.errors import InvalidInputError
from services.loras.trigger_words import TriggerRule, contains_trigger, make_trigger
from services.training.caption_facts import CaptionFacts, Framing, Side
from services.training.caption_lint import identity_words
from services.training.captions import LIMIT, TRIGGER_MARK, Captioned, make_caption, photo_caption, stored_caption
from services.training.trainer_rows import ROWS
from services.training.trainers import CaptionStyle

TRIGGER = "ANNA_A3F2"
WOMAN = Captioned(LoraType.CHARACTER, "woman", TRIGGER)
TURNED = CaptionFacts(Framing.CLOSE, Side.PROFILE)

FACTS = st.builds(CaptionFacts, st.none() | st.sampled_from(Framing), st.none() | st.sampled_from(Side))
CLASSES = st.sampled_from(["woman", "man", "dog", "blonde woman", "old man", "tall person", "hair dryer", "рыжий кот"])
WORDS = CLASSES | st.text(max_size=20)


@st.composite
def subjects(draw: st.DrawFn) -> Captioned:
    """A model as a person may have named it, at any trainer."""
    row = draw(st.sampled_from(ROWS))
    word = " ".join(draw(WORDS).split())
    name = draw(st.sampled_from(["Anna", "Young Amber", "Рыжий Вася", "42", "Blue Eyes"]))
    trigger = make_trigger(name, draw(st.sampled_from(["a3f2", "0000"])), row.trigger_rule, class_word=word or "style")
    return Captioned(draw(st.sampled_from(LoraType)), word, trigger, row.caption_style)


def test_templates_by_type_and_trainer() -> None:
    """The words that the field uses, whole sentences for language models."""
    phrase = Captioned(LoraType.CHARACTER, "woman", "a woman called Anna", CaptionStyle.SENTENCE)
    bottle = Captioned(LoraType.PRODUCT, "bottle", TRIGGER)
    assert make_caption(WOMAN) == "a photo of ANNA_A3F2 woman"
    assert make_caption(WOMAN, TURNED) == "a close-up photo of ANNA_A3F2 woman, seen from the side"
    assert make_caption(phrase, TURNED) == "This is a close-up photo of a woman called Anna, seen from the side."
    assert make_caption(bottle, TURNED) == "a product photo of ANNA_A3F2 bottle"
    assert make_caption(Captioned(LoraType.STYLE, "style", TRIGGER)) == "an image in the style of ANNA_A3F2"


@given(subjects(), FACTS)
def test_a_made_caption_has_the_trigger_and_says_nothing_of_looks(about: Captioned, facts: CaptionFacts) -> None:
    """Whatever the class word says: nobody is taught that a person's hair is a word of the prompt."""
    caption = make_caption(about, facts)
    assert contains_trigger(caption, about.trigger)
    assert make_caption(about, facts) == caption, "a retry trains with the same words"
    if about.kind is LoraType.CHARACTER:
        assert identity_words(caption, about.trigger) == ()


@given(subjects(), FACTS, st.text(max_size=60))
def test_the_trigger_is_in_a_caption_of_ones_own(about: Captioned, facts: CaptionFacts, words: str) -> None:
    """Also in one that was written for a model with another trigger word."""
    try:
        stored = stored_caption(words, "OTHER_0001")
    except InvalidInputError:
        return
    assert contains_trigger(photo_caption(stored, about, facts), about.trigger)


def test_the_lint_would_find_looks_in_a_template() -> None:
    """The property above can fail."""
    assert identity_words("a photo of ANNA_A3F2 woman with brown hair", TRIGGER) != ()


@pytest.mark.parametrize("kind", list(LoraType))
@pytest.mark.parametrize("own", [None, "", "  ", "standing in the rain", "anna_a3f2 in the rain"])
def test_the_trigger_is_in_every_caption_once(kind: LoraType, own: str | None) -> None:
    """Typed or put in, never twice."""
    caption = photo_caption(own, Captioned(kind, "woman", TRIGGER))
    assert caption.upper().count(TRIGGER) == 1


def test_a_caption_of_ones_own_keeps_its_words() -> None:
    """Only the trigger word is added, and the photo's own facts are not."""
    assert photo_caption("in the\nrain", WOMAN, TURNED) == "ANNA_A3F2 woman, in the rain"
    assert photo_caption("[trigger] in rain", WOMAN) == "ANNA_A3F2 in rain"


def test_a_stored_caption_fits_a_model_under_another_word() -> None:
    """A copy of the data set must not teach a second model the first one's trigger word."""
    stored = stored_caption("anna_a3f2  at\nthe sea, with ANNA_A3F2x", TRIGGER)
    assert stored == f"{TRIGGER_MARK} at the sea, with ANNA_A3F2x"
    other = Captioned(LoraType.CHARACTER, "man", "BEN_0001")
    assert photo_caption(stored, other) == "BEN_0001 at the sea, with ANNA_A3F2x"
    assert stored_caption("A woman  called anna here", "a woman called Anna") == "[trigger] here"


@pytest.mark.parametrize("words", ["", " \n", "...", "\u200b"])
def test_a_caption_of_no_words_is_refused(words: str) -> None:
    """It would silently become the made one."""
    with pytest.raises(InvalidInputError, match="caption-empty"):
        stored_caption(words, TRIGGER)


def test_a_caption_longer_than_an_encoder_reads_is_refused() -> None:
    """Up to the limit it is taken."""
    assert len(stored_caption("a" * LIMIT, TRIGGER)) == LIMIT
    with pytest.raises(InvalidInputError, match="caption-too-long"):
        stored_caption("a" * (LIMIT + 1), TRIGGER)


def test_every_trainer_rule_is_tried() -> None:
    """The property runs over both kinds of trigger word and of caption."""
    assert {row.trigger_rule for row in ROWS} == set(TriggerRule)
    assert {row.caption_style for row in ROWS} == set(CaptionStyle)
