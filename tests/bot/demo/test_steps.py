"""A story that breaks says where."""

import pytest

from bot.demo.errors import NotSeenError, StoryBrokenError
from bot.demo.steps import Steps


def test_a_broken_step_is_named_and_marked() -> None:
    """In the error, and in the table, which still shows what came before."""
    announced: list[str] = []
    steps = Steps(announced.append)
    with steps.step("say hello"):
        pass
    with pytest.raises(StoryBrokenError, match="'train' did not happen: no card"), steps.step("train"):
        raise NotSeenError("no card")
    assert announced == ["say hello", "train"]
    first, second, total = steps.table().splitlines()
    assert "DID NOT HAPPEN" not in first
    assert "DID NOT HAPPEN" in second
    assert "in all" in total
