"""The two shapes in which fal says no, and their bodies."""

from typing import Any

# HTTP status of each error type, from fal's page on request errors.
STATUS_OF_ERROR_TYPE = {
    "request_timeout": 504,
    "startup_timeout": 504,
    "runner_scheduling_failure": 503,
    "runner_connection_timeout": 503,
    "runner_disconnected": 503,
    "runner_connection_refused": 503,
    "runner_connection_error": 503,
    "runner_incomplete_response": 502,
    "runner_server_error": 500,
    "internal_error": 500,
    "client_disconnected": 499,
    "client_cancelled": 499,
    "bad_request": 400,
    "concurrent_requests_limit": 429,
}


class JobFailure(Exception):
    """A job ends without a result: `status` and `body` are what its result URL answers from then on."""

    def __init__(self, status: int, body: dict[str, Any], error_type: str) -> None:
        super().__init__(error_type)
        self.status = status
        self.body = body
        self.error_type = error_type


def request_failure(error_type: str, text: str) -> JobFailure:
    """A failure of the infrastructure: `{"detail": text, "error_type": …}`."""
    status = STATUS_OF_ERROR_TYPE.get(error_type, 500)
    return JobFailure(status, {"detail": text, "error_type": error_type}, error_type)


def model_failure(items: list[dict[str, Any]]) -> JobFailure:
    """A failure of the model's input (422): `{"detail": [{loc, msg, type, …}]}`."""
    return JobFailure(422, {"detail": items}, str(items[0]["type"]) if items else "validation_error")


def field_failure(field: str, kind: str, text: str, value: object = None) -> JobFailure:
    """A 422 about one field of the body; `field` may be a path such as "loras.0.path"."""
    loc: list[str | int] = ["body", *(int(p) if p.isdigit() else p for p in field.split("."))]
    url = f"https://docs.fal.ai/errors#{kind}"
    return model_failure([{"loc": loc, "msg": text, "type": kind, "url": url, "input": value}])


def planned_failure(error: str, text: str) -> JobFailure:
    """The failure a planned fault asks for: an error type of the table, else a 422 of that type."""
    if error in STATUS_OF_ERROR_TYPE:
        return request_failure(error, text)
    return field_failure("prompt" if error == "content_policy_violation" else "input", error, text)
