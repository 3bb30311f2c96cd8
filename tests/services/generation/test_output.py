"""Reading a list of addresses from which blocked pictures are missing."""

from typing import Any

import pytest

from services.errors import BrokenArtefactError
from services.generation.endpoint_fields import Answer
from services.generation.output import read_output


@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "objects"])
def test_what_is_missing_was_held_back(wrapped: bool) -> None:
    """Replicate leaves flagged pictures out; the provider port hands every list on as objects with a `url`."""
    urls = ["https://replicate.delivery/1.png", "https://replicate.delivery/2.png"]
    images: list[Any] = [{"url": url} for url in urls] if wrapped else urls
    pictures = read_output({"images": images}, 3, Answer.ADDRESSES).pictures
    assert [(one.no, one.url, one.is_blocked) for one in pictures] == [
        (0, urls[0], False),
        (1, urls[1], False),
        (2, None, True),
    ]


@pytest.mark.parametrize("images", [[], [None], [{"address": "x"}], [{"url": 3}]])
def test_a_list_without_an_address_is_no_result(images: list[Any]) -> None:
    """Nothing arrived, so nothing is delivered."""
    with pytest.raises(BrokenArtefactError):
        read_output({"images": images}, 1, Answer.ADDRESSES)
