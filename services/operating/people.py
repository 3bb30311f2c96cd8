"""People as admins see them: finding one, their card, ban, quota and credits."""

from dataclasses import dataclass

from db.models import Audit, Job, User
from db.repositories.billing import lock_user_row
from db.repositories.generations import HistoryRow, history_of
from db.repositories.jobs import live_jobs_of, lock_job
from db.repositories.loras import loras_of
from db.repositories.people import person
from db.repositories.people_search import people_by_username, people_named
from db.sessions import ReadSession, WriteSession
from services.billing import ledger
from services.billing.access import Access
from services.billing.quota import QuotaLeft, pictures_left, trainings_left
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.generation.rules import GenerationRules
from services.jobs.cancel import ask_to_stop
from services.jobs.parts import EngineParts
from services.messaging.outbox import put_ping
from services.operating.limits import MOST_COUNT, MOST_CREDITS
from services.training.rules import TrainingRules

FOUND = 10
"""How many people a search shows."""

LONGEST_REASON = 200
_HIGHEST_ID = 2**52
"""Telegram promises that ids fit into 52 bits."""


@dataclass(frozen=True)
class PersonCard:
    """Everything an admin sees of a person. `jobs` are those that have not ended; no prompts, no photos."""

    user: User
    is_admin: bool
    has_access: bool
    models: int
    jobs: int
    trainings: QuotaLeft
    pictures: QuotaLeft
    credits: int


class People:
    """Everything raises `ForbiddenError('admins-only')` for others, and `NotFoundError('person-unknown')` for people
    who never wrote to the bot. Changes are one transaction with their line in the audit; those with a `session` happen
    inside the caller's."""

    def __init__(
        self, parts: EngineParts, access: Access, training: TrainingRules, generation: GenerationRules
    ) -> None:
        self._parts = parts
        self._db = parts.db
        self._clock = parts.clock
        self._access = access
        self._training = training
        self._generation = generation

    async def find(self, admin_id: int, words: str) -> list[User]:
        """Up to 10 people: one by id or @name, or those whose name holds the words."""
        self._access.require_admin(admin_id)
        words = words.strip()
        async with self._db.read() as session:
            if exact := await _exactly(session, words):
                return exact[:FOUND]
            return await people_named(session, words, FOUND) if words else []

    async def resolve(self, admin_id: int, words: str) -> User:
        """The person with this id or @name; of several who had the name, the one seen last."""
        self._access.require_admin(admin_id)
        async with self._db.read() as session:
            found = await _exactly(session, words.strip())
        if not found:
            raise NotFoundError("person-unknown")
        return found[0]

    async def card(self, admin_id: int, user_id: int) -> PersonCard:
        """The person as they stand."""
        self._access.require_admin(admin_id)
        async with self._db.read() as session:
            user = await _known(session, user_id)
            rules, clock = self._training, self._clock
            return PersonCard(
                user=user,
                is_admin=self._access.is_admin(user_id),
                has_access=self._access.may_use(user),
                models=len(await loras_of(session, user_id)),
                jobs=len(await live_jobs_of(session, user_id)),
                trainings=await trainings_left(session, clock, user_id, rules.trainings_per_month, rules.past),
                pictures=await pictures_left(
                    session, clock, user_id, self._generation.pictures_per_day, self._generation.past
                ),
                credits=await ledger.balance(session, user_id),
            )

    async def jobs(self, admin_id: int, user_id: int, limit: int = 10) -> list[HistoryRow]:
        """The person's newest orders."""
        self._access.require_admin(admin_id)
        async with self._db.read() as session:
            await _known(session, user_id)
            return await history_of(session, user_id, limit, None)

    def check_ban(self, admin_id: int, user: User, reason: str) -> str:
        """The reason in one line. Raises `ConflictError('ban-admin')` and `InvalidInputError('reason-too-long',
        limit)`."""
        self._access.require_admin(admin_id)
        words = " ".join(reason.split())
        if self._access.is_admin(user.id):
            raise ConflictError("ban-admin")
        if len(words) > LONGEST_REASON:
            raise InvalidInputError("reason-too-long", limit=LONGEST_REASON)
        return words

    async def ban(self, session: WriteSession, admin_id: int, user_id: int, reason: str) -> int:
        """Closes the bot for a person; how many of their orders were stopped.

        What no provider has yet ends at once. What one may have is asked to stop, because it costs by the second: it
        ends when the provider confirms. A result that is being fetched is kept. Credits of what did not come go back
        to the wallet. Banning somebody twice stops what was ordered meanwhile.
        """
        reason = self.check_ban(admin_id, await _known(session, user_id), reason)
        # Before the jobs, and weaker than a change of the key: rows of running jobs that refer to the person may come.
        await lock_user_row(session, user_id)
        user = await session.get_one(User, user_id, populate_existing=True)
        user.banned_at = user.banned_at or self._clock.now()
        await session.flush()
        stopped = await self._stop_all(session, user_id)
        self._note(session, admin_id, "user.ban", user_id, reason=reason, stopped=stopped)
        return stopped

    async def unban(self, admin_id: int, user_id: int) -> None:
        """Opens the bot again, as the access of the bot allows; nothing happens to somebody who is not banned."""
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            user = await _known(session, user_id)
            if user.banned_at is None:
                return
            user.banned_at = None
            self._note(session, admin_id, "user.unban", user_id)

    async def set_trainings(self, admin_id: int, user_id: int, most: int | None) -> None:
        """How many trainings a month this person may order; None as everybody. Raises `InvalidInputError`."""
        await self._set_quota(admin_id, user_id, "trainings_per_month", most)

    async def set_pictures(self, admin_id: int, user_id: int, most: int | None) -> None:
        """How many pictures a day this person may order; None as everybody. Raises `InvalidInputError`."""
        await self._set_quota(admin_id, user_id, "pictures_per_day", most)

    async def grant(self, session: WriteSession, admin_id: int, user_id: int, amount: int, key: str) -> bool:
        """Gives credits and tells the person; False when it was done under this key before.

        Raises `InvalidInputError('setting-bad', setting, min, max)`.
        """
        self._access.require_admin(admin_id)
        check_amount(amount)
        await _known(session, user_id)
        if not await ledger.grant(session, self._clock, user_id, amount, key):
            return False
        self._note(session, admin_id, "user.grant", user_id, amount=amount, key=key)
        params = {"amount": amount}
        await put_ping(
            session, self._clock, key=f"granted:{key}", chat_id=user_id, view="credits_granted", params=params
        )
        return True

    async def _set_quota(self, admin_id: int, user_id: int, name: str, most: int | None) -> None:
        self._access.require_admin(admin_id)
        if most is not None and not 0 <= most <= MOST_COUNT:
            raise InvalidInputError("setting-bad", setting="count", min=0, max=MOST_COUNT)
        async with self._db.write() as session:
            user = await _known(session, user_id)
            before = getattr(user, name)
            setattr(user, name, most)
            self._note(session, admin_id, "user.quota", user_id, field=name, before=before, after=most)

    async def _stop_all(self, session: WriteSession, user_id: int) -> int:
        jobs = await live_jobs_of(session, user_id)
        # All of them before the first wallet: an order that is ending meanwhile has its job and waits for the wallet.
        for job in sorted(jobs, key=_id):
            await lock_job(session, job.id)
        return len([job for job in jobs if await self._stopped(session, job)])

    async def _stopped(self, session: WriteSession, job: Job) -> bool:
        try:
            await ask_to_stop(session, self._parts, job)
        except ConflictError:
            # Its result is being fetched, or it has just ended.
            return False
        return True

    def _note(self, session: WriteSession, admin_id: int, action: str, user_id: int, **data: object) -> None:
        about = {"user_id": user_id, **data}
        session.add(Audit(actor_id=admin_id, action=action, data=about, at=self._clock.now()))


def check_amount(amount: int) -> None:
    """Raises `InvalidInputError('setting-bad', setting, min, max)` for a number of credits that nobody means."""
    if not 1 <= amount <= MOST_CREDITS:
        raise InvalidInputError("setting-bad", setting="count", min=1, max=MOST_CREDITS)


async def _exactly(session: ReadSession, words: str) -> list[User]:
    if words.isascii() and words.isdigit() and int(words) < _HIGHEST_ID:
        user = await person(session, int(words))
        return [user] if user is not None else []
    return await people_by_username(session, words[1:]) if words.startswith("@") and len(words) > 1 else []


async def _known(session: ReadSession, user_id: int) -> User:
    user = await person(session, user_id)
    if user is None:
        raise NotFoundError("person-unknown")
    return user


def _id(job: Job) -> str:
    return str(job.id)
