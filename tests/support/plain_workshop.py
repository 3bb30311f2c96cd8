"""Photos cleaned right here, without a child process and without measuring: for tests in which they only have to be
there."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from services.photos.clean import clean_photo
from services.photos.limits import PhotoLimits
from services.photos.workshop import Done


class PlainWorkshop:
    """Knows the work "clean" alone."""

    async def get_ready(self) -> None:
        """There is nothing to start."""

    async def do(
        self, work: str, params: Mapping[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 20
    ) -> Done:
        """As `Workshop.do`."""
        assert work == "clean"
        clean = await asyncio.to_thread(clean_photo, blobs[0], PhotoLimits(**params))
        return Done({"measures": None}, (clean.data,))
