"""`python -m bot demo` plays the story, and is not content when a step is missing."""

import asyncio
import sys
from pathlib import Path

import pytest
from PIL import Image

from bot.commands import demo as command
from bot.demo.bot_process import clean_environment

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("story", command.STORIES)
async def test_the_demo_leaves_its_pictures(tmp_path: Path, story: str) -> None:
    """Every step of the story happens, and the pictures that it leaves can be opened."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--story", story,
        cwd=tmp_path, env=clean_environment({}), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()[-2000:]
    assert "DID NOT HAPPEN" not in said.decode()
    assert _opened(tmp_path / "demo-out") >= command.STORIES[story].pictures


def _opened(folder: Path) -> int:
    files = [path for path in folder.iterdir() if path.suffix != ".log"]
    for path in files:
        with Image.open(path) as picture:
            picture.load()
    return len(files)


def test_a_missing_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bot that lets nobody in does not get past the first steps, and the exit status says so."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "SETTINGS", command.SETTINGS | {"ACCESS": "invite"})
    assert command.demo() == 1
    told = capsys.readouterr()
    assert "the step 'agree to what happens with the photos' did not happen" in told.err
    assert "DID NOT HAPPEN" in told.out
