"""Deleting one model that is at work: its orders are stopped, then it goes as any other does, with a day to undo it.

Its files, here and at providers, go when that day is over, by retention. Every step may be repeated.
"""

from uuid import UUID

from db.repositories import privacy_requests as requests
from db.repositories.loras import lora_for_change
from services.errors import ConflictError, NotFoundError
from services.jobs.parts import EngineParts
from services.loras.library import Loras
from services.messaging.outbox import put_media
from services.privacy.steps import NotYet, Request, Steps, Worked
from services.privacy.stopping import ORDERS_SECONDS, stop_orders

VIEW = "model_deleted"


class EraseModel:
    """The steps of such a request; its subject is the model."""

    def __init__(self, parts: EngineParts, loras: Loras) -> None:
        self._parts = parts
        self._loras = loras

    def steps(self) -> Steps:
        """In their order."""
        return (("stop", self.stop), ("deleted", self.deleted), ("told", self.told))

    async def stop(self, request: Request) -> Worked | NotYet:
        """What runs is told to stop: the training, its proofs, pictures with the model."""
        return Worked({"orders": await self._stop_orders(request)})

    async def deleted(self, request: Request) -> Worked | NotYet:
        """Waits for the orders, also for those that were begun meanwhile; then the model is deleted."""
        if await self._stop_orders(request):
            return NotYet(ORDERS_SECONDS)
        try:
            await self._loras.delete(request.user_id, _model(request))
        except NotFoundError:
            return Worked({"models": 0})
        except ConflictError:
            return NotYet(ORDERS_SECONDS)  # a training was begun just before
        return Worked({"models": 1})

    async def told(self, request: Request) -> Worked | NotYet:
        """The person reads that it is done, and may undo it; nobody is told of a model that is gone for good."""
        async with self._parts.db.write(joins_update=False) as session:
            lora = await lora_for_change(session, request.user_id, _model(request))
            if lora is None or lora.deleted_at is None:
                return Worked()
            key, params = f"model-deleted:{request.id}", {"lora_id": str(lora.id)}
            await put_media(session, self._parts.clock, key=key, chat_id=request.user_id, view=VIEW, params=params)
        return Worked()

    async def _stop_orders(self, request: Request) -> int:
        user_id, lora_id = request.user_id, _model(request)
        return await stop_orders(self._parts, lambda session: requests.live_jobs_of_model(session, user_id, lora_id))


def _model(request: Request) -> UUID:
    assert request.subject_id is not None
    return request.subject_id
