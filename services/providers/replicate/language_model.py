"""Replicate's language model: a prediction that is waited for."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from services.errors import ProviderError
from services.providers.questions import question_error
from services.providers.replicate.api import Api, as_object, is_id
from services.providers.wire import AnswerError

MODEL = "meta/meta-llama-3-70b-instruct"
"""An official model: always warm, billed by token, some hundredths of a cent for a prompt."""

DEADLINE = 8.0
"""Seconds for the answer; somebody waits for the picture."""

CANCEL_DEADLINE = 2.0
"""Seconds for calling off a question whose answer nobody waits for any more: ten with the others."""

PAUSE = 0.4
"""Seconds between two looks."""

MOST_TOKENS = 1024
"""Of an answer; a prompt as long as Telegram takes has fewer."""

_OPEN = ("starting", "processing")


async def complete(api: Api, instruction: str, text: str, *, deadline: float = DEADLINE) -> str:
    """The answer to `text` under `instruction`, stripped. Raises `ProviderError`, also past `deadline` seconds."""
    body = {
        "input": {"prompt": text, "system_prompt": instruction, "max_tokens": MOST_TOKENS, "temperature": 0.1}
    }  # close to certain: a translation is wanted, not an idea
    asked: list[str] = []
    try:
        async with asyncio.timeout(deadline):
            return _text(await _finished(api, body, asked))
    except TimeoutError as error:
        await _call_off(api, asked)
        raise ProviderError("provider-timeout") from error
    except AnswerError as answer:
        raise question_error(answer) from answer


async def _finished(api: Api, body: Mapping[str, Any], asked: list[str]) -> Mapping[str, Any]:
    """The call when it is over; its id is in `asked` as soon as there is one."""
    call = as_object(await api.send("POST", f"/v1/models/{MODEL}/predictions", body=body))
    call_id = call.get("id")
    if not is_id(call_id):
        raise ProviderError("provider-answer")
    asked.append(str(call_id))
    while call.get("status") in _OPEN:
        await asyncio.sleep(PAUSE)
        call = await api.ask(f"/v1/predictions/{call_id}")
    return call


async def _call_off(api: Api, asked: Iterable[str]) -> None:
    """What is not waited for need not be billed, nor read what somebody wrote. A failure changes nothing for them."""
    for call_id in asked:
        with suppress(AnswerError, ProviderError, TimeoutError):
            async with asyncio.timeout(CANCEL_DEADLINE):
                await api.send("POST", f"/v1/predictions/{call_id}/cancel")


def _text(call: Mapping[str, Any]) -> str:
    output = call.get("output")
    if call.get("status") != "succeeded":
        raise ProviderError("provider-failed")
    # It comes in the pieces that it was written in.
    pieces = output if isinstance(output, list) else [output]
    words = [piece for piece in pieces if isinstance(piece, str)]
    text = "".join(words).strip()
    if len(words) != len(pieces) or not text:
        raise ProviderError("provider-answer")
    return text
