"""fal's language models, asked directly: no queue, one answer."""

from collections.abc import Mapping
from typing import Any

from services.errors import ProviderError
from services.providers.fal.transport import FalClient
from services.providers.questions import question_error
from services.providers.wire import AnswerError, WireError

ENDPOINT = "openrouter/router"
"""fal's door to language models; its older one, fal-ai/any-llm, is marked as no longer supported."""

MODEL = "google/gemini-2.5-flash"
"""Answers a short text in a second or two, knows a hundred languages, 0.3 and 2.5 USD for a million tokens in and
out. The example on the endpoint's own page, so the last to go."""

MOST_TOKENS = 1000
"""Of an answer: about 4,000 characters of English."""


async def ask_language_model(client: FalClient, instruction: str, text: str) -> str:
    """The model's whole answer, stripped. Makes one POST; raises `ProviderError` for anything else."""
    question = {
        "model": MODEL,
        "system_prompt": instruction,
        "prompt": text,
        "temperature": 0,
        "max_tokens": MOST_TOKENS,
    }
    try:
        answer = await client.run(ENDPOINT, question)
    except AnswerError as error:
        raise question_error(error) from error
    except WireError as error:
        raise ProviderError("provider-unreachable") from error
    except ValueError as error:
        raise ProviderError("provider-answer") from error
    return _output(answer)


def _output(answer: Any) -> str:
    """The text of an answer that says it is whole. Errors of the model itself come with status 200."""
    output = answer.get("output") if isinstance(answer, Mapping) else None
    if not isinstance(output, str) or not output.strip() or answer.get("error") or answer.get("partial"):
        raise ProviderError("provider-answer")
    return output.strip()
