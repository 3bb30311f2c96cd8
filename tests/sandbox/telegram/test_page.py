"""The chat page and the samples: served from here alone, nothing from outside, every picture different."""

import asyncio
import io
import json
import re
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from sandbox.person.samples import SAMPLES, draw
from tests.sandbox.telegram.stand import Stand

PAGE = Path(__file__).parents[3] / "sandbox" / "person" / "page"


async def test_page_and_all_its_files_are_served(stand: Stand) -> None:
    async with stand.http.get("/") as answer:
        index = await answer.text()
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    wanted = re.findall(r'(?:src|href)="(/page/[^"]+)"', index)
    for script in PAGE.glob("*.js"):
        wanted += [f"/page/{name}" for name in re.findall(r'from "\./([a-z]+\.js)"', script.read_text("utf-8"))]
    assert len(set(wanted)) >= 6
    for path in set(wanted):
        async with stand.http.get(path) as answer:
            assert answer.status == 200, path


@pytest.mark.parametrize("file", sorted(PAGE.iterdir()), ids=lambda file: file.name)
def test_page_names_no_outside_address_and_every_id_it_uses_exists(file: Path) -> None:
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://", text)
    index = (PAGE / "index.html").read_text("utf-8")
    for name in re.findall(r'byId\("([^"]+)"\)', text):
        assert f'id="{name}"' in index


def test_both_languages_of_the_page_have_the_same_words() -> None:
    english, russian = (PAGE / "words.js").read_text("utf-8").split("  ru: {")
    pattern = re.compile(r"\b([a-zA-Z_]+): [\"\[({]")
    assert set(pattern.findall(english)) - {"en"} == set(pattern.findall(russian.split("};")[0]))


def test_samples_are_portraits_that_differ() -> None:
    drawn = [draw(number) for number in (1, 2, 3)]
    assert draw(1) == drawn[0]
    assert len(set(drawn)) == 3
    picture = Image.open(io.BytesIO(drawn[0]))
    assert (picture.format, picture.size) == ("JPEG", (1280, 1600))


async def test_samples_outside_of_the_range_are_not_found(stand: Stand) -> None:
    for number, status in ((SAMPLES, 200), (0, 404), (SAMPLES + 1, 404)):
        async with stand.http.get(f"/samples/{number}.jpg") as answer:
            assert answer.status == status


async def test_event_stream_continues_after_the_last_seen_event(stand: Stand) -> None:
    ann = await stand.person()
    await stand.bot.send_message(ann, "first")
    async with stand.http.get(f"/person/api/{ann}/events", headers={"Last-Event-ID": "1"}) as stream:
        assert stream.content_type == "text/event-stream"
        await stand.bot.send_message(ann, "second")
        texts: list[str] = []
        async with asyncio.timeout(60):
            while len(texts) < 2:
                line = (await stream.content.readline()).decode()
                if line.startswith("data: "):
                    texts.append(json.loads(line.removeprefix("data: "))["text"])
    assert texts == ["first", "second"]


async def test_unknown_people_and_bad_bodies_get_a_sentence(stand: Stand) -> None:
    ann = await stand.person()
    await stand.post("/person/api/7/message", {"text": "x"}, status=404)
    for body in ({"text": "  "}, {"text": "x" * 4097}, ["x"]):
        refusal = await stand.post(f"/person/api/{ann}/message", body, status=400)
        assert refusal["error"]


async def test_a_refusal_of_the_client_has_a_code_that_the_page_words(stand: Stand) -> None:
    """Otherwise English sentences stand in the Russian page."""
    ann = await stand.person()
    words = (PAGE / "words.js").read_text("utf-8")
    form = aiohttp.FormData()
    form.add_field("file", b"hello", filename="notes.txt")
    async with stand.http.post(f"/person/api/{ann}/photos", data=form) as answer:
        refusal = await answer.json()
    assert (answer.status, refusal["code"], refusal["about"]) == (400, "file_kind", "notes.txt")
    await stand.post(f"/person/api/{ann}/block", {})
    blocked = await stand.post(f"/person/api/{ann}/message", {"text": "x"}, status=400)
    for code in (refusal["code"], blocked["code"]):
        assert words.count(f"{code}: (") == 2
