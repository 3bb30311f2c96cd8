"""The shared vocabulary: states and kinds that rows, services and screens agree on."""

from enum import StrEnum


class Language(StrEnum):
    """Languages the product speaks."""

    EN = "en"
    RU = "ru"


class LoraType(StrEnum):
    """What a model learns."""

    CHARACTER = "character"
    STYLE = "style"
    PRODUCT = "product"


class LoraStatus(StrEnum):
    """State of a model as lists and filters see it: completed as long as it has a version that pictures can be made
    with, else that of its newest training."""

    PENDING = "pending"
    TRAINING = "training"
    VALIDATING = "validating"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobKind(StrEnum):
    """Paid provider work that the durable engine carries."""

    TRAINING = "training"
    GENERATION = "generation"


class JobState(StrEnum):
    """Engine state of a job; legal moves are in `services.jobs.states`.

    review: nobody could find out in the usual time whether the paid call was taken. The credits are back with the
    person, the call is looked for on, and an admin may decide.
    """

    QUEUED = "queued"
    SUBMITTING = "submitting"
    UNCERTAIN = "uncertain"
    REVIEW = "review"
    RUNNING = "running"
    FINALISING = "finalising"
    VALIDATING = "validating"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """What people and the API are told about a job."""

    QUEUED = "queued"
    PREPARING = "preparing"
    CACHING = "caching"
    TRAINING = "training"
    VALIDATING = "validating"
    COMPLETED = "completed"
    CHECKING = "checking"
    FAILED = "failed"
    CANCELLED = "cancelled"


class StopReason(StrEnum):
    """Why a running job was asked to stop."""

    USER = "user"
    QUEUE_DEADLINE = "queue_deadline"
    RUN_DEADLINE = "run_deadline"


class AttemptState(StrEnum):
    """Life of one paid call.

    calling: intent committed, outcome open. accepted: the provider named it. ended: its result is settled.
    void: the provider definitely did not take it. lost: never confirmed, money given back.
    duplicate: turned up after it had been given up; cancelled at the provider and reported.
    """

    CALLING = "calling"
    ACCEPTED = "accepted"
    ENDED = "ended"
    VOID = "void"
    LOST = "lost"
    DUPLICATE = "duplicate"


class Quality(StrEnum):
    """Two columns of a trainer's row."""

    QUICK = "quick"
    STANDARD = "standard"


class Purpose(StrEnum):
    """Why pictures were generated."""

    USER = "user"
    PROOF = "proof"


class ImageState(StrEnum):
    """Life of one generated picture."""

    STORED = "stored"
    BLOCKED = "blocked"
    ERASED = "erased"


class Verdict(StrEnum):
    """What a person said about a proof or a picture."""

    GOOD = "good"
    NOT_ME = "not_me"


class Retention(StrEnum):
    """How long training photos are kept; chosen on the consent card."""

    UNTIL_TRAINED = "until_trained"
    DAYS_30 = "days_30"
    UNTIL_DELETED = "until_deleted"


class DraftKind(StrEnum):
    """Conversations that collect answers before they order something."""

    CREATE = "create"
    GENERATE = "generate"


class OutboxKind(StrEnum):
    """Delivery promise of an outgoing message.

    card: an edit, repeated freely. ping: at most once. media: at least once.
    """

    CARD = "card"
    PING = "ping"
    MEDIA = "media"


class OutboxState(StrEnum):
    """Life of an outgoing message.

    unsure: it may have been delivered and is not sent again. unreachable: its receiver takes no messages from the bot;
    it is sent when they do again.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    UNREACHABLE = "unreachable"
    DEAD = "dead"


class AccountKind(StrEnum):
    """Sides of the double-entry ledger, in whole credits."""

    WALLET = "wallet"
    HOLD = "hold"
    REVENUE = "revenue"
    GRANT = "grant"


class Translation(StrEnum):
    """What became of a prompt's words: not looked at yet, English already, translated, or sent as they are because
    no translation could be had."""

    OPEN = "open"
    ENGLISH = "english"
    DONE = "done"
    FAILED = "failed"


class BroadcastState(StrEnum):
    """Life of a message from an admin to many people.

    draft: being written, its receivers not yet confirmed. removing: what was sent is taken out of the chats again.
    """

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    REMOVING = "removing"
    REMOVED = "removed"


class DeliveryState(StrEnum):
    """What became of a broadcast for one person.

    sending: committed before the call. waiting: Telegram definitely did not take it; it is sent before anybody
    else's. unknown: it may have arrived and is not sent again. blocked: the person takes no messages from the bot.
    removed: taken out of the chat again.
    """

    SENDING = "sending"
    WAITING = "waiting"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"
    REMOVED = "removed"


class PrivacyRequestKind(StrEnum):
    """What a person may ask to be done with everything that is held about them."""

    EXPORT = "export"
    ERASE_MODEL = "erase_model"
    ERASE_ALL = "erase_all"


class PrivacyRequestState(StrEnum):
    """Life of such a request. waiting: something outside has still to happen, such as the end of a cancelled job."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class ReportState(StrEnum):
    """Life of a report about a picture or a model. removed: an admin took it away; kept: it may stay."""

    OPEN = "open"
    REMOVED = "removed"
    KEPT = "kept"
