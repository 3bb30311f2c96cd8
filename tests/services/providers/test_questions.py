"""What an error answer to a free question means, whoever gives it."""

import pytest

from services.providers.questions import question_error
from services.providers.wire import AnswerError


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "provider-key"), (403, "provider-key")]
    + [(status, "provider-unreachable") for status in (408, 409, 425, 429, 500, 502, 503)]
    + [(status, "provider-answer") for status in (302, 400, 404, 422)],
)
def test_a_status_says_whether_asking_again_can_help(status: int, code: str) -> None:
    """A bad key is the operator's business, a busy or broken server passes, the rest stays."""
    error = question_error(AnswerError(status, {}, b"the words of the request"))
    assert (error.code, error.params) == (code, {"status": status})
