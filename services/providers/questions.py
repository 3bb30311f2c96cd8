"""What an error answer to a free question means, at any provider: the statuses are the web's own."""

from services.errors import ProviderError
from services.providers.wire import AnswerError


def question_error(answer: AnswerError) -> ProviderError:
    """`provider-key` for a key that is not taken, `provider-unreachable` for what may pass, else `provider-answer`."""
    if answer.status in (401, 403):
        return ProviderError("provider-key", status=answer.status)
    if answer.status >= 500 or answer.status in (408, 409, 425, 429):
        return ProviderError("provider-unreachable", status=answer.status)
    return ProviderError("provider-answer", status=answer.status)
