"""Photos and pictures that were uploaded to a provider for a job go there when the job is over."""

from collections.abc import Mapping
from uuid import UUID

from db.database import Database
from db.repositories import uploaded_files as rows
from services.errors import ProviderError
from services.in_turn import in_turn
from services.ports import Clock
from services.providers.base import Provider

# These say something about the provider, not about the file.
_OUT_OF_REACH = frozenset({"provider-key", "provider-unreachable"})


class UploadedFiles:
    """Has providers remove files; several replicas may run it at once, and any run may be cut off and repeated."""

    def __init__(self, db: Database, clock: Clock, providers: Mapping[str, Provider]) -> None:
        self._db = db
        self._clock = clock
        self._providers = providers

    async def discard_due(self) -> int:
        """Asks once about every file whose job is over, also where the job never called with it; how many are gone.

        A provider that cannot be reached is left alone until the next run, and what it refuses is tried again then.
        Files that have expired meanwhile are forgotten without a question.
        """
        async with self._db.write(joins_update=False) as session:
            await rows.drop_expired(session, self._clock.now())
        gone: list[UUID] = []

        async def clear(provider: Provider) -> None:
            after = None
            while (found := await self._next(provider, after)) is not None:
                after, url = found
                try:
                    await provider.discard(url)
                except ProviderError as error:
                    if error.code in _OUT_OF_REACH:
                        return
                    continue
                async with self._db.write(joins_update=False) as session:
                    await rows.drop_upload(session, after)
                gone.append(after)

        await in_turn(self._providers.values(), clear)
        return len(gone)

    async def _next(self, provider: Provider, after: UUID | None) -> tuple[UUID, str] | None:
        async with self._db.read() as session:
            return await rows.next_needless(session, provider.name, after)
