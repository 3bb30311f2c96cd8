"""The gate before generated pictures: what is likely sexual is held back."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from services.errors import BrokenArtefactError, InvalidInputError
from services.photos.workshop import Done

SECONDS = 20.0
"""Of one core; 0.1 s measured for a picture of a megapixel."""


class Looking(Protocol):
    """What the gate asks of the workshop."""

    async def do(
        self, work: str, params: Mapping[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 20
    ) -> Done:
        """See `services.photos.workshop.Workshop.do`."""


class PictureGate:
    """Asks the model in the child process about every picture. `limit` is the score, from 0 to 1, from which on a
    picture is held back."""

    def __init__(self, workshop: Looking, limit: float) -> None:
        self._workshop = workshop
        self._limit = limit

    async def holds_back(self, data: bytes) -> bool:
        """Whether this picture must not be shown.

        Raises `BrokenArtefactError('artefact-broken')` for one that could not be looked at, which then reaches nobody,
        and `BusyError('photo-workshop')` when nothing can be looked at now.
        """
        try:
            done = await self._workshop.do("explicit", {}, [data], seconds=SECONDS)
        except InvalidInputError as error:
            raise BrokenArtefactError("artefact-broken") from error
        return self._is_over(done.result.get("scores"))

    def _is_over(self, scores: Any) -> bool:
        match scores:
            case [None]:
                return False
            case [int() | float() as score]:
                # A NaN is over every limit.
                return not score < self._limit
        raise BrokenArtefactError("artefact-broken")
