"""Somebody who has used everything: a row about them in every table that can have one, and a file for each key."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from db.columns import new_id
from db.database import Database
from db.enums import (
    AccountKind,
    AttemptState,
    BroadcastState,
    DeliveryState,
    JobKind,
    JobState,
    PrivacyRequestKind,
    PrivacyRequestState,
    ReportState,
)
from db.models import (
    Audit,
    Base,
    Broadcast,
    BroadcastDelivery,
    ChatLane,
    ClientRequest,
    Conversation,
    DraftPerson,
    HostedModel,
    Invite,
    JobEvent,
    OperatorChoice,
    OperatorRequest,
    PrivacyRequest,
    Report,
    StatusCard,
    TgUpdate,
    TranslatedText,
    UploadedFile,
    User,
    WebhookInbox,
)
from db.repositories.ledger import lock_account, move
from db.repositories.of_person import rows_about
from services.billing import ledger
from services.ports import Storage
from services.storage.layout import export_key, photos_folder, pictures_folder, weights_key
from tests.support.clock import FakeClock
from tests.support.rows import (
    make_attempt,
    make_consent,
    make_dataset,
    make_draft,
    make_generation,
    make_image,
    make_job,
    make_lora,
    make_message,
    make_photo,
    make_user,
    make_version,
)

_numbers = itertools.count(1)
CREDITS = 30
SPENT = 10


@dataclass
class Whole:
    """The person, and the names of the files that are theirs with what is in them."""

    user: User
    files: dict[str, bytes] = field(default_factory=dict)


async def whole_person(db: Database, clock: FakeClock, storage: Storage, **values: Any) -> Whole:
    """Everything of a person in its usual state: nothing runs, one draft is open."""
    # So long that it is in no other id by chance.
    whole = Whole(await make_user(db, **{"id": 7_000_123_456_000 + next(_numbers), **values}))
    await make_consent(db, whole.user)
    await _trained_model(db, clock, whole)
    await _open_draft(db, whole)
    await _chat(db, clock, whole.user)
    await _traces(db, clock, whole)
    for key, data in whole.files.items():
        await storage.put(key, data)
    return whole


async def _trained_model(db: Database, clock: FakeClock, whole: Whole) -> None:
    user, now = whole.user, clock.now()
    lora = await make_lora(db, user)
    dataset = await make_dataset(db, user, lora)
    for number in range(2):
        key = f"{photos_folder(dataset.id)}/{new_id()}.jpg"
        await make_photo(db, dataset, storage_key=key, caption="on a bench" if number else None)
        whole.files[key] = b"photo %d" % number
    version = await make_version(db, lora, dataset, weights_key=None)
    training = await make_job(db, user, state=JobState.SUCCEEDED, subject_id=version.id, finished_at=now, price=SPENT)
    attempt = await make_attempt(db, training, state=AttemptState.ENDED, data_url="https://files/set.zip")
    key = weights_key(attempt.id)
    whole.files[key] = b"weights" * 1000
    async with db.write() as session:
        row = await session.get_one(type(version), version.id)
        row.weights_key, row.job_id = key, training.id
    order = await make_generation(db, version, user)
    drawn = await make_job(
        db, user, kind=JobKind.GENERATION, state=JobState.SUCCEEDED, subject_id=order.id, finished_at=now
    )
    call = await make_attempt(db, drawn, state=AttemptState.ENDED, output={"prompt": order.prompt})
    key = f"{pictures_folder(call.id)}/1.png"
    await make_image(db, order, storage_key=key, no=1)
    whole.files[key] = b"picture"
    await _add(
        db,
        JobEvent(job_id=training.id, name="ordered", data={}, at=now),
        WebhookInbox(provider="fal", event_key=str(new_id()), attempt_id=attempt.id, provider_ref="r", received_at=now),
        ClientRequest(user_id=user.id, key=str(new_id()), job_id=training.id, created_at=now),
        UploadedFile(job_id=training.id, provider="fal", url=f"https://files/{new_id()}", uploaded_at=now),
        HostedModel(lora_id=lora.id, provider="fal", place=f"ann/{lora.id}", noted_at=now),
        TranslatedText(user_id=user.id, key="0" * 64, english="on a beach", used_at=now),
    )
    async with db.write() as session:
        await ledger.grant(session, clock, user.id, CREDITS, str(new_id()))
        wallet = await lock_account(session, AccountKind.WALLET, user.id)
        held = await lock_account(session, AccountKind.HOLD, user.id)
        await move(session, f"hold:{training.id}", now, wallet, held, SPENT)
        house = await lock_account(session, AccountKind.REVENUE, 0)
        await move(session, f"capture:{training.id}", now, held, house, SPENT)


async def _open_draft(db: Database, whole: Whole) -> None:
    dataset = await make_dataset(db, whole.user)
    key = f"{photos_folder(dataset.id)}/{new_id()}.jpg"
    await make_photo(db, dataset, storage_key=key)
    whole.files[key] = b"early photo"
    draft = await make_draft(db, whole.user, dataset_id=dataset.id)
    await _add(
        db,
        DraftPerson(
            draft_id=draft.id, dataset_id=dataset.id, album="1", position=1, name="Bob", created_at=draft.created_at
        ),
        Conversation(chat_id=whole.user.id, state="create", draft_id=draft.id),
    )


async def _chat(db: Database, clock: FakeClock, user: User) -> None:
    now = clock.now()
    await make_message(db, user.id)
    broadcast = Broadcast(id=new_id(), created_by=user.id, state=BroadcastState.DONE, created_at=now)
    await _add(db, broadcast)
    await _add(
        db,
        BroadcastDelivery(broadcast_id=broadcast.id, user_id=user.id, state=DeliveryState.SENT, at=now),
        StatusCard(chat_id=user.id, subject="draft", message_id=1),
        TgUpdate(update_id=user.id * 10, lane=user.id, body=None, received_at=now, handled_at=now),
        TgUpdate(update_id=user.id * 10 + 1, lane=user.id, body="{}", received_at=now, quarantined_at=now),
        ChatLane(lane=user.id),
    )


async def _traces(db: Database, clock: FakeClock, whole: Whole) -> None:
    """What says somewhere that this person did something, or that something was done to them."""
    now, user_id, done = clock.now(), whole.user.id, PrivacyRequestState.DONE
    export = PrivacyRequest(
        id=new_id(), user_id=user_id, kind=PrivacyRequestKind.EXPORT, state=done, language="en", steps={},
        look_at=now, created_at=now, done_at=now, expires_at=now,
    )  # fmt: skip
    export.file_key = export_key(export.id)
    whole.files[export.file_key] = b"zip"
    await _add(
        db,
        export,
        Invite(code=str(user_id), created_by=user_id, uses_left=1, created_at=now, expires_at=now),
        Report(reporter_id=user_id, reason="me", words="me", state=ReportState.OPEN, created_at=now, due_at=now),
        Report(reporter_id=5, reason="me", state=ReportState.KEPT, created_at=now, due_at=now, decided_by=user_id),
        Audit(actor_id=user_id, action="x", data={}, at=now),
        Audit(actor_id=None, action="user.grant", data={"user_id": user_id, "amount": 3}, at=now),
        OperatorChoice(name=f"n{next(_numbers)}", value={}, chosen_by=user_id, chosen_at=now),
        OperatorRequest(admin_id=user_id, action="ban", params={}, asked_at=now),
    )


async def _add(db: Database, *rows: Base) -> None:
    async with db.write(joins_update=False) as session:
        session.add_all(rows)


async def rows_left(db: Database, user_id: int) -> dict[str, int]:
    """How many rows are about a person, by table, as the list of the product has it; tables without any left out."""
    found = {}
    async with db.read() as session:
        for table, about in rows_about(user_id).items():
            count = await session.scalar(select(func.count()).select_from(table).where(about))
            if count:
                found[table.__tablename__] = count
    return found


async def mentions(db: Database, user_id: int) -> dict[str, int]:
    """How many values anywhere in the database are this number, by table and column: it knows nothing of the list."""
    found: dict[str, int] = {}
    async with db.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in (await session.execute(select(table))).mappings():
                for name, value in row.items():
                    if value == user_id or (isinstance(value, str | dict | list) and str(user_id) in str(value)):
                        place = f"{table.name}.{name}"
                        found[place] = found.get(place, 0) + 1
    return found
