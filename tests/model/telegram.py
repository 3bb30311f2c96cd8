"""A Telegram that remembers what arrived in which chat, and what a card shows."""

from collections import Counter
from dataclasses import dataclass, field

from db.enums import OutboxKind
from db.sessions import assert_no_unit_of_work
from services.ports import Delivered, DeliverLater, Delivery, DeliveryUnknown, Message, Undeliverable
from tests.model.books import Books
from tests.model.outside import Mood, Outside

ENDS = {"ended_succeeded": "succeeded", "ended_failed": "failed", "ended_cancelled": "cancelled"}
"""The message that tells an end, and the state that it tells."""


@dataclass
class ModelTelegram:
    """Implements `Messenger`; a card is rendered from the rows as they are when it is sent."""

    outside: Outside
    books: Books
    blocked: set[int] = field(default_factory=set)
    heard: Counter[str] = field(default_factory=Counter)
    told: Counter[tuple[str, ...]] = field(default_factory=Counter)
    shown: dict[str, str | None] = field(default_factory=dict)

    async def deliver(self, message: Message) -> Delivery:
        """A message comes in."""
        assert_no_unit_of_work()
        if not self.books.holds("outbox", message.id.hex):
            self.books.fault(f"a {message.kind.value} is sent without a lease")
        if message.chat_id in self.blocked:
            return Undeliverable("blocked", unreachable=True)
        arrived: list[bool] = []

        def arrive() -> None:
            arrived.append(True)
            self._arrive(message)

        mood, in_time = await self.outside.call("send", arrive)
        if mood in {Mood.FINE, Mood.LOST_TAKEN} and in_time and not arrived:
            arrive()
        if arrived:
            return Delivered() if mood is Mood.FINE else DeliveryUnknown()
        if mood is Mood.NO_CREDIT:
            return DeliverLater(30.0, whole_bot=True)
        return DeliverLater(5.0) if mood in {Mood.BUSY, Mood.WRONG} else DeliveryUnknown()

    def _arrive(self, message: Message) -> None:
        if message.kind is OutboxKind.CARD:
            job = str(message.params["job_id"])
            self.shown[job] = self.books.peek.state_of(job)
            return
        self.heard[message.id.hex] += 1
        if message.kind is OutboxKind.MEDIA:
            return
        if self.heard[message.id.hex] > 1:
            self.books.fault(f"a ping twice: {message.view}")
        if message.view != "admin_alert":
            self._judge(message)

    def _judge(self, message: Message) -> None:
        job = str(message.params["job_id"]).replace("-", "")
        fact = "end" if message.view in ENDS else message.view
        key = (fact, job, str(message.params.get("after", "")))
        self.told[key] += 1
        if self.told[key] > 1:
            self.books.fault(f"a fact is told twice: {fact}")
        said = ENDS.get(message.view)
        if said is not None and self.books.peek.state_of(job) != said:
            self.books.fault(f"a ping of what did not happen: {message.view}")
