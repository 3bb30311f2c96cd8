"""What Replicate bills of a finished call: seconds of running, or pictures where the model has a price per picture."""

from decimal import Decimal
from typing import Any

import pytest

from services.providers.base import Done
from services.providers.replicate.reading import read_state

URLS = ["https://replicate.delivery/a/1.png", "https://replicate.delivery/a/2.png"]


def units(metrics: Any, **how: bool) -> Decimal | None:
    body = {"status": "succeeded", "output": URLS, "logs": None, "metrics": metrics}
    look = read_state(body, is_training=False, **how)
    assert isinstance(look, Done)
    return look.units


@pytest.mark.parametrize(
    ("metrics", "seconds"),
    [
        ({"predict_time": 8.25}, Decimal("8.25")),
        ({"predict_time": "8"}, None),
        ({}, None),
        (None, None),
        *(({"predict_time": absurd}, None) for absurd in (-1, 1e30, 10**400, float("nan"), float("inf"))),
    ],
)
def test_time_is_billed(metrics: Any, seconds: Decimal | None) -> None:
    """Trainings and our own versions: the seconds that it ran, without the wait."""
    assert units(metrics) == seconds


@pytest.mark.parametrize(
    ("metrics", "pictures"),
    [
        ({"predict_time": 8.25}, 2),
        ({"predict_time": 8.25, "image_count": 4}, 4),
        ({"image_count": True}, 2),
        (None, 2),
    ],
)
def test_official_models_bill_pictures(metrics: Any, pictures: int) -> None:
    """Eight seconds at a price per picture would be eight pictures."""
    assert units(metrics, bills_pictures=True) == pictures
