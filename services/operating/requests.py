"""Dangerous actions: asked for, shown, and done once when the same admin confirms within ten minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.models import OperatorRequest, User
from db.repositories.operator_requests import forget_requests, take_request
from db.sessions import WriteSession
from services.billing.access import Access
from services.errors import NotFoundError
from services.operating.choices import Choices, LimitView, PriceView
from services.operating.chosen import Limit, digits
from services.operating.people import People, check_amount
from services.ports import Clock

GOOD_FOR = timedelta(minutes=10)


class Action(StrEnum):
    """What has to be confirmed."""

    BAN = "ban"
    GRANT = "grant"
    LIMIT = "limit"
    PRICE = "price"


@dataclass(frozen=True)
class Asked:
    """A request as it waits; `params` are what was asked for, as they are stored."""

    id: UUID
    action: Action
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """What a confirmation did. `stopped`: how many orders a ban has stopped."""

    action: Action
    params: Mapping[str, Any]
    stopped: int = 0


class Requests:
    """Asking checks everything that can be checked then; for admins only."""

    def __init__(self, db: Database, clock: Clock, access: Access, people: People, choices: Choices) -> None:
        self._db = db
        self._clock = clock
        self._access = access
        self._people = people
        self._choices = choices

    async def ask_ban(self, admin_id: int, user: User, reason: str) -> Asked:
        """Raises what `People.check_ban` does."""
        words = self._people.check_ban(admin_id, user, reason)
        return await self._ask(admin_id, Action.BAN, user_id=user.id, reason=words)

    async def ask_grant(self, admin_id: int, user: User, amount: int) -> Asked:
        """Raises `InvalidInputError('setting-bad', setting, min, max)`."""
        check_amount(amount)
        return await self._ask(admin_id, Action.GRANT, user_id=user.id, amount=amount)

    async def ask_limit(self, admin_id: int, view: LimitView, value: Decimal | int | None) -> Asked:
        """Another value than the view shows; None: back to the setting."""
        return await self._ask(
            admin_id, Action.LIMIT, limit=view.limit.value, before=digits(view.value), after=digits(value)
        )

    async def ask_price(self, admin_id: int, view: PriceView, usd: Decimal | None) -> Asked:
        """Another price than the view shows; None: back to what it is without an admin's choice."""
        return await self._ask(
            admin_id,
            Action.PRICE,
            provider=view.provider,
            endpoint=view.endpoint,
            before=digits(view.value),
            after=digits(usd),
        )

    async def confirm(self, admin_id: int, request_id: UUID) -> Done:
        """Does what was asked for.

        Raises `NotFoundError('button-old')` when it was done before, is older than ten minutes, or is another
        admin's, `ConflictError('choice-changed')`, and what the actions raise; then nothing has happened.
        """
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            since = self._clock.now() - GOOD_FOR
            request = await take_request(session, request_id, admin_id, since)
            if request is None:
                raise NotFoundError("button-old")
            done = await self._do(session, admin_id, request)
        await self._choices.catch_up()
        return done

    async def _ask(self, admin_id: int, action: Action, **params: Any) -> Asked:
        self._access.require_admin(admin_id)
        now = self._clock.now()
        request = OperatorRequest(id=new_id(), admin_id=admin_id, action=action.value, params=params, asked_at=now)
        async with self._db.write() as session:
            await forget_requests(session, admin_id, now - GOOD_FOR)
            session.add(request)
        return Asked(request.id, action, params)

    async def _do(self, session: WriteSession, admin_id: int, request: OperatorRequest) -> Done:
        action, params = Action(request.action), request.params
        stopped = 0
        match action:
            case Action.BAN:
                stopped = await self._people.ban(session, admin_id, params["user_id"], params["reason"])
            case Action.GRANT:
                await self._people.grant(session, admin_id, params["user_id"], params["amount"], str(request.id))
            case Action.LIMIT:
                limit, after = Limit(params["limit"]), params["after"]
                value = None if after == "" else Decimal(after) if limit.is_money else int(after)
                await self._choices.set_limit(session, admin_id, limit, value, before=params["before"])
            case Action.PRICE:
                await self._choices.set_price(
                    session,
                    admin_id,
                    params["provider"],
                    params["endpoint"],
                    Decimal(params["after"]) if params["after"] else None,
                    before=params["before"],
                )
        return Done(action, params, stopped)
