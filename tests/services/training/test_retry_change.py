"""What the free training does differently, by name: photos left out and more steps, within every limit."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.columns import new_id
from db.models import Photo
from services.photos.likeness import Likeness
from services.training.retry_change import RetryChange, change_for, with_change
from services.training.trainer_rows import ROWS
from services.training.trainer_settings import NumberSetting, SettingKey
from services.training.trainers import Trainer, TrainerTable

TABLE = TrainerTable(ROWS)
FLUX = TABLE.get("flux-lora-fast-training")
VALUES = {"steps": 1000}


def photos(count: int, *, anyway: tuple[int, ...] = ()) -> list[Photo]:
    """Photos numbered from 1; those `anyway` are there because the person wants it."""
    return [Photo(id=new_id(), position=number, use_anyway=number in anyway) for number in range(1, count + 1)]


def changed(
    here: list[Photo], odd: tuple[int, ...], *, least: int = 4, already: tuple[int, ...] = (),
    most: Decimal | None = Decimal(5),
) -> RetryChange:  # fmt: skip
    """The change for a set of which these numbers are odd, and these are left out already."""
    ids = {photo.position: str(photo.id) for photo in here}
    likeness = Likeness(odd=tuple(ids[number] for number in odd), left_out=tuple(ids[number] for number in already))
    return change_for(likeness, here, least, TABLE, FLUX, VALUES, most)


def test_odd_photos_are_left_out_and_steps_grow() -> None:
    """Both by name."""
    here = photos(8)
    change = changed(here, (3, 7))
    assert (change.numbers, change.left_out) == ((3, 7), (here[2].id, here[6].id))
    assert (change.steps, bool(change)) == ((1000, 1250), True)
    assert with_change(VALUES, change) == {"steps": 1250}


def test_enough_photos_stay() -> None:
    """Odd ones go first, then those that are only there because the person wanted it."""
    assert changed(photos(6, anyway=(1,)), (3, 5)).numbers == (3, 5)
    assert changed(photos(7, anyway=(1,)), (3, 5)).numbers == (1, 3, 5)
    assert changed(photos(5), (3, 5)).numbers == (3,)
    assert changed(photos(4), (3, 5 - 1)).numbers == ()


def test_what_was_left_out_stays_out() -> None:
    """And does not count among the photos that remain."""
    assert changed(photos(6), (3,), already=(1,)).numbers == (1, 3)
    assert changed(photos(5), (3,), already=(1,)).numbers == (1,)


def test_steps_grow_only_within_the_price_limit() -> None:
    """The operator pays for a free training; a smaller step is taken where it helps."""
    assert changed(photos(4), (), most=TABLE.cost(FLUX, {"steps": 1160})).steps == (1000, 1150)
    change = changed(photos(4), (), most=TABLE.cost(FLUX, VALUES))
    assert (change.steps, bool(change)) == ((1000, 1000), False)
    assert with_change(VALUES, change) == VALUES
    assert changed(photos(4), (), most=None).has_more_steps


@pytest.mark.parametrize("trainer", ROWS, ids=lambda row: row.key)
@given(part=st.floats(0, 1))
def test_steps_stay_within_the_bounds_of_every_trainer(trainer: Trainer, part: float) -> None:
    """Whatever they were, the new number is one that the trainer takes, and not smaller."""
    setting = trainer.setting(SettingKey.STEPS)
    assert isinstance(setting, NumberSetting)
    steps = int(setting.fit(setting.least + part * (setting.most - setting.least)))
    before, after = change_for(Likeness(), [], 4, TABLE, trainer, {"steps": steps}, None).steps
    assert before == steps <= after <= setting.most
    assert setting.fit(after) == after


def test_nothing_to_change_is_no_change() -> None:
    """So that nobody is promised a difference that is none."""
    assert not replace(changed(photos(4), ()), steps=(1000, 1000))
