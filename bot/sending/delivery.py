"""What Telegram's answers mean for a stored message."""

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError

from services.ports import DeliverLater, Delivery, DeliveryUnknown, Undeliverable

NOT_REACHED_SECONDS = 5.0
WRONG_TOKEN_SECONDS = 60.0
GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "bot was blocked")


def delivery_of(error: AiogramError) -> Delivery:
    """Definitely not taken, perhaps taken, or never to be taken."""
    match error:
        case TelegramRetryAfter():
            return DeliverLater(error.retry_after, whole_bot=True)
        case TelegramForbiddenError():
            return Undeliverable("blocked", unreachable=True)
        case TelegramUnauthorizedError() | TelegramNotFound():
            # A wrong token or API address: everything waits until the operator has mended it.
            return DeliverLater(WRONG_TOKEN_SECONDS, whole_bot=True)
        case TelegramBadRequest() | TelegramEntityTooLarge() | TelegramMigrateToChat():
            return Undeliverable(_reason(error), unreachable=any(sign in error.message.lower() for sign in GONE))
        case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError):
            return DeliverLater(NOT_REACHED_SECONDS, whole_bot=True)
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            return DeliveryUnknown()
    return Undeliverable(type(error).__name__)


def means_unreachable(error: AiogramError) -> bool:
    """Whether the person takes no messages: has blocked the bot, never started it, or is gone from Telegram."""
    delivery = delivery_of(error)
    return isinstance(delivery, Undeliverable) and delivery.unreachable


def card_is_gone(error: TelegramBadRequest) -> bool:
    """Whether the message that should be edited cannot be edited any more, so that a new one must be sent."""
    message = error.message.lower()
    signs = ("message to edit not found", "message can't be edited", "message_id_invalid", "no text in the message")
    return any(sign in message for sign in signs)


def _reason(error: TelegramAPIError) -> str:
    """The refusal without quotations of what was sent."""
    return error.message.split(": ")[-1].split('"')[0][:80]
