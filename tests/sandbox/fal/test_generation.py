"""Pictures: what they depend on, their sizes and formats, and what refuses a generation."""

import base64
import io
from typing import Any

import jsonschema
import pytest
from PIL import Image, ImageChops, ImageStat

from sandbox.contracts import load_contracts
from tests.sandbox.fal.stand import FLUX, FLUX_FROM_PICTURE, Stand
from tests.sandbox.photo_zip import photo_zip

Z_LORA = "fal-ai/z-image/turbo/lora"
Z_FROM_PICTURE = "fal-ai/z-image/turbo/image-to-image/lora"


async def lora(stand: Stand, trigger: str = "annx") -> str:
    return str((await stand.train(trigger_word=trigger)).body["diffusers_lora_file"]["url"])


def flat(colour: str, size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def brightness(data: bytes) -> float:
    return ImageStat.Stat(opened(data).convert("L")).mean[0]


async def test_the_same_input_gives_the_same_picture_and_every_change_another(stand: Stand) -> None:
    """Prompt, seed, size, LoRA content and weight all show in the bytes; a copy of the LoRA does not."""
    url = await lora(stand)
    copy = await stand.upload((await stand.call("GET", url, key=False)).data, "copy.safetensors")
    same: dict[str, Any] = {"loras": [{"path": url, "scale": 1}], "seed": 5}
    first = await stand.draw(**same)
    assert await stand.draw(**same) == first
    assert await stand.draw(**same | {"loras": [{"path": copy, "scale": 1}]}) == first
    other = await lora(stand, "bobx")
    changes: list[dict[str, Any]] = [
        {"seed": 6},
        {"prompt": "another"},
        {"prompt": "Портрет у моря"},
        {"image_size": "square"},
        {"loras": []},
        {"loras": [{"path": url, "scale": 0.5}]},
        {"loras": [{"path": other, "scale": 1}]},
        {"loras": [{"path": url, "scale": 1}, {"path": other, "scale": 1}]},
        {"loras": [{"path": "fofr/flux-pixar", "scale": 1}]},
    ]
    pictures = [first] + [await stand.draw(**same | change) for change in changes]
    assert len(set(pictures)) == len(pictures)


async def test_two_pictures_of_one_request_differ(stand: Stand) -> None:
    """num_images gives so many pictures, one seed for the request, and the megapixels are billed."""
    result = await stand.ended(
        await stand.submit(FLUX, {"prompt": "a", "num_images": 3, "seed": 7, "image_size": "square_hd"})
    )
    urls = [image["url"] for image in result.body["images"]]
    data = {(await stand.call("GET", url, key=False)).data for url in urls}
    assert (len(data), result.body["seed"], result.body["has_nsfw_concepts"]) == (3, 7, [False] * 3)
    assert result.headers["X-Fal-Billable-Units"] == "6"


@pytest.mark.parametrize(
    ("wanted", "size"),
    [
        ("square_hd", (1024, 1024)),
        ("square", (512, 512)),
        ("portrait_4_3", (768, 1024)),
        ("portrait_16_9", (576, 1024)),
        ("landscape_4_3", (1024, 768)),
        ("landscape_16_9", (1024, 576)),
        ({"width": 640, "height": 832}, (640, 832)),
    ],
)
async def test_sizes_are_the_wished_ones(stand: Stand, wanted: Any, size: tuple[int, int]) -> None:
    """Every named size, and width with height."""
    assert opened(await stand.draw(image_size=wanted)).size == size


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
async def test_formats_are_the_wished_ones(stand: Stand, name: str) -> None:
    """The bytes, the content type and the name agree."""
    result = await stand.ended(await stand.submit(Z_LORA, {"prompt": "a", "output_format": name}))
    image = result.body["images"][0]
    answer = await stand.call("GET", image["url"], key=False)
    assert Image.open(io.BytesIO(answer.data)).format == name.upper()
    assert answer.headers["Content-Type"] == image["content_type"] == f"image/{name}"


@pytest.mark.parametrize("endpoint", [FLUX, Z_LORA, "fal-ai/flux-2/lora", "fal-ai/qwen-image-2512/lora"])
async def test_the_answer_fits_the_contract(stand: Stand, endpoint: str) -> None:
    """The output has every field that the published schema requires; a seed is made up where none is given."""
    result = await stand.ended(await stand.submit(endpoint, {"prompt": "a"}))
    jsonschema.validate(result.body, load_contracts()[endpoint]["output"])


@pytest.mark.parametrize("endpoint", [FLUX_FROM_PICTURE, Z_FROM_PICTURE])
async def test_the_source_picture_shows_through(stand: Stand, endpoint: str) -> None:
    """A white source gives a brighter picture than a black one, and less so with more strength."""
    bright, dark = [await stand.upload(flat(colour), f"{colour}.png") for colour in ("white", "black")]

    async def difference(strength: float) -> float:
        pair = [await stand.draw(endpoint, image_url=url, strength=strength) for url in (bright, dark)]
        assert opened(pair[0]).size == (640, 480)
        return brightness(pair[0]) - brightness(pair[1])

    weak, strong = await difference(0.2), await difference(0.95)
    assert weak > strong > 10


async def test_a_source_may_be_a_data_uri(stand: Stand) -> None:
    """Small sources travel inside the request."""
    inline = "data:image/png;base64," + base64.b64encode(flat("white")).decode()
    stored = await stand.upload(flat("white"), "white.png")
    pair = [await stand.draw(FLUX_FROM_PICTURE, image_url=url) for url in (inline, stored)]
    assert ImageChops.difference(opened(pair[0]), opened(pair[1])).getbbox() is None


async def test_weights_that_cannot_be_loaded_fail_the_generation(stand: Stand) -> None:
    """Gone weights are file_download_error, other files value_error; the entry of the list is named."""
    good = await lora(stand)
    zipped = await stand.upload(photo_zip(4), "lora.safetensors")
    gone = stand.base + "/fal/cdn/files/b/gone.safetensors"
    elsewhere = "https://example.org/lora.safetensors"
    for path, kind in ((gone, "file_download_error"), (elsewhere, "file_download_error"), (zipped, "value_error")):
        job = await stand.submit(FLUX, {"prompt": "a", "loras": [{"path": good}, {"path": path}]})
        detail = (await stand.ended(job)).body["detail"][0]
        assert (detail["loc"], detail["type"]) == (["body", "loras", 1, "path"], kind)


@pytest.mark.parametrize(
    ("source", "kind"),
    [("data:image/png;base64,AAAA", "image_load_error"), ("http://192.0.2.1/a.png", "file_download_error")],
)
async def test_a_source_that_cannot_be_read_fails_the_generation(stand: Stand, source: str, kind: str) -> None:
    """Unreadable and unreachable sources are told apart."""
    result = await stand.ended(await stand.submit(FLUX_FROM_PICTURE, {"prompt": "a", "image_url": source}))
    assert (result.status, result.body["detail"][0]["type"]) == (422, kind)


async def test_a_blocked_picture_is_black_and_flagged(stand: Stand) -> None:
    """The planned picture is blocked, the other is not."""
    stand.faults.plan("fal.job", "blocked", picture=1)
    result = await stand.ended(await stand.submit(FLUX, {"prompt": "a", "num_images": 2}))
    assert result.body["has_nsfw_concepts"] == [False, True]
    pictures = [(await stand.call("GET", image["url"], key=False)).data for image in result.body["images"]]
    assert opened(pictures[1]).getbbox() is None
    assert opened(pictures[0]).getbbox() is not None


async def test_the_safety_checker_blocks_by_prompt_unless_switched_off(stand: Stand) -> None:
    """A prompt with the word nsfw is blocked while the checker is on."""
    assert opened(await stand.draw(prompt="nsfw portrait")).getbbox() is None
    assert opened(await stand.draw(prompt="nsfw portrait", enable_safety_checker=False)).getbbox() is not None


async def test_a_picture_too_large_is_refused(stand: Stand) -> None:
    """No picture is drawn that would fill the memory."""
    body = {"prompt": "a", "image_size": {"width": 14000, "height": 14000}}
    assert (await stand.ended(await stand.submit(FLUX, body))).status == 422


async def test_content_policy_refuses_by_type(stand: Stand) -> None:
    """A planned content policy violation is a 422 about the prompt."""
    stand.faults.plan("fal.job", "fail", error="content_policy_violation")
    result = await stand.ended(await stand.submit(FLUX, {"prompt": "a"}))
    detail = result.body["detail"][0]
    assert (result.status, detail["loc"], detail["type"]) == (422, ["body", "prompt"], "content_policy_violation")
