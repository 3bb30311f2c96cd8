"""The refusals of the Bot API: numeric code, description and parameters, worded as Telegram words them."""

from typing import Any


class ApiError(Exception):
    """A Bot API refusal.

    `code` is the HTTP status and `error_code`; `description` already carries its prefix such as
    "Bad Request: "; `parameters` becomes ResponseParameters (retry_after in seconds).
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON body of the refusal."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = dict(self.parameters)
        return answer


def bad_request(text: str) -> ApiError:
    """400 with the prefix that Telegram puts before every bad request."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """403, for example a bot blocked by the user."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """409: polling and webhook, or two pollers, exclude each other."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(retry_after: int) -> ApiError:
    """429 with `retry_after` in whole seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def unauthorized() -> ApiError:
    """401: the token is well formed but not this bot's."""
    return ApiError(401, "Unauthorized")


def method_not_found() -> ApiError:
    """404 for an unknown method."""
    return ApiError(404, "Not Found: method not found")


def query_too_old() -> ApiError:
    """400 for a callback query that is unknown, answered long ago or older than its lifetime."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def not_modified() -> ApiError:
    """400 for an edit that would change nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
