"""What a tap makes of a segment, and that the buttons of a broadcast fit into Telegram's 64 bytes."""

from uuid import uuid4

import pytest

from bot.keyboards.broadcast import BroadcastPress, Do, Pick, switched
from db.enums import Language
from services.messaging.segments import Models, Segment


@pytest.mark.parametrize("pick", [pick for pick in Pick if pick is not Pick.ALL])
def test_a_second_tap_takes_a_part_out_again(pick: Pick) -> None:
    """And nothing else with it."""
    others = switched(Segment(), pick)
    assert others != Segment()
    assert switched(others, pick) == Segment()


def test_parts_of_one_row_take_each_others_place_and_rows_add_up() -> None:
    """Everybody is the way back to the start."""
    segment = Segment()
    for pick in (Pick.EN, Pick.RU, Pick.DAYS_7, Pick.DAYS_90, Pick.NEVER, Pick.READY):
        segment = switched(segment, pick)
    assert segment == Segment(Language.RU, 90, Models.READY)
    assert switched(segment, Pick.ALL) == Segment()


@pytest.mark.parametrize("do", Do)
def test_every_button_fits(do: Do) -> None:
    """With the longest value that is used."""
    longest = max((*Pick, *Language, "tomorrow"), key=len)
    assert len(BroadcastPress(do=do, id=uuid4(), value=longest).pack()) <= 64
