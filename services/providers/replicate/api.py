"""Questions to Replicate's API, each asked once."""

import json
import re
from collections.abc import Mapping
from typing import Any

from services.errors import ProviderError
from services.providers.questions import question_error
from services.providers.quiet_client import QuietClient
from services.providers.wire import AnswerError, WireError

_ID = re.compile(r"[A-Za-z0-9_\-]{1,128}")
_OURS = re.compile(r"lora-[0-9a-f]{32}")
_MODEL = re.compile(r"[A-Za-z0-9_\-][A-Za-z0-9_.\-]{0,99}/[A-Za-z0-9_\-][A-Za-z0-9_.\-]{0,99}")
_VERSION = re.compile(r"[0-9a-f]{64}")


class Api:
    """JSON in, JSON out, through a client that carries our token. Paths begin with `/v1/`."""

    def __init__(self, client: QuietClient) -> None:
        self._client = client

    async def ask(self, path: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """The object at `path`. Raises `ProviderError`."""
        try:
            return as_object(await self.send("GET", path, params=params))
        except AnswerError as answer:
            raise question_error(answer) from answer

    async def find(self, path: str) -> Mapping[str, Any] | None:
        """The object at `path`, None where there is none. Raises `ProviderError`."""
        try:
            return as_object(await self.send("GET", path))
        except AnswerError as answer:
            if answer.status == 404:
                return None
            raise question_error(answer) from answer

    async def send(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> Any:
        """What the answer says. Raises `AnswerError` for an answer without success, `ProviderError` otherwise."""
        try:
            response = await self._client.request(method, path, params=dict(params) if params else None, json=body)
            return json.loads(response.content)
        except AnswerError:
            raise
        except WireError as error:
            raise ProviderError("provider-unreachable") from error
        except (ValueError, RecursionError) as error:
            raise ProviderError("provider-answer") from error

    async def delete(self, path: str) -> bool:
        """Removes what is at `path`, or begins to; False where nothing is found there. Raises as `send` does."""
        try:
            await self._client.request("DELETE", path)
            return True
        except AnswerError as answer:
            if answer.status != 404:
                raise
            return False
        except WireError as error:
            raise ProviderError("provider-unreachable") from error


def as_object(answer: Any) -> Mapping[str, Any]:
    """The answer as an object. Raises `ProviderError`."""
    if not isinstance(answer, Mapping):
        raise ProviderError("provider-answer")
    return answer


def is_id(value: Any) -> bool:
    """Whether `value` is the id of a training, a prediction or a webhook."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_model(value: Any) -> bool:
    """Whether `value` is `owner/name`."""
    return isinstance(value, str) and _MODEL.fullmatch(value) is not None


def is_own_model(value: Any) -> bool:
    """Whether `value` is `owner/name` of a model that we have made ourselves; the account may have others."""
    return is_model(value) and _OURS.fullmatch(value.partition("/")[2]) is not None


def is_version(value: Any) -> bool:
    """Whether `value` is the id of a version: 64 hex digits."""
    return isinstance(value, str) and _VERSION.fullmatch(value) is not None


def is_trained_version(value: Any) -> bool:
    """Whether `value` is `owner/name:version`."""
    model, _, version = value.partition(":") if isinstance(value, str) else ("", "", "")
    return is_model(model) and is_version(version)
