"""Stored numbers are read by every version of the bot."""

import json

from services.photos.measures import Measures
from tests.support.measured import measured


def test_numbers_go_to_json_and_back() -> None:
    """Verdicts are made of what was stored."""
    assert Measures.from_json(json.loads(json.dumps(measured().to_json()))) == measured()


def test_nothing_stored_is_nothing_measured() -> None:
    """A photo of an older version."""
    assert Measures.from_json(None) is None


def test_numbers_of_a_newer_version_are_left_out() -> None:
    """After going back to an older version, and while replicas of two versions run."""
    stored = measured().to_json()
    stored["tomorrow"] = 1
    stored["faces"][0]["tomorrow"] = 1
    assert Measures.from_json(stored) == measured()


def test_numbers_of_an_older_version_are_filled_up() -> None:
    """What is missing is as if it were fine."""
    stored = measured().to_json()
    for name in ("clipped", "streaks"):
        del stored["faces"][0][name]
    for name in ("light", "explicit", "jpeg_quality", "taken_on"):
        del stored[name]
    read = Measures.from_json(stored)
    assert read is not None
    assert (read.light, read.explicit, read.faces[0].streaks) == ((), None, 0.0)
