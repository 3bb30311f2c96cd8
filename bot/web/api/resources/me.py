"""The caller: name, language, what is left of the quotas, and what was agreed to."""

from datetime import datetime

from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from db.enums import Language, Retention
from db.models import User
from db.repositories.drafts import open_draft
from db.repositories.people import choose_language
from db.repositories.photos import count_photos
from db.sessions import ReadSession
from services.billing.ledger import balance
from services.billing.quota import QuotaLeft, pictures_left, trainings_left
from services.training.draft_fields import CreateFields


class Quota(Answer):
    """How much of a limit is used, and when it starts anew."""

    used: int
    limit: int
    left: int
    reset_at: datetime


class Agreement(Answer):
    """What stands of what the person agreed to: null in `given_at` and `retention` when nothing does. `faces`: faces
    may be compared with each other."""

    given_at: datetime | None
    retention: Retention | None
    faces: bool


class DraftHint(Answer):
    """The open draft of a model, as far as it is worth offering to go on; the whole of it is at /draft."""

    name: str | None
    photo_count: int


class Me(Answer):
    """The caller. `balance` in credits. `draft`: null when none is open, so that nobody has to ask for one in vain."""

    id: int
    first_name: str
    username: str | None
    language: Language
    is_admin: bool
    trainings: Quota
    pictures: Quota
    balance: int
    consent: Agreement
    draft: DraftHint | None


class MeChange(Sent):
    """What the caller may change of themselves."""

    language: Language


class ConsentChange(Sent):
    """Another answer beside the consent that stands."""

    retention: Retention | None = None
    faces: bool | None = None


async def get_me(call: Call) -> Me:
    """The caller as they stand."""
    services, user_id = call.services, call.user_id
    rules = services.rules
    async with services.db.read() as session:
        user = await session.get_one(User, user_id)
        trainings = await trainings_left(
            session, services.clock, user_id, rules.training.trainings_per_month, rules.training.past
        )
        pictures = await pictures_left(
            session, services.clock, user_id, rules.generation.pictures_per_day, rules.generation.past
        )
        credits = await balance(session, user_id)
        draft = await _draft_of(session, user_id)
    return Me(
        id=user.id,
        first_name=user.first_name,
        username=user.username,
        language=user.language,
        is_admin=call.caller.is_admin,
        trainings=quota_of(trainings),
        pictures=quota_of(pictures),
        balance=credits,
        consent=await _agreement(call),
        draft=draft,
    )


async def change_me(call: Call) -> Me:
    """Another language, for the chat too."""
    async with call.services.db.write() as session:
        await choose_language(session, call.user_id, call.body.language)
    return await get_me(call)


async def change_consent(call: Call) -> Me:
    """How long photos are kept, and whether faces may be compared; raises `ConflictError('consent-missing')`."""
    consents, change = call.services.consents, call.body
    if change.retention is not None:
        await consents.choose_retention(call.user_id, change.retention)
    if change.faces is not None:
        await consents.agree_faces(call.user_id, change.faces)
    return await get_me(call)


async def withdraw_consent(call: Call) -> None:
    """Ends the consent; photos are erased, models stay. Repeatable."""
    await call.services.consents.withdraw(call.user_id)


async def _agreement(call: Call) -> Agreement:
    given = await call.services.consents.current(call.user_id)
    if given is None:
        return Agreement(given_at=None, retention=None, faces=False)
    return Agreement(given_at=given.given_at, retention=given.retention, faces=given.faces)


async def _draft_of(session: ReadSession, user_id: int) -> DraftHint | None:
    draft = await open_draft(session, user_id)
    if draft is None:
        return None
    photos = 0 if draft.dataset_id is None else await count_photos(session, draft.dataset_id)
    return DraftHint(name=CreateFields.from_json(draft.fields).name, photo_count=photos)


def quota_of(left: QuotaLeft) -> Quota:
    """What is left of a quota."""
    return Quota(used=left.used, limit=left.limit, left=left.left, reset_at=left.until)


ROUTES = (
    Route("GET", "/me", get_me, "The caller, quotas and consent", answer=Me),
    Route("PATCH", "/me", change_me, "Choose a language", answer=Me, body=MeChange),
    Route(
        "PATCH", "/me/consent", change_consent, "Change how long photos are kept, or whether faces are compared",
        answer=Me, body=ConsentChange, problems=(409,),
    ),
    Route("DELETE", "/me/consent", withdraw_consent, "Withdraw the consent; photos are erased"),
)  # fmt: skip
