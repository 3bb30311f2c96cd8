"""An order and a change of the same data set at one moment: one of them comes first, and the other one knows."""

import asyncio

import pytest

from db.models import Job
from services.errors import ConflictError, InvalidInputError
from tests.services.datasets.shelf import Shelf


@pytest.mark.parametrize("attempt", range(5))
async def test_an_order_does_not_lose_a_photo_that_it_was_promised(shelf: Shelf, attempt: int) -> None:
    """With four photos, the least there are: either three are left and nothing is ordered, or four are trained with."""
    kept = await shelf.model(await shelf.story.person())
    user_id = kept.lora.user_id
    order, removal = await asyncio.gather(
        shelf.again.order(user_id, kept.version.id, "anew"),
        shelf.datasets.remove(user_id, kept.photos[attempt % 4].id),
        return_exceptions=True,
    )
    left = len(await shelf.photos(kept.dataset.id))
    if isinstance(order, Job):
        assert isinstance(removal, ConflictError)
        assert (removal.code, left) == ("dataset-in-use", 4)
    else:
        assert isinstance(order, InvalidInputError | ConflictError)
        assert (removal, left) == (None, 3)
