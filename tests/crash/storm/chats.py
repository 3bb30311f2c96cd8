"""What people see at the end: their cards, and the messages that told them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bot.demo.chat import Bubble, Chat
from bot.demo.words import Words
from tests.crash.storm.books import Job
from tests.crash.storm.orders import Order

CARD = {"succeeded": "training-stage-completed", "failed": "training-stage-failed"}
PING = {"succeeded": "training-done", "failed": "training-failed"}


@dataclass
class Heard:
    """Names of models. `wrong_cards` do not show how the training ended, `twice` was told more than once, `unheard`
    never."""

    wrong_cards: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)


async def heard_by(
    chats: Sequence[Chat], orders: Sequence[Order], jobs: Mapping[UUID, Job], cards: Mapping[UUID, int]
) -> Heard:
    """Goes through everybody's chat."""
    heard, words = Heard(), Words()
    by_person = {chat.person_id: chat for chat in chats}
    for chat in chats:
        await chat.refresh()
    for order in orders:
        chat, job = by_person[order.person_id], jobs[order.job_id]
        card = chat.bubbles.get(cards.get(order.job_id, 0))
        shown = card.text if card else ""
        if order.name not in shown or words(CARD[job.state]) not in shown:
            heard.wrong_cards.append(f"{order.name}: {job.state}, {shown[:80]!r}")
        times = _times(chat, words.first_line(PING[job.state], name=order.name, trigger=""))
        reviews = _times(chat, words.first_line("job-review", name=order.name, price=order.price))
        if times > 1 or reviews > 1:
            heard.twice.append(order.name)
        if times == 0:
            heard.unheard.append(order.name)
    return heard


def _times(chat: Chat, line: str) -> int:
    return sum(line in bubble.text for bubble in chat.history if _is_message(bubble))


def _is_message(bubble: Bubble) -> bool:
    return bubble.by_bot and not bubble.edited
