"""Files that Replicate's models can read."""

import io
import json
import re

import httpx

from services.errors import InvalidInputError, ProviderError
from services.providers.base import HostedFile
from services.providers.questions import question_error
from services.providers.replicate.addresses import ReplicateAddresses
from services.providers.replicate.api import Api
from services.providers.replicate.times import read_time
from services.providers.replicate.transport import Connection, OneRequest
from services.providers.wire import AnswerError, WireError

LIMIT_MB = 100
"""Replicate takes files below 100 MB."""

MOST_UPLOAD_BYTES = LIMIT_MB * 1_000_000 - 1

_FILE_PATH = re.compile(r".*/v1/files/([A-Za-z0-9_\-]{1,128})(?:/download)?")


class Uploads:
    """Sends files, each once, and removes them."""

    def __init__(self, connection: Connection, api: Api, addresses: ReplicateAddresses) -> None:
        self._connection = connection
        self._api = api
        self._addresses = addresses

    async def send(self, data: bytes, file_name: str, content_type: str) -> HostedFile:
        """The file's address, and until when Replicate keeps it, in real time. Raises `ProviderError`, and
        `InvalidInputError('file-too-large')` from 100 MB on."""
        if len(data) > MOST_UPLOAD_BYTES:
            raise InvalidInputError("file-too-large", limit_mb=LIMIT_MB)
        request = self._connection.one_request()
        try:
            await request.files.async_create(io.BytesIO(data), filename=file_name, content_type=content_type)
        except AnswerError as answer:
            if answer.status == 413:
                raise InvalidInputError("file-too-large", limit_mb=LIMIT_MB) from answer
            raise question_error(answer) from answer
        except WireError as error:
            raise ProviderError("provider-unreachable") from error
        except Exception as error:
            # The SDK wants fields that Replicate does not promise; the answer is read below.
            if request.answer is None:
                raise ProviderError("provider-answer") from error
        return self._hosted(request)

    async def remove(self, url: str) -> None:
        """Removes what `send` gave that address to; one that is not there is fine. Raises `ProviderError`."""
        if not self._addresses.is_hosted_file(url):
            raise ProviderError("provider-answer")
        found = _FILE_PATH.fullmatch(httpx.URL(url).path)
        if found is None:
            return  # files on the hosts of outputs have no id, and go by themselves
        try:
            await self._api.delete(f"/v1/files/{found.group(1)}")
        except AnswerError as answer:
            raise question_error(answer) from answer

    def _hosted(self, request: OneRequest) -> HostedFile:
        try:
            body = json.loads(request.answer.content if request.answer else b"")
            url, expires_at = body["urls"]["get"], body.get("expires_at")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ProviderError("provider-answer") from error
        if not isinstance(url, str) or not self._addresses.is_hosted_file(url):
            raise ProviderError("provider-answer")
        return HostedFile(url, read_time(expires_at))
