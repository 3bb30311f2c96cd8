"""Six ready prompts per type of model. The text key names the button's words, the English is what is sent.

They describe place, light and framing. They never describe looks: what a prompt says about a face, the model paints
over the face it has learned.
"""

from dataclasses import dataclass

from db.enums import LoraType


@dataclass(frozen=True)
class ReadyPrompt:
    """`key` is the text key of the button; `text` the prompt."""

    key: str
    text: str


_TEXTS = {
    LoraType.CHARACTER: (
        "studio portrait in a dark suit, soft key light, plain grey background, 85mm photo",
        "sitting in a sunny street cafe with a cup of coffee, candid photo, shallow depth of field",
        "hiking on a mountain ridge at sunrise, wide view, travel photo",
        "as an astronaut on the Moon, Earth in the sky, cinematic film still",
        "reading in a wood-panelled library in the evening, warm lamp light, medium shot",
        "oil painting in the manner of the Dutch masters, dramatic side light, dark background",
    ),
    LoraType.STYLE: (
        "a quiet harbour at dawn with fishing boats",
        "a cat asleep on a windowsill, rain outside",
        "a busy night market with paper lanterns",
        "a lighthouse on a cliff in a storm",
        "a bowl of fruit on a wooden table, morning light",
        "a steam train crossing a high stone bridge",
    ),
    LoraType.PRODUCT: (
        "on a plain seamless background, soft box lighting, catalogue photo",
        "on a wooden table by a window, morning light, lifestyle photo",
        "on a marble pedestal with a soft shadow, pastel background, advertising photo",
        "on wet stones by a stream, moss and ferns around, macro photo",
        "held in one hand in front of a city street at night, neon light",
        "floating in the air with splashing water, high-speed studio photo, dark background",
    ),
}

READY_PROMPTS = {
    kind: tuple(ReadyPrompt(f"ready-{kind.value}-{number}", text) for number, text in enumerate(texts, start=1))
    for kind, texts in _TEXTS.items()
}


def ready_prompt(kind: LoraType, number: int) -> ReadyPrompt | None:
    """The ready prompt with this number, 1 to 6; None for another number."""
    prompts = READY_PROMPTS[kind]
    return prompts[number - 1] if 1 <= number <= len(prompts) else None
