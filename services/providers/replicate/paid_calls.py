"""Paid calls: a training, a prediction of a trained version, or a prediction of an official model."""

import json
from typing import Any

from services.errors import ProviderError
from services.providers.base import Accepted, PaidCall, ProviderRef, RefusalReason, Refused, SubmitAnswer, Unknown
from services.providers.replicate.api import is_id, is_model, is_trained_version
from services.providers.replicate.failures import submit_answer
from services.providers.replicate.trainer_versions import TrainerVersions
from services.providers.replicate.transport import Connection, OneRequest
from services.providers.wire import AnswerError, NotSentError

TRAINED_VERSION = "trained-version"
"""The endpoint of pictures drawn by a version that a training made; the call's target names the version."""

WEBHOOK_EVENTS = ["start", "completed"]
"""Outputs and logs would come twice a second, and the poll reads them anyway."""


class PaidCalls:
    """Makes each call with exactly one POST, whatever happens."""

    def __init__(self, connection: Connection, trainers: frozenset[str], versions: TrainerVersions) -> None:
        self._connection = connection
        self._trainers = trainers
        self._versions = versions

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """See `Provider.submit`."""
        arguments = dict(call.arguments)
        json.dumps(arguments, allow_nan=False)  # a mistake of ours shows here, while nothing has left
        is_training = call.endpoint in self._trainers
        if not self._is_complete(call, is_training):
            return Refused(RefusalReason.INVALID, "endpoint or target is no name of Replicate's")
        version = ""
        if is_training:
            try:
                version = await self._versions.newest(call.endpoint)
            except ProviderError as error:
                reason = RefusalReason.BAD_KEY if error.code == "provider-key" else RefusalReason.UNAVAILABLE
                return Refused(reason, f"no trainer version: {error.code}")
        return await self._post(call, arguments, version)

    def _is_complete(self, call: PaidCall, is_training: bool) -> bool:
        if call.endpoint == TRAINED_VERSION:
            return is_trained_version(call.target)
        return is_model(call.endpoint) and (is_model(call.target) or not is_training)

    async def _post(self, call: PaidCall, arguments: dict[str, Any], version: str) -> SubmitAnswer:
        request = self._connection.one_request()
        try:
            await _send(request, call, arguments, version)
        except NotSentError as error:
            return Refused(RefusalReason.UNAVAILABLE, str(error))
        except AnswerError as answer:
            if answer.status in (404, 422):
                self._versions.forget(call.endpoint)
            return submit_answer(answer, is_training=bool(version))
        except Exception as error:  # noqa: BLE001 - whatever went wrong, what counts is whether the bytes have left
            if not request.sent:
                return Refused(RefusalReason.INVALID, type(error).__name__)
            if request.answer is None:
                return Unknown(type(error).__name__)
        return _accepted(request, call.endpoint)


async def _send(request: OneRequest, call: PaidCall, arguments: dict[str, Any], version: str) -> None:
    options: dict[str, Any] = {"input": arguments}
    if call.webhook_url is not None:
        options |= {"webhook": call.webhook_url, "webhook_events_filter": WEBHOOK_EVENTS}
    if version:
        await request.trainings.async_create(
            model=call.endpoint, version=version, destination=call.target or "", **options
        )
    elif call.endpoint == TRAINED_VERSION:
        await request.predictions.async_create(version=call.target or "", **options)
    else:
        await request.models.predictions.async_create(call.endpoint, **options)


def _accepted(request: OneRequest, endpoint: str) -> SubmitAnswer:
    """The call was taken if its answer names an id. Of the rest nothing is needed: the addresses that Replicate
    gives for a training are those of a prediction."""
    try:
        body = json.loads(request.answer.content) if request.answer else None
    except (ValueError, RecursionError):
        body = None
    ref_id = body.get("id") if isinstance(body, dict) else None
    return Accepted(ProviderRef(str(ref_id), endpoint)) if is_id(ref_id) else Unknown("no id")
