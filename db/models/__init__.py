"""All tables, importable from one place."""

from db.models.base import Base
from db.models.billing import Account, LedgerEntry, LedgerTx
from db.models.broadcasts import Broadcast, BroadcastDelivery
from db.models.generations import Generation, Image, TranslatedText
from db.models.jobs import Attempt, ClientRequest, Job, JobEvent, ProviderStanding, UploadedFile, WebhookInbox
from db.models.loras import Dataset, HostedModel, Lora, LoraVersion, Photo
from db.models.messaging import ChatLane, Outbox, SendPause, StatusCard, TgUpdate
from db.models.operations import Audit, CronRun, HeldLease, OperatorChoice, OperatorRequest, StrayFile
from db.models.people import Consent, Conversation, Draft, DraftPerson, Invite, User
from db.models.privacy import PrivacyRequest, RememberedQuota, Report

__all__ = [
    "Account",
    "Attempt",
    "Audit",
    "Base",
    "Broadcast",
    "BroadcastDelivery",
    "ChatLane",
    "ClientRequest",
    "Consent",
    "Conversation",
    "CronRun",
    "Dataset",
    "Draft",
    "DraftPerson",
    "Generation",
    "HeldLease",
    "HostedModel",
    "Image",
    "Invite",
    "Job",
    "JobEvent",
    "LedgerEntry",
    "LedgerTx",
    "Lora",
    "LoraVersion",
    "OperatorChoice",
    "OperatorRequest",
    "Outbox",
    "Photo",
    "PrivacyRequest",
    "ProviderStanding",
    "RememberedQuota",
    "Report",
    "SendPause",
    "StatusCard",
    "StrayFile",
    "TgUpdate",
    "TranslatedText",
    "UploadedFile",
    "User",
    "WebhookInbox",
]
