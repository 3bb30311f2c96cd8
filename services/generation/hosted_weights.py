"""An address at which a provider can read a version's weights. Providers never read our storage."""

import logging
import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from db.database import Database
from db.models import LoraVersion
from db.repositories.generations import set_weights_address
from db.sessions import WriteSession
from services.errors import BrokenArtefactError, NotFoundError, ProviderError
from services.ports import Clock, Storage
from services.providers.base import Provider

log = logging.getLogger(__name__)

LIFETIME = timedelta(days=7)
MARGIN = timedelta(hours=1)
"""An address must outlive the longest wait in a queue."""


class HostedWeights:
    """Uses the trainer's own address while it lives, else uploads our copy and remembers where."""

    def __init__(self, db: Database, clock: Clock, storage: Storage, providers: Mapping[str, Provider]) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._providers = providers

    async def url_for(self, version_id: uuid.UUID, hosts: Sequence[str]) -> str:
        """An address at one of the providers `hosts`, the best first, that lives for at least an hour. Repeatable;
        two at once may upload two copies.

        Raises the `ProviderError` of the last of `hosts`, which is the one that draws: a failure of another one must
        not be taken for its own. `BrokenArtefactError('weights-unusable')` when we have no weights.
        """
        async with self._db.read() as session:
            version = await session.get(LoraVersion, version_id)
        if version is None or version.weights_key is None:
            raise BrokenArtefactError("weights-unusable")
        if version.weights_url and version.weights_host in hosts and self._lives(version.weights_url_until):
            return version.weights_url
        return await self._upload(version, version.weights_key, hosts)

    async def forget(self, session: WriteSession, version_id: uuid.UUID) -> None:
        """The provider could not read the address: the next call uploads our own copy."""
        await set_weights_address(session, version_id, None, None, None)

    def _lives(self, until: datetime | None) -> bool:
        # Without a promise the address may be gone; our own copy is sure.
        return until is not None and until > self._clock.now() + MARGIN

    async def _upload(self, version: LoraVersion, key: str, hosts: Sequence[str]) -> str:
        try:
            data = await self._storage.get(key)
        except NotFoundError as gone:
            raise BrokenArtefactError("weights-unusable") from gone
        failure = ProviderError("no-provider")
        for host in (self._providers[name] for name in hosts if name in self._providers):
            try:
                return await self._upload_to(host, version, data)
            except ProviderError as error:
                log.warning("weights could not be put to %s: %s", host.name, error.code)
                failure = error
        raise failure

    async def _upload_to(self, host: Provider, version: LoraVersion, data: bytes) -> str:
        name = f"{version.id}.safetensors"
        seconds = int(LIFETIME.total_seconds())
        uploaded_at = self._clock.now()
        file = await host.upload(data, file_name=name, content_type="application/octet-stream", seconds=seconds)
        until = file.until or uploaded_at + LIFETIME
        async with self._db.write(joins_update=False) as session:
            await set_weights_address(session, version.id, host.name, file.url, until)
        return file.url


def only_for_this_call(url: str) -> str:
    """The same file under an address that no other call uses, so that a call whose answer was lost can be told from
    all others in the provider's list. Servers of files ignore the parameter; the path keeps its ending."""
    return f"{url}{'&' if '?' in url else '?'}a={secrets.token_hex(8)}"
