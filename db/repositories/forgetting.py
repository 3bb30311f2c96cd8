"""Taking a person out of all tables.

What is theirs is deleted. What the books need stays without them: a movement of credits keeps its sum on the accounts
of nobody, and a paid call its cost, so that neither the ledger nor the month's budget tells another story afterwards.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, and_, delete, exists, func, null, or_, select, update
from sqlalchemy.sql.dml import Delete, Update

from db.claims import insert_or_ignore
from db.enums import AccountKind, AttemptState, Language, ReportState
from db.models import (
    Account,
    Attempt,
    Audit,
    Base,
    BroadcastDelivery,
    ChatLane,
    ClientRequest,
    Consent,
    Conversation,
    Dataset,
    Draft,
    DraftPerson,
    Generation,
    Image,
    Invite,
    Job,
    JobEvent,
    LedgerEntry,
    Lora,
    LoraVersion,
    Outbox,
    Photo,
    PrivacyRequest,
    Report,
    StatusCard,
    TgUpdate,
    TranslatedText,
    User,
    WebhookInbox,
)
from db.repositories.ledger import lock_account
from db.repositories.of_person import NAMED_BY_ADMINS, rows_about
from db.sessions import WriteSession

NOBODY = 0
"""Whose orders and accounts those of people who have left become. Nobody can write to the bot under this id."""

_UNANSWERED = (AttemptState.CALLING, AttemptState.LOST, AttemptState.VOID)

_THEIR_WORK = (
    Image, Generation, TranslatedText, LoraVersion, Photo, DraftPerson, Draft, Dataset, Lora,
    WebhookInbox, JobEvent, ClientRequest, Consent,
)  # fmt: skip
"""In an order in which nothing is left that refers to what goes."""

_THEIR_CHAT = (Outbox, StatusCard, Conversation, BroadcastDelivery, Invite)


async def forget_work(session: WriteSession, user_id: int, now: datetime) -> None:
    """Deletes everything a person has made, ordered, agreed to and owned; only who they are and their chat is left.

    Nothing of theirs may be running, and their files must be gone. Repeatable.
    """
    about = rows_about(user_id)
    await _close_reports(session, user_id, now)
    for table in _THEIR_WORK:
        await _run(session, delete(table).where(about[table]))
    await _hand_over_orders(session, user_id, now)
    await _hand_over_credits(session, user_id)
    await _hand_over_decisions(session, user_id)


async def forget_person(session: WriteSession, user_id: int, *, but: object, is_banned: bool) -> None:
    """Deletes the rest: the chat and the person. `but` is the request that this is done for. Whoever is banned stays
    banned: then the id alone is kept.

    Ids of updates stay without the chat, because Telegram may bring one twice.
    """
    about = rows_about(user_id)
    await _run(session, update(TgUpdate).where(about[TgUpdate], TgUpdate.handled_at.is_not(None)).values(lane=NOBODY))
    await _run(session, delete(TgUpdate).where(about[TgUpdate], TgUpdate.quarantined_at.is_not(None)))
    for table in _THEIR_CHAT:
        await _run(session, delete(table).where(about[table]))
    # One in which something waits came with an update of just now, which would never be answered without it.
    idle = and_(ChatLane.due_at.is_(None), ChatLane.lease_owner.is_(None))
    await _run(session, delete(ChatLane).where(about[ChatLane], idle))
    await _run(session, delete(PrivacyRequest).where(PrivacyRequest.user_id == user_id, PrivacyRequest.id != but))
    if is_banned:
        blank: dict[str, Any] = {"first_name": "", "username": None, "preferences": {}, "invited_at": None}
        await _run(session, update(User).where(User.id == user_id).values(**blank))
    else:
        await _run(session, delete(User).where(User.id == user_id))


async def drop_orders_of_nobody(session: WriteSession, before: datetime) -> int:
    """Deletes orders of people who have left, once they ended before then; how many."""
    over = and_(Job.user_id == NOBODY, Job.finished_at < before)
    await _run(session, delete(Attempt).where(Attempt.job_id.in_(select(Job.id).where(over))))
    dropped = await _run(session, delete(Job).where(over))
    ordered = exists().where(Job.user_id == NOBODY)
    await _run(session, delete(User).where(User.id == NOBODY, ~ordered))
    return dropped


async def _close_reports(session: WriteSession, user_id: int, now: datetime) -> None:
    """Open reports about what goes are settled by that; those that the person made stay open, without them."""
    about = rows_about(user_id)
    pictures, models = select(Image.id).where(about[Image]), select(Lora.id).where(about[Lora])
    gone = and_(Report.state == ReportState.OPEN, or_(Report.image_id.in_(pictures), Report.lora_id.in_(models)))
    await _run(session, update(Report).where(gone).values(state=ReportState.REMOVED, decided_at=now, words=None))
    await _run(session, update(Report).where(about[Report]).values(reporter_id=NOBODY, words=None))


async def _hand_over_orders(session: WriteSession, user_id: int, now: datetime) -> None:
    """What a paid call cost, and under which name the provider lists it, stays; what was sent and came back goes."""
    about = rows_about(user_id)
    nobody: dict[str, Any] = {"id": NOBODY, "first_name": "", "language": Language.EN, "language_chosen": False}
    nobody |= {"banned_at": now, "unreachable_at": now, "preferences": {}, "created_at": now, "last_seen_at": now}
    if await session.scalar(select(func.count()).select_from(Job).where(about[Job])):
        await session.execute(insert_or_ignore(session, User, nobody))
    await _run(session, update(Attempt).where(about[Attempt]).values(output=null(), urls={}))
    # A call whose answer was lost may still turn up in a provider's list, and must then be known and stopped.
    known = or_(Attempt.provider_ref.is_not(None), Attempt.state.not_in(_UNANSWERED))
    await _run(session, update(Attempt).where(about[Attempt], known).values(data_url=None, fingerprint=None))
    await _run(session, update(Job).where(about[Job]).values(user_id=NOBODY))


async def _hand_over_credits(session: WriteSession, user_id: int) -> None:
    """Entries move to the account of nobody of the same kind, with what is left there: all sums stay."""
    for kind in (AccountKind.WALLET, AccountKind.HOLD):
        held = await session.scalar(select(Account.id).where(Account.kind == kind, Account.owner == user_id))
        if held is None:
            continue
        theirs = await lock_account(session, kind, user_id)
        heir = await lock_account(session, kind, NOBODY)
        await _run(session, update(LedgerEntry).where(LedgerEntry.account_id == theirs.id).values(account_id=heir.id))
        more = {"balance": Account.balance + theirs.balance}
        await _run(session, update(Account).where(Account.id == heir.id).values(**more))
        await _run(session, delete(Account).where(Account.id == theirs.id))


async def _hand_over_decisions(session: WriteSession, user_id: int) -> None:
    """What an admin did stays on record without the name of the admin, and without that of the person it was about."""
    tables = Base.metadata.tables
    for name, columns in NAMED_BY_ADMINS.items():
        for column in columns:
            nobody = None if tables[name].c[column].nullable else NOBODY
            theirs = update(tables[name]).where(tables[name].c[column] == user_id)
            await _run(session, theirs.values({column: nobody}))
    told = await session.scalars(select(Audit).where(Audit.data["user_id"].as_string() == str(user_id)))
    for row in told:
        row.data = {**row.data, "user_id": NOBODY}
    await session.flush()


async def _run(session: WriteSession, statement: Update | Delete) -> int:
    result = await session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
