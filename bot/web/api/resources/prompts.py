"""Ready prompts for a type of model."""

from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from db.enums import LoraType
from services.generation.ready_prompts import READY_PROMPTS


class PromptsWanted(Sent):
    """For which type of model."""

    type: LoraType


class ReadyPromptAnswer(Answer):
    """`title` in the caller's language; `prompt` is what to order, in English."""

    title: str
    prompt: str


class ReadyPrompts(Answer):
    """Six of them, those of the chat."""

    items: list[ReadyPromptAnswer]


async def list_prompts(call: Call) -> ReadyPrompts:
    """They describe place, light and framing, never looks."""
    texts, language = call.desk.texts, call.caller.language
    return ReadyPrompts(
        items=[
            ReadyPromptAnswer(title=texts.plain(language, ready.key), prompt=ready.text)
            for ready in READY_PROMPTS[call.query.type]
        ]
    )


ROUTES = (
    Route(
        "GET", "/prompts", list_prompts, "Ready prompts for a type of model",
        answer=ReadyPrompts, query=PromptsWanted,
    ),
)  # fmt: skip
