"""Deleting everything of a person: orders are stopped, files go, providers are reached, then the rows.

The person is told before the last rows go, because a message needs a chat. Every step may be repeated.
"""

from datetime import timedelta
from uuid import UUID

from db.claims import moment
from db.enums import PrivacyRequestState
from db.repositories import leaving as rows
from db.repositories import privacy_requests as requests
from db.repositories.forgetting import NOBODY, forget_person, forget_work
from db.repositories.ledger import wallet_balance
from db.repositories.privacy import make_photos_due, withdraw_consents
from db.sessions import WriteSession
from services.billing.past_use import PastUse
from services.crash_points import crash_point
from services.jobs.parts import EngineParts
from services.messaging.outbox import put_media
from services.ports import Storage
from services.privacy.hosted_models import HostedModels
from services.privacy.retention import Retention
from services.privacy.steps import NotYet, Request, Steps, Worked
from services.privacy.stopping import ORDERS_SECONDS, stop_orders
from services.privacy.uploaded_files import UploadedFiles
from services.storage.layout import export_key

VIEW = "everything_erased"
PROVIDERS_SECONDS = 60.0
"""Between two questions to providers: some take minutes over a model."""
PROVIDERS_FOR = timedelta(hours=1)
"""How long the rest waits for providers; what they still keep then goes on being asked for, without the person."""
FILES_SECONDS = 2.0
"""Until files that came in while others were being deleted are deleted, too."""
MESSAGE_SECONDS = 2.0
MESSAGE_FOR = timedelta(days=1)
"""How long the last message may wait to be sent, from when it was put."""
RECENT = timedelta(days=30)
"""How long fal keeps its record of an order, the longest of all providers."""


class EraseAll:
    """The steps of such a request."""

    def __init__(
        self,
        parts: EngineParts,
        storage: Storage,
        retention: Retention,
        hosted: HostedModels,
        uploaded: UploadedFiles,
        past: PastUse,
    ) -> None:
        self._parts = parts
        self._db = parts.db
        self._clock = parts.clock
        self._storage = storage
        self._retention = retention
        self._hosted = hosted
        self._uploaded = uploaded
        self._past = past

    def steps(self) -> Steps:
        """In their order. Photos go before orders have ended, because that may take hours."""
        return (
            ("stop", self.stop),
            ("photos", self.photos),
            ("ended", self.ended),
            ("files", self.files),
            ("providers", self.providers),
            ("rows", self.forget),
            ("told", self.told),
            ("person", self.person),
        )

    async def stop(self, request: Request) -> Worked | NotYet:
        """Nothing new may be sent anywhere, and what runs is told to stop."""
        async with self._db.write(joins_update=False) as session:
            await withdraw_consents(session, request.user_id, self._clock.now())
            await rows.drop_all_drafts(session, request.user_id)
        return Worked({"orders": await self._stop_orders(request.user_id)})

    async def photos(self, request: Request) -> Worked | NotYet:
        """All training photos and their captions."""
        async with self._db.write(joins_update=False) as session:
            await make_photos_due(session, request.user_id, self._clock.now())
        photos = 0
        for dataset_id in await self._ids(rows.datasets_of, request.user_id):
            photos += await self._retention.erase_dataset(dataset_id)
            await request.renew()
        return Worked({"photos": photos})

    async def ended(self, request: Request) -> Worked | NotYet:
        """Waits for the orders: a call that was made may still bring pictures or weights."""
        if await self._stop_orders(request.user_id):
            return NotYet(ORDERS_SECONDS)
        return Worked()

    async def files(self, request: Request) -> Worked | NotYet:
        """Weights, pictures, exports, and photos that came in meanwhile."""
        async with self._db.read() as session:
            pictures = await rows.count_pictures_of(session, request.user_id)
            exports = await requests.exports_of(session, request.user_id)
        for dataset_id in await self._ids(rows.datasets_of, request.user_id):
            await self._retention.erase_dataset(dataset_id)
        models = await self._ids(rows.models_of, request.user_id)
        for lora_id in models:
            async with self._db.write(joins_update=False) as session:
                await rows.hide_model(session, lora_id, self._clock.now())
            await self._retention.erase_model(lora_id)
            await request.renew()
        for export_id, is_over in exports.items():
            # Also one that no row names: whoever wrote it may have died before.
            await self._storage.delete(export_key(export_id))
            if is_over:
                async with self._db.write(joins_update=False) as session:
                    await requests.forget_export_file(session, export_id)
        return Worked({"models": len(models), "pictures": pictures})

    async def providers(self, request: Request) -> Worked | NotYet:
        """What providers keep of the person: models and uploaded files."""
        await self._hosted.forget_due()
        await request.renew()
        await self._uploaded.discard_due()
        async with self._db.read() as session:
            kept = await requests.kept_by_providers(session, request.user_id)
            recent = await rows.recent_providers(session, request.user_id, self._clock.now() - RECENT)
        if kept and self._clock.now() < request.created_at + PROVIDERS_FOR:
            return NotYet(PROVIDERS_SECONDS)
        return Worked({"kept": sorted(kept), "recent": sorted(recent)})

    async def forget(self, request: Request) -> Worked | NotYet:
        """Everything the person made, ordered and agreed to, in one transaction."""
        if await self._stop_orders(request.user_id):
            return NotYet(ORDERS_SECONDS)
        await self.files(request)  # what was sent or made while providers were waited for
        async with self._db.write(joins_update=False) as session:
            if wait := await self._hold_back(session, request.user_id):
                return wait
            lost = await self._forget_work(session, request.user_id)
        return Worked({"credits": lost})

    async def told(self, request: Request) -> Worked | NotYet:
        """The last message to the person: what was done and what stays."""
        key = f"erased:{request.id}"
        async with self._db.write(joins_update=False) as session:
            params = {"language": request.language, **_summary(request)}
            await put_media(session, self._clock, key=key, chat_id=request.user_id, view=VIEW, params=params)
        async with self._db.read() as reading:
            message = await requests.message_state(reading, f"media:{key}")
        if message is None:
            return Worked({"message": "gone"})
        state, put_at = message
        if state in rows.ON_THE_WAY and self._clock.now() < put_at + MESSAGE_FOR:
            return NotYet(MESSAGE_SECONDS)
        return Worked({"message": state.value})

    async def person(self, request: Request) -> Worked | NotYet:
        """The chat and the person. Whoever began anew meanwhile has that deleted, too: it belongs to "everything"."""
        if await self._stop_orders(request.user_id):
            return NotYet(ORDERS_SECONDS)
        await self.files(request)
        crash_point("privacy-person")
        async with self._db.write(joins_update=False) as session:
            if wait := await self._hold_back(session, request.user_id):
                return wait
            if await rows.is_chat_in_hand(session, request.user_id, moment(session, self._clock)):
                return NotYet(MESSAGE_SECONDS)
            await self._forget_work(session, request.user_id)
            is_banned = await rows.is_banned(session, request.user_id)
            await forget_person(session, request.user_id, but=request.id, is_banned=is_banned)
            done = {"state": PrivacyRequestState.DONE, "done_at": self._clock.now(), "lease_until": None}
            await requests.change_request(
                session, request.id, {**done, "user_id": NOBODY, "error": None}, states=requests.UNDONE
            )
        return Worked(last=True)

    async def _stop_orders(self, user_id: int) -> int:
        """Asks everything that is alive to stop; how many there were."""
        return await stop_orders(self._parts, lambda session: requests.live_jobs(session, user_id))

    async def _hold_back(self, session: WriteSession, user_id: int) -> NotYet | None:
        """Lets nothing begin until the unit of work ends; the wait for what began or came in just before."""
        await rows.lock_leaving(session, user_id)
        if await requests.live_jobs(session, user_id):
            return NotYet(ORDERS_SECONDS)
        return NotYet(FILES_SECONDS) if await rows.has_files(session, user_id) else None

    async def _forget_work(self, session: WriteSession, user_id: int) -> int:
        """The credits that are lost with it."""
        lost = await wallet_balance(session, user_id)
        await self._past.remember(session, user_id, self._clock.now())
        await forget_work(session, user_id, self._clock.now())
        return lost

    async def _ids(self, question: rows.Question, user_id: int) -> list[UUID]:
        async with self._db.read() as session:
            return await question(session, user_id)


def _summary(request: Request) -> dict[str, object]:
    """The reports of the steps before, in one."""
    return {name: value for report in request.steps.values() for name, value in report.items()}
