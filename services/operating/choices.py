"""What admins change while the bot runs: the pause of trainings, limits, prices, trainers. For all replicas."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from db.database import Database
from db.models import Audit, OperatorChoice
from db.repositories import choices as rows
from db.sessions import ReadSession, WriteSession
from services.billing.access import Access
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.operating.choice_reading import ChangeableRules, ChoiceReading
from services.operating.chosen import PAUSE, PRICE, TRAINER_OFF, Limit, chosen_fields, chosen_prices, digits, stored
from services.ports import Clock
from services.training.trainers import TrainerTable

WAKES = "choices"
"""The topic that makes replicas read their copies again."""

LONGEST_REASON = 200


@dataclass(frozen=True)
class Pause:
    """Since when no training is ordered, and why, in an admin's words and perhaps none."""

    since: datetime
    reason: str

    @property
    def mark(self) -> int:
        """Tells this pause from any other: its beginning in microseconds."""
        return (self.since - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@dataclass(frozen=True)
class LimitView:
    """A limit as it stands, and what the settings say; None: no limit."""

    limit: Limit
    value: Decimal | int | None
    setting: Decimal | int | None
    is_chosen: bool


@dataclass(frozen=True)
class PriceView:
    """USD for one unit at an endpoint: as it stands, as it is without an admin's choice, and as the table says."""

    provider: str
    endpoint: str
    value: Decimal | None
    otherwise: Decimal | None
    listed: Decimal | None
    is_chosen: bool


@dataclass(frozen=True)
class TrainerView:
    """Whether a trainer takes orders."""

    key: str
    provider: str
    is_on: bool


class Choices:
    """Each change is one transaction with its line in the audit, stands in this process when the call returns and in
    the others within seconds. Changes raise `ForbiddenError('admins-only')` for others. The views ask the rows."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        access: Access,
        rules: ChangeableRules,
        trainers: TrainerTable,
        reading: ChoiceReading,
    ) -> None:
        self._db = db
        self._clock = clock
        self._access = access
        self._rules = rules
        self._trainers = trainers
        self._reading = reading

    async def catch_up(self) -> None:
        """Takes over in this process what was just committed."""
        await self._reading.read()

    async def paused(self) -> Pause | None:
        """The pause of trainings that stands, if there is one."""
        async with self._db.read() as session:
            return await _pause(session)

    async def pause(self, admin_id: int, reason: str) -> None:
        """No training is ordered from here on; what is ordered goes on. People read the reason, if there is one.

        Raises `InvalidInputError('reason-too-long', limit)`.
        """
        words = " ".join(reason.split())
        if len(words) > LONGEST_REASON:
            raise InvalidInputError("reason-too-long", limit=LONGEST_REASON)
        await self._change(admin_id, "trainings.pause", PAUSE, words, reason=words)

    async def resume(self, admin_id: int, mark: int) -> None:
        """Ends the pause with this mark; nothing happens when none stands.

        Raises `ConflictError('choice-changed')` when another one stands by now.
        """
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            pause = await _pause(session)
            if pause is not None and pause.mark != mark:
                raise ConflictError("choice-changed")
            if pause is not None:
                await self._put(session, admin_id, "trainings.resume", PAUSE, None)
        await self.catch_up()

    async def limits(self) -> list[LimitView]:
        """All limits."""
        async with self._db.read() as session:
            found = await rows.choices(session)
        return [self._limit_view(limit, found) for limit in Limit]

    async def limit(self, limit: Limit) -> LimitView:
        """One of them."""
        return next(view for view in await self.limits() if view.limit is limit)

    async def set_limit(
        self, session: WriteSession, admin_id: int, limit: Limit, value: Decimal | int | None, *, before: str
    ) -> None:
        """Changes a limit inside the caller's transaction, or goes back to the setting with None; call `catch_up`
        after it.

        `before` is what the admin saw: raises `ConflictError('choice-changed')` when it is another by now.
        """
        self._access.require_admin(admin_id)
        view = self._limit_view(limit, await rows.choices(session))
        if digits(view.value) != before:
            raise ConflictError("choice-changed")
        await self._put(session, admin_id, "limit.set", limit, value, before=before, after=digits(value))

    async def prices(self, provider: str) -> list[PriceView]:
        """The provider's endpoints, each once, in the order of the tables."""
        async with self._db.read() as session:
            chosen = chosen_prices(await rows.choices(session, PRICE))
        return [self._price_view(provider, one, chosen) for one in self._rules.prices.endpoints(provider)]

    async def price(self, provider: str, endpoint: str) -> PriceView:
        """One of them; raises `NotFoundError('button-old')` for an endpoint that the tables have not."""
        found = [view for view in await self.prices(provider) if view.endpoint == endpoint]
        if not found:
            raise NotFoundError("button-old")
        return found[0]

    async def set_price(
        self, session: WriteSession, admin_id: int, provider: str, endpoint: str, usd: Decimal | None, *, before: str
    ) -> None:
        """Changes the price of a unit inside the caller's transaction, see `set_limit`. With None the operator's
        setting, the provider's word or the table stands again."""
        self._access.require_admin(admin_id)
        view = self._price_view(provider, endpoint, chosen_prices(await rows.choices(session, PRICE)))
        if digits(view.value) != before:
            raise ConflictError("choice-changed")
        changes = {"endpoint": endpoint, "before": before, "after": digits(usd)}
        await self._put(session, admin_id, "price.set", f"{PRICE}{endpoint}", usd, **changes)

    async def trainers(self) -> list[TrainerView]:
        """All trainers of the table."""
        async with self._db.read() as session:
            off = await rows.choices(session, TRAINER_OFF)
        return [
            TrainerView(row.key, row.provider, f"{TRAINER_OFF}{row.key}" not in off) for row in self._trainers.all()
        ]

    async def switch_trainer(self, admin_id: int, key: str, *, on: bool) -> None:
        """Whether a trainer takes orders; what is ordered goes on. Raises `NotFoundError('trainer-unknown')`."""
        name = f"{TRAINER_OFF}{self._trainers.get(key).key}"
        await self._change(admin_id, "trainer.on" if on else "trainer.off", name, None if on else key, trainer=key)

    async def _change(self, admin_id: int, action: str, name: str, value: str | None, **about: Any) -> None:
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            await self._put(session, admin_id, action, name, value, **about)
        await self.catch_up()

    async def _put(
        self,
        session: WriteSession,
        admin_id: int,
        action: str,
        name: str,
        value: Decimal | int | str | None,
        **about: Any,
    ) -> None:
        now = self._clock.now()
        if value is None:
            await rows.drop_choice(session, name)
        else:
            await rows.put_choice(session, name, stored(value), admin_id, now)
        session.add(Audit(actor_id=admin_id, action=action, data={"name": name, **about}, at=now))
        session.wake(WAKES)

    def _limit_view(self, limit: Limit, found: dict[str, dict[str, Any]]) -> LimitView:
        group = limit.partition(".")[0] + "."
        rules = {"budget.": self._rules.budget, "training.": self._rules.training}.get(group, self._rules.generation)
        setting = rules.made(limit.field)
        chosen = chosen_fields(found, group)
        return LimitView(limit, chosen.get(limit.field, setting), setting, limit.value in found)

    def _price_view(self, provider: str, endpoint: str, chosen: dict[str, Decimal]) -> PriceView:
        book = self._rules.prices
        otherwise = book.unchosen(provider, endpoint)
        value = chosen.get(endpoint, otherwise)
        return PriceView(provider, endpoint, value, otherwise, book.listed(provider, endpoint), endpoint in chosen)


async def _pause(session: ReadSession) -> Pause | None:
    row = await session.get(OperatorChoice, PAUSE, populate_existing=True)
    return Pause(row.chosen_at, str(row.value["value"])) if row is not None else None
