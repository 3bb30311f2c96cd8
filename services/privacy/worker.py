"""Works on what people asked to be done with their data, a step at a time; any run may be cut off and repeated."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from db.claims import claim_privacy_request, moment
from db.database import Database
from db.enums import PrivacyRequestKind, PrivacyRequestState
from db.models import PrivacyRequest
from db.repositories import privacy_requests as rows
from services.crash_points import crash_point
from services.errors import LoragramError
from services.ports import Clock
from services.privacy.steps import NotYet, Request, Steps

LEASE_SECONDS = 600.0
"""How long others wait for a process that may have died at a step; long work renews it."""
RENEWED_EVERY = timedelta(seconds=60)
AFTER_FAILURE = timedelta(minutes=2)
"""When a step that failed is tried again; it goes on being tried, because nobody else would do it."""

log = logging.getLogger(__name__)


class PrivacyWorker:
    """Takes one request at a time; several replicas may run it at once."""

    def __init__(self, db: Database, clock: Clock, works: Mapping[PrivacyRequestKind, Steps]) -> None:
        self._db = db
        self._clock = clock
        self._works = works

    async def tick(self) -> int:
        """Works on the request that has been due for the longest, as far as it goes now; 0 when there is none.

        A step that fails in an expected way leaves its code in the row and is tried again later, and so is one that
        fails otherwise, which is raised.
        """
        async with self._db.write(joins_update=False) as session:
            request_id = await claim_privacy_request(session, self._clock, LEASE_SECONDS)
            row = await rows.request_by_id(session, request_id) if request_id is not None else None
        if row is None:
            return 0
        try:
            await self._work(row)
        except LoragramError as error:
            log.warning("a request for a person's data waits", extra={"kind": row.kind.value, "code": error.code})
            await self._put_off(row.id, error.code)
        except Exception:
            await self._put_off(row.id, "unexpected")
            raise
        return 1

    async def _work(self, row: PrivacyRequest) -> None:
        done = dict(row.steps)
        renewed_at = self._clock.now()

        async def renew() -> None:
            nonlocal renewed_at
            if self._clock.now() < renewed_at + RENEWED_EVERY:
                return
            renewed_at = self._clock.now()
            async with self._db.write(joins_update=False) as session:
                until = moment(session, self._clock, later=LEASE_SECONDS)
                await rows.change_request(session, row.id, {"lease_until": until}, states=rows.UNDONE)

        for name, step in self._works[row.kind]:
            if name in done:
                continue
            request = Request(row.id, row.user_id, row.language, row.created_at, done, renew, row.subject_id)
            outcome = await step(request)
            if isinstance(outcome, NotYet):
                await self._wait(row.id, outcome.seconds)
                return
            if outcome.last:
                return
            crash_point("privacy-worked")
            done[name] = dict(outcome.report)
            if not await self._note(row.id, done):
                return
            crash_point("privacy-noted")
        await self._end(row.id)

    async def _note(self, request_id: UUID, steps: dict[str, Any]) -> bool:
        async with self._db.write(joins_update=False) as session:
            until = moment(session, self._clock, later=LEASE_SECONDS)
            values = {"steps": dict(steps), "lease_until": until, "error": None}
            return await rows.change_request(session, request_id, values, states=rows.UNDONE)

    async def _wait(self, request_id: UUID, seconds: float) -> None:
        later = self._clock.now() + timedelta(seconds=seconds)
        values = {"state": PrivacyRequestState.WAITING, "look_at": later, "lease_until": None}
        async with self._db.write(joins_update=False) as session:
            await rows.change_request(session, request_id, values, states=rows.UNDONE)

    async def _put_off(self, request_id: UUID, code: str) -> None:
        values = {"look_at": self._clock.now() + AFTER_FAILURE, "lease_until": None, "error": code}
        async with self._db.write(joins_update=False) as session:
            await rows.change_request(session, request_id, values, states=rows.UNDONE)

    async def _end(self, request_id: UUID) -> None:
        values = {"state": PrivacyRequestState.DONE, "done_at": self._clock.now(), "lease_until": None}
        async with self._db.write(joins_update=False) as session:
            await rows.change_request(session, request_id, values, states=rows.UNDONE)
