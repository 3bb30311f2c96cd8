"""The set-up of logging lets no library say what people wrote, in either shape."""

import asyncio
import gc
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.log_cleaning import Cleaner
from bot.log_lines import JsonLines, TextLines
from bot.logs import QUIET, SILENT, process_name, set_up_logging
from bot.safe_trace import safe_trace
from bot.settings import LogFormat
from db.database import Database


def test_a_trace_names_places_and_types_only() -> None:
    """It is what every error of the product is logged with."""
    try:
        try:
            raise ValueError("prompt: my secret wish")
        except ValueError as error:
            raise RuntimeError("parameters: my name") from error
    except RuntimeError as error:
        trace = safe_trace(error)
    assert "RuntimeError" in trace
    assert "ValueError" in trace
    assert "test_logs.py" in trace
    assert "my secret wish" not in trace
    assert "my name" not in trace


@pytest.fixture
def usual_logging() -> Iterator[None]:
    """Puts back what a test's own set-up changes for the whole process."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in (*QUIET, *SILENT)}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.mark.parametrize("shape", list(LogFormat))
async def test_not_even_debug_shows_what_people_wrote(
    usual_logging: None, capsys: pytest.CaptureFixture[str], tmp_path: Path, shape: LogFormat
) -> None:
    """Database drivers log statements with their values; a prompt is one of them."""
    set_up_logging("DEBUG", (), shape)
    db = Database(f"sqlite:///{tmp_path / 'loragram.db'}")
    try:
        async with db.read() as session:
            await session.execute(text("SELECT :wish"), {"wish": "my secret wish"})
        logging.getLogger("bot").debug("the set-up works")
    finally:
        await db.close()
    lines = capsys.readouterr().err
    assert "the set-up works" in lines
    assert "my secret wish" not in lines


def test_strangers_cannot_fill_the_log(usual_logging: None, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no HTTP is not worth a line, let alone a trace that quotes it."""
    set_up_logging("DEBUG", ())
    logging.getLogger("aiohttp.server").error("Error handling request from %s", "a stranger")
    assert "stranger" not in capsys.readouterr().err


def test_every_json_line_can_be_read_and_names_this_process(
    usual_logging: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A collector that reads replicas' logs together can tell them apart."""
    set_up_logging("INFO", ("hidden-value",), LogFormat.JSON)
    logging.getLogger("bot").info("two\nlines with hidden-value")
    logging.getLogger("bot").warning("another one")
    contents = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [content["message"] for content in contents] == ["two\nlines with ***", "another one"]
    assert {content["process"] for content in contents} == {process_name()}


async def test_what_the_event_loop_tells_of_a_lost_exception_says_no_private_word(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """By itself it quotes the exception, and the arguments of a callback."""

    async def lost() -> None:
        raise ValueError("prompt: my secret wish")

    def failing(word: str) -> None:
        raise ValueError(word)

    with caplog.at_level(logging.ERROR, "asyncio"):
        loop = asyncio.get_running_loop()
        loop.call_soon(failing, "my secret wish")
        task = loop.create_task(lost())
        await asyncio.sleep(0.01)
        del task
        gc.collect()
    assert len(caplog.records) == 2
    assert "my secret wish" in caplog.text
    for shape in (TextLines(Cleaner(())), JsonLines(Cleaner(()), "box:1")):
        lines = [shape.format(record) for record in caplog.records]
        assert all("ValueError" in line and "my secret wish" not in line for line in lines)
