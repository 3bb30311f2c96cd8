"""`python -m bot demo`: a story against the sandbox, printed as a chat."""

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.demo.bot_process import bot_process
from bot.demo.coach_story import CoachStory
from bot.demo.errors import StoryBrokenError
from bot.demo.pictures import PictureFolder
from bot.demo.sandbox_api import SandboxApi
from bot.demo.steps import Steps
from bot.demo.story import Story
from bot.demo.transcript import Transcript

OUT = Path("demo-out")
NAME = "Anna"
SPEED = {"fal": 60.0, "replicate": 120.0}
"""Simulated seconds in a real one: a training of ten minutes at fal, or of twenty at Replicate, takes ten seconds."""
SETTINGS = {"PORT": "0", "TICK_FACTOR": "0.1", "LOG_LEVEL": "WARNING"}
USUAL_LIMIT = 60.0
"""Seconds on a machine that has nothing else to do."""

LEAST_PICTURES = 6


@dataclass(frozen=True)
class Told:
    """A story that can be played, and how many pictures it leaves at least."""

    story: type[Story] | type[CoachStory]
    pictures: int


STORIES = {"all": Told(Story, LEAST_PICTURES), "coach": Told(CoachStory, 3)}


def demo(provider: str = "fal", story: str = "all") -> int:
    """Plays a story at `provider`; the exit status is 1 when a step did not happen."""
    told = STORIES[story]
    begun = time.monotonic()
    transcript = Transcript(print, NAME)
    steps = Steps(transcript.step)
    OUT.mkdir(exist_ok=True)
    try:
        saved = asyncio.run(_play(steps, transcript, provider, told))
    except StoryBrokenError as error:
        print(f"\n{steps.table()}\n")
        print(f"The demo failed: {error}", file=sys.stderr)
        return 1
    took = time.monotonic() - begun
    print(f"\n{steps.table()}\n\n{len(saved)} pictures are in {OUT}/. The demo took {took:.0f} seconds.")
    if len(saved) < told.pictures:
        print(f"The demo failed: fewer than {told.pictures} pictures.", file=sys.stderr)
    if took > USUAL_LIMIT:
        print(f"That is more than {USUAL_LIMIT:.0f} s. Is the machine busy with something else?", file=sys.stderr)
    return int(len(saved) < told.pictures)


async def _play(steps: Steps, transcript: Transcript, provider: str, told: Told) -> list[Path]:
    async with AsyncExitStack() as stack:
        with steps.step("start the bot and its sandbox"):
            address = await stack.enter_async_context(
                bot_process(SETTINGS | {"TRAINING_PROVIDER": provider}, OUT / "bot.log")
            )
            api = SandboxApi(await stack.enter_async_context(aiohttp.ClientSession()), address)
            await api.post("/control/clock", {"speed": SPEED[provider]})
        out = PictureFolder(OUT, api)
        await told.story(api, await api.new_person(NAME), steps, transcript, out).play()
        return out.saved
