"""Telegram's "too many requests" holds for the whole bot: how long all are silent and how fast they go on is a row, so
that a restart and the other replicas respect it too."""

from datetime import datetime, timedelta

from bot.sending.pacer import RATE
from bot.sending.rates import climbed, lowered
from db.database import Database
from db.models import SendPause
from db.repositories.cards import locked_pause, pause
from services.ports import Clock

MARGIN_SECONDS = 0.5

LONGEST_LAG = 0.5
"""Replicas draw a lag up to this, so that they do not all speak in the moment in which a pause ends."""


class SendPauses:
    """Until when this bot must be silent and how fast it may speak then; read by a tick, then remembered.

    `full_rate` is the operator's messages per second; `lag` seconds are added to every pause in this process.
    `refusals` counts what this process was refused.
    """

    def __init__(self, db: Database, clock: Clock, bot_id: int, *, full_rate: float = RATE, lag: float = 0.0) -> None:
        self.refusals = 0
        self._db = db
        self._clock = clock
        self._bot_id = bot_id
        self._full_rate = full_rate
        self._lag = timedelta(seconds=lag)
        self._until: datetime | None = None
        self._rate: float | None = None
        self._rated_at: datetime | None = None

    async def load(self) -> None:
        """Reads the row; called at start and when another process may have written it."""
        async with self._db.read() as session:
            found = await pause(session, self._bot_id)
        if found is not None:
            self._learn(found)

    async def tick(self) -> int:
        """`load`, for the worker; nothing is taken in hand."""
        await self.load()
        return 0

    async def begin(self, seconds: float) -> None:
        """Silences the bot for `seconds` and a little, in this process at once and in the row, and lowers the rate.

        Calls that were under way are refused together: during a pause the rate is not lowered again.
        """
        self.refusals += 1
        now = self._clock.now()
        until = now + timedelta(seconds=seconds + MARGIN_SECONDS)
        self._until = max(until, self._until) if self._until else until
        async with self._db.write(joins_update=False) as session:
            row = await locked_pause(session, self._bot_id, now)
            if row.until <= now:
                row.rate = lowered(self._rate_by(row.rate, row.rated_at, now), self._full_rate)
            row.until = row.rated_at = max(until, row.until)
        self._learn(row)

    def remaining(self) -> float:
        """Seconds of silence left; 0 when the bot may speak."""
        if self._until is None:
            return 0.0
        return max(0.0, (self._until + self._lag - self._clock.now()).total_seconds())

    def rate(self) -> float:
        """Messages per second that the last refusal has left by now, at most the full rate."""
        return self._rate_by(self._rate, self._rated_at, self._clock.now())

    def _learn(self, row: SendPause) -> None:
        """What is known here and newer than the row stays: its own row may be on its way."""
        self._until = max(row.until, self._until) if self._until else row.until
        if row.rated_at is not None and (self._rated_at is None or row.rated_at >= self._rated_at):
            self._rate, self._rated_at = row.rate, row.rated_at

    def _rate_by(self, rate: float | None, rated_at: datetime | None, now: datetime) -> float:
        if rate is None or rated_at is None:
            return self._full_rate
        return climbed(rate, self._full_rate, (now - rated_at).total_seconds())
