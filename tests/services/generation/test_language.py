"""Which prompts are sent as they are, and which are put into English first."""

import pytest

from services.generation.language import has_foreign_letters, is_english
from services.generation.language_words import ENGLISH, ENGLISH_SMALL, PICTURES, SHARED, SMALL
from services.generation.ready_prompts import READY_PROMPTS
from services.training.proofs import PROOFS

ENGLISH_PROMPTS = [
    "",
    "85mm, f/1.8, ISO 100",
    "🔥🔥🔥",
    "on a beach",
    "portrait",
    "portrait, 85mm, cinematic",
    "masterpiece, best quality, ultra-detailed, 8k, bokeh",
    "close-up, golden hour, rim light, Kodak Portra 400",
    "a girl in a red dress on the beach at sunset",
    "sitting in a café in Paris, candid photo",
    "café",
    "a naïve painting of a fiancée with a crème brûlée",
    "a cliché résumé photo",
    "walking through São Paulo at night, neon signs",
    "Zürich street at night",
    "in the style of Frida Kahlo, Casa Azul in the background",
    "painting in the manner of Salvador Dalí",
    "Rio de Janeiro skyline at dusk, aerial photo",
    "standing in front of the Arc de Triomphe",
    "at the Plaza de la Constitución in Mexico City",
    "eating gelato at the Piazza del Popolo",
    "drinking a piña colada by the pool",
    "knight fighting a dragon in front of a castle",
    "woman with red hair and green eyes",
    "black and white photo",
    "cyberpunk city, rain, neon, night",
    "a cat asleep on a windowsill",
    "New York City street photography",
    "wearing a suit",
    "as an astronaut on the Moon",
    "the man's hat is on the table",
    "Golden Gate Bridge, fog",
    "a die-cast toy car in a gift box",
    "riding a horse in the desert, wide shot, film grain",
    "selfie",
    "Los Angeles, Venice Beach, rollerblades",
    "Las Vegas casino, tuxedo, poker chips",
    "in a Ferrari on a racetrack",
    "I am on Mars",
    "die hard movie poster",
    "anime girl, pink hair, school uniform, cherry blossoms",
    "Hagia Sophia in Istanbul, sunrise",
    "portrait, 85mm, bokeh",
    "bokeh, HDR, ISO 400",
    "masterpiece, best quality",
    "mermaid",
    "as a firefighter",
    "on Mars",
    "in a Lamborghini on a speedway",
]

OTHER_PROMPTS = [
    "девушка на пляже",
    "Портрет в стиле киберпанк, неон",
    "portrait на пляже",
    "portrait in the park, пальто",
    "дівчина в червоній сукні",
    "жена на плажа",
    "κορίτσι στην παραλία",
    "فتاة على الشاطئ",
    "ילדה על החוף",
    "海边的女孩",
    "夕日のビーチに立つ女性",
    "해변의 소녀",
    "ชายหาด",
    "समुद्र तट पर लड़की",
    "աղջիկ ծովափին",
    "გოგონა სანაპიროზე",
    "una mujer con un vestido rojo en la playa",
    "mujer en la playa",
    "retrato, playa, atardecer",
    "una chica sentada en un café de noche",
    "eine Frau im roten Kleid am Strand",
    "Mann mit Hut im Park, warm, Film",
    "Porträt",
    "lächelndes Mädchen vor einer Stadt bei Nacht",
    "Frau vor der Golden Gate Bridge",
    "une femme en robe rouge sur la plage",
    "portrait d'une fille dans la rue, la nuit",
    "homme sous la pluie, photo de film",
    "donna sulla spiaggia al tramonto",
    "ritratto di un uomo con il cappello",
    "uma mulher na praia ao pôr do sol",
    "homem com um chapéu preto",
    "plajda kırmızı elbiseli bir kadın",
    "plajda kirmizi elbiseli bir kadin",
    "seorang wanita di pantai dengan gaun merah",
    "kobieta w czerwonej sukience na plaży",
    "kobieta na plazy, zachod slonca",
    "een vrouw met een rode jurk op het strand",
    "žena v červených šatech na pláži",
    "kvinna på stranden i röd klänning",
    "o femeie pe plajă la apus de soare",
    "một cô gái trên bãi biển",
    "nainen rannalla auringonlaskun aikaan punaisessa mekossa",
    "isang babae sa tabing dagat",
    "egy nő a tengerparton",
    "als Astronaut",
    "Ritter in Rüstung",
    "in spiaggia",
    "como astronauta",
    "sahilde yürüyen kadın",
    # Nothing is known of these but that it is not English.
    "ridning i skogen",
    "ridning",
    "ridning, skogen",
    "Ridning i Skogen",
    "hestur",
    "strandvejr i Danmark",
    "paplūdimys",
    "paludikas",
    "rannalla",
    "joulupukki saunassa",
]


@pytest.mark.parametrize("prompt", ENGLISH_PROMPTS)
def test_english_is_sent_as_it_is(prompt: str) -> None:
    """Foreign names, loans and bare keywords are no reason to ask anybody."""
    assert is_english(prompt)


@pytest.mark.parametrize("prompt", OTHER_PROMPTS)
def test_other_languages_are_recognised(prompt: str) -> None:
    """By their letters, or by their words where the letters are Latin."""
    assert not is_english(prompt)


@pytest.mark.parametrize("prompt", [ready.text for each in READY_PROMPTS.values() for ready in each])
def test_ready_prompts_are_never_asked_about(prompt: str) -> None:
    """They are ours, and English."""
    assert is_english(prompt)


@pytest.mark.parametrize("prompt", [shot.prompt for shots in PROOFS.values() for shot in shots])
def test_proof_prompts_are_english(prompt: str) -> None:
    """The same for the pictures that show whether a model came out well."""
    assert is_english(prompt)


@pytest.mark.parametrize(
    "words", ["café", "São Paulo", "Łódź", "naïve 🙂", "５０mm", "1/125 s, ƒ/2", "don’t", "№ 5", "𝟓"]
)
def test_accents_digits_and_signs_are_not_foreign_letters(words: str) -> None:
    """Only letters of other scripts are; they prove that a translation is none."""
    assert not has_foreign_letters(words)


def test_no_word_speaks_for_two_sides() -> None:
    """A word that is English and something else would decide at random."""
    theirs = frozenset().union(*SMALL.values(), *PICTURES.values())
    assert theirs & (ENGLISH_SMALL | ENGLISH | SHARED) == set()
    assert set(SMALL) == set(PICTURES)
