"""What trainers accept, print and leave behind."""

import io
import json
import re
import struct
import zipfile
from typing import Any

import pytest

from tests.sandbox.fal.stand import FAST, Z_IMAGE, Stand
from tests.sandbox.photo_zip import photo_zip

CAPTIONS = {f"{number:02d}.txt": "a photo of annx woman" for number in range(1, 5)}
# The rule by which progress is read out of logs: the last bar whose total is the requested steps.
BAR = re.compile(r"(?:^|[\r\n])\s*(?:([\w.\-]+):)?\s*(\d{1,3})%\|[^|]*\|\s*(\d+)/(\d+)\s*\[")


def not_a_picture() -> bytes:
    return photo_zip(4, extra={"05.jpg": b"GIF89a"})


def png_named_jpg() -> bytes:
    data = photo_zip(4)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        jpeg = archive.read("01.jpg")
    return photo_zip(4, extra={"05.png": jpeg})


@pytest.mark.parametrize(
    ("endpoint", "archive", "kind"),
    [
        (FAST, b"no archive at all", "value_error"),
        (FAST, photo_zip(3), "value_error"),
        (FAST, photo_zip(0), "value_error"),
        (FAST, photo_zip(4, extra={"photos/05.jpg": b"x"}), "value_error"),
        (FAST, photo_zip(4, extra={"notes.pdf": b"x"}), "value_error"),
        (FAST, not_a_picture(), "image_load_error"),
        (FAST, png_named_jpg(), "image_load_error"),
        (Z_IMAGE, photo_zip(4), "value_error"),
        (Z_IMAGE, photo_zip(5, CAPTIONS), "value_error"),
    ],
)
async def test_an_archive_that_cannot_be_used_fails_the_job(
    stand: Stand, endpoint: str, archive: bytes, kind: str
) -> None:
    """The submit is accepted, the job is COMPLETED with an error, its result a 422 on the ZIP field."""
    field = "images_data_url" if endpoint == FAST else "image_data_url"
    job = await stand.submit(endpoint, {field: await stand.upload(archive)})
    result = await stand.ended(job)
    assert result.status == 422
    assert (result.body["detail"][0]["loc"], result.body["detail"][0]["type"]) == (["body", field], kind)
    status = (await stand.call("GET", job["status_url"])).body
    assert (status["status"], status["error_type"]) == ("COMPLETED", kind)
    assert status["error"]


async def test_the_archive_is_read_when_the_training_starts(stand: Stand) -> None:
    """An archive that is gone by then gives file_download_error; afterwards it is not needed."""
    url = await stand.upload(photo_zip(4))
    await stand.call("POST", "/control/fal/forget")
    result = await stand.ended(await stand.submit(FAST, {"images_data_url": url}))
    assert (result.status, result.body["detail"][0]["type"]) == (422, "file_download_error")


async def test_an_archive_elsewhere_is_not_fetched(stand: Stand) -> None:
    """The sandbox fetches from its own CDN only."""
    result = await stand.ended(await stand.submit(FAST, {"images_data_url": "http://192.0.2.1/p.zip"}))
    assert result.body["detail"][0]["type"] == "file_download_error"


@pytest.mark.parametrize(("captions", "extra"), [(CAPTIONS, {}), (None, {"default_caption": "a photo of annx woman"})])
async def test_captions_or_a_default_caption_satisfy_the_caption_trainers(
    stand: Stand, captions: dict[str, str] | None, extra: dict[str, Any]
) -> None:
    """Z-Image trains with a caption file for each photo, or with the default."""
    url = await stand.upload(photo_zip(4, captions))
    result = await stand.ended(await stand.submit(Z_IMAGE, {"image_data_url": url, **extra}))
    assert (result.status, result.headers["X-Fal-Billable-Units"]) == (200, "2000")


async def test_the_weights_are_a_readable_safetensors_file(stand: Stand) -> None:
    """Eight bytes of header length, a JSON header whose offsets fill the file, F32 tensors, metadata."""
    result = await stand.train(trigger_word="annx", steps=500)
    file = result.body["diffusers_lora_file"]
    data = (await stand.call("GET", file["url"], key=False)).data
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__")
    assert (metadata["base_model"], metadata["trigger"], metadata["steps"]) == ("FLUX.1-dev", "annx", "500")
    assert {tensor["dtype"] for tensor in header.values()} == {"F32"}
    assert all(name.endswith(("lora_A.weight", "lora_B.weight")) for name in header)
    assert max(tensor["data_offsets"][1] for tensor in header.values()) == len(data) - 8 - length
    assert file["file_size"] == len(data)
    config = (await stand.call("GET", result.body["config_file"]["url"], key=False)).body
    assert config["images"] == 4


async def test_weights_follow_from_photos_trigger_and_steps(stand: Stand) -> None:
    """The same training gives the same weights, another trigger word or step count others."""

    async def weights(**body: Any) -> bytes:
        result = await stand.train(**body)
        return (await stand.call("GET", result.body["diffusers_lora_file"]["url"], key=False)).data

    first = await weights(trigger_word="annx", steps=500)
    assert await weights(trigger_word="annx", steps=500) == first
    assert await weights(trigger_word="bobx", steps=500) != first
    assert await weights(trigger_word="annx", steps=600) != first


async def test_the_logs_show_other_bars_than_the_training_bar(slow_stand: Stand) -> None:
    """Progress is the last bar with the requested total; the bar of the latents is another one."""
    url = await slow_stand.upload(photo_zip(10))
    job = await slow_stand.submit(FAST, {"images_data_url": url, "steps": 1000})

    async def lines() -> list[str]:
        body = (await slow_stand.call("GET", job["status_url"], params={"logs": "1"})).body
        return [line["message"] for line in body["logs"]]

    slow_stand.clock.advance(50)
    early = await lines()
    assert any(line.startswith("Caching latents: ") and "/10 [" in line for line in early)
    assert not [match for line in early if (match := BAR.search(line))]
    slow_stand.clock.advance(270)
    later = await lines()
    assert later[: len(early)] == early
    done = [int(match[3]) for line in later if (match := BAR.search(line)) and match[4] == "1000"]
    assert done == sorted(done)
    assert 400 < done[-1] < 600
    assert re.fullmatch(r" \d\d%\|[#\d ]{10}\| \d+/1000 \[\d\d:\d\d<\d\d:\d\d, +\d+\.\d\dit/s\]", later[-1])
    slow_stand.clock.advance(400)
    await slow_stand.ended(job)
    assert any("100%|##########| 1000/1000 [" in line for line in await lines())


async def test_output_files_live_as_long_as_asked(stand: Stand) -> None:
    """Seven days without a wish, else the wished seconds, or for ever."""
    body = {"images_data_url": await stand.upload(photo_zip(4), lifecycle='{"expiration_duration_seconds": null}')}
    lives = {None: 7 * 86400, 3600: 3600}
    urls = {}
    for seconds in lives:
        wish = json.dumps({"expiration_duration_seconds": seconds})
        headers = {"X-Fal-Object-Lifecycle-Preference": wish} if seconds else {}
        result = await stand.ended(await stand.submit(FAST, body, headers=headers))
        urls[seconds] = result.body["diffusers_lora_file"]["url"]
    stand.clock.advance(3700)
    assert (await stand.call("GET", urls[3600], key=False)).status == 404
    assert (await stand.call("GET", urls[None], key=False)).status == 200
    stand.clock.advance(7 * 86400)
    assert (await stand.call("GET", urls[None], key=False)).status == 404
    assert (await stand.call("GET", body["images_data_url"], key=False)).status == 200


async def test_a_planned_failure_ends_the_training_half_way(stand: Stand) -> None:
    """An infrastructure error has the other body, the header, and no bill."""
    stand.faults.plan("fal.job", "fail", error="runner_disconnected")
    result = await stand.train()
    assert (result.status, result.body["error_type"]) == (503, "runner_disconnected")
    assert isinstance(result.body["detail"], str)
    assert (result.headers["X-Fal-Error-Type"], result.headers["X-Fal-Retryable"]) == ("runner_disconnected", "true")
    assert "X-Fal-Billable-Units" not in result.headers
