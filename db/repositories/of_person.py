"""Which rows are about a person, table by table. Export and erasure both go by this list, so that what one of them
knows of, the other does, too."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from db.enums import AccountKind
from db.models import (
    Account,
    Attempt,
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
    HostedModel,
    Image,
    Invite,
    Job,
    JobEvent,
    LedgerEntry,
    LedgerTx,
    Lora,
    LoraVersion,
    Outbox,
    Photo,
    PrivacyRequest,
    Report,
    StatusCard,
    TgUpdate,
    TranslatedText,
    UploadedFile,
    User,
    WebhookInbox,
)

Table = type[Base]

NAMED_BY_ADMINS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "audit": ("actor_id",),
        "broadcast": ("created_by",),
        "operator_choice": ("chosen_by",),
        "operator_request": ("admin_id",),
        "report": ("decided_by",),
    }
)
"""Columns of tables that hold no person's data but say which admin did something."""

ABOUT_NOBODY = frozenset(
    {"cron_run", "held_lease", "provider_standing", "remembered_quota", "send_pause", "stray_file"}
)
"""Tables in which no row says whom it is about; `remembered_quota` has a keyed hash in place of an id."""


def rows_about(user_id: int) -> Mapping[Table, ColumnElement[bool]]:
    """For each table that can hold something about a person, the condition that its rows are about this one."""
    of = _Things(user_id)
    return {
        **_of_the_person(user_id),
        **_of_models(of),
        **_of_orders(user_id, of),
        **_of_the_chat(user_id),
        **_of_the_ledger(user_id),
    }


def jobs_of(user_id: int) -> Select[Any]:
    """Ids of everything that this person ever ordered."""
    return select(Job.id).where(Job.user_id == user_id)


def loras_of_person(user_id: int) -> Select[Any]:
    """Ids of this person's models, deleted ones among them."""
    return select(Lora.id).where(Lora.user_id == user_id)


class _Things:
    """Ids of what is a person's own, as subqueries."""

    def __init__(self, user_id: int) -> None:
        self.loras = loras_of_person(user_id)
        self.datasets = select(Dataset.id).where(Dataset.user_id == user_id)
        self.drafts = select(Draft.id).where(Draft.user_id == user_id)
        self.generations = select(Generation.id).where(Generation.user_id == user_id)
        self.jobs = jobs_of(user_id)
        self.attempts = select(Attempt.id).where(Attempt.job_id.in_(self.jobs))


def _of_the_person(user_id: int) -> dict[Table, ColumnElement[bool]]:
    return {
        User: User.id == user_id,
        Consent: Consent.user_id == user_id,
        Invite: Invite.created_by == user_id,
        PrivacyRequest: PrivacyRequest.user_id == user_id,
        Report: Report.reporter_id == user_id,
        TranslatedText: TranslatedText.user_id == user_id,
    }


def _of_models(of: _Things) -> dict[Table, ColumnElement[bool]]:
    return {
        Draft: Draft.id.in_(of.drafts),
        DraftPerson: or_(DraftPerson.draft_id.in_(of.drafts), DraftPerson.dataset_id.in_(of.datasets)),
        Dataset: Dataset.id.in_(of.datasets),
        Photo: Photo.dataset_id.in_(of.datasets),
        Lora: Lora.id.in_(of.loras),
        LoraVersion: LoraVersion.lora_id.in_(of.loras),
        HostedModel: HostedModel.lora_id.in_(of.loras),
        Generation: Generation.id.in_(of.generations),
        Image: Image.generation_id.in_(of.generations),
    }


def _of_orders(user_id: int, of: _Things) -> dict[Table, ColumnElement[bool]]:
    return {
        ClientRequest: ClientRequest.user_id == user_id,
        Job: Job.user_id == user_id,
        JobEvent: JobEvent.job_id.in_(of.jobs),
        Attempt: Attempt.job_id.in_(of.jobs),
        UploadedFile: UploadedFile.job_id.in_(of.jobs),
        WebhookInbox: WebhookInbox.attempt_id.in_(of.attempts),
    }


def _of_the_chat(user_id: int) -> dict[Table, ColumnElement[bool]]:
    """The id of a private chat is that of its person."""
    return {
        BroadcastDelivery: BroadcastDelivery.user_id == user_id,
        ChatLane: ChatLane.lane == user_id,
        Conversation: Conversation.chat_id == user_id,
        Outbox: Outbox.chat_id == user_id,
        StatusCard: StatusCard.chat_id == user_id,
        TgUpdate: TgUpdate.lane == user_id,
    }


def _of_the_ledger(user_id: int) -> dict[Table, ColumnElement[bool]]:
    accounts = select(Account.id).where(
        Account.owner == user_id, Account.kind.in_((AccountKind.WALLET, AccountKind.HOLD))
    )
    movements = select(LedgerEntry.tx_id).where(LedgerEntry.account_id.in_(accounts))
    return {
        Account: Account.id.in_(accounts),
        LedgerEntry: LedgerEntry.account_id.in_(accounts),
        LedgerTx: LedgerTx.id.in_(movements),
    }
