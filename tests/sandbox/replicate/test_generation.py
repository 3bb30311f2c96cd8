"""Pictures: what they depend on, their sizes and formats, and what refuses or fails a generation."""

import base64
import io
from typing import Any

import pytest
from PIL import Image, ImageStat

from sandbox.replicate.generation import SIZES
from tests.sandbox.replicate.stand import API, FLUX_PREDICTIONS, Stand


def flat(colour: str, size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def brightness(data: bytes) -> float:
    return ImageStat.Stat(opened(data).convert("L")).mean[0]


async def test_everything_shows_in_the_picture_of_a_trained_version(stand: Stand) -> None:
    """The same input gives the same bytes; prompt, seed, scale, steps, guidance and LoRA each another picture."""
    version = (await stand.train())["output"]["version"]
    other = (await stand.train(trigger_word="bobx"))["output"]["version"]
    first = await stand.draw(version=version)
    assert await stand.draw(version=version) == first
    changes: list[dict[str, Any]] = [
        {"seed": 2},
        {"prompt": "another"},
        {"lora_scale": 0.5},
        {"num_inference_steps": 20},
        {"guidance_scale": 5},
        {"model": "schnell"},
        {"extra_lora": "fofr/flux-pixar"},
        {"replicate_weights": "fofr/flux-pixar"},
    ]
    pictures = [first, await stand.draw(version=other)]
    pictures += [await stand.draw(version=version, **change) for change in changes]
    assert len(set(pictures)) == len(pictures)


async def test_everything_shows_in_the_official_models_picture(stand: Stand) -> None:
    """The same for the model that loads any LoRA; it draws without one too."""
    base: dict[str, Any] = {"lora_weights": "fofr/flux-pixar"}
    first = await stand.draw(**base)
    assert await stand.draw(**base) == first
    changes: list[dict[str, Any]] = [
        {"lora_scale": 1.5},
        {"guidance": 5},
        {"go_fast": False},
        {"lora_weights": "huggingface.co/other/lora"},
    ]
    pictures = [first, await stand.draw()] + [await stand.draw(**base | change) for change in changes]
    assert len(set(pictures)) == len(pictures)


@pytest.mark.parametrize(
    ("path_kind", "values", "field"),
    [
        ("trained", {"guidance": 3}, "input"),
        ("trained", {"lora_weights": "fofr/flux-pixar"}, "input"),
        ("trained", {"lora_scale": 3.5}, "input.lora_scale"),
        ("trained", {"num_outputs": 5}, "input.num_outputs"),
        ("trained", {"width": 100, "height": 512, "aspect_ratio": "custom"}, "input.width"),
        ("trained", {"output_format": "jpeg"}, "input.output_format"),
        ("flux", {"guidance_scale": 3}, "input"),
        ("flux", {"aspect_ratio": "custom"}, "input.aspect_ratio"),
        ("flux", {"guidance": 11}, "input.guidance"),
        ("flux", {"num_inference_steps": 51}, "input.num_inference_steps"),
        ("flux", {"prompt": None}, "input.prompt"),
        ("flux", {"seed": "1"}, "input.seed"),
    ],
)
async def test_each_model_takes_only_its_own_fields(
    stand: Stand, path_kind: str, values: dict[str, Any], field: str
) -> None:
    """The two models differ in names and bounds; 422 says which field is wrong."""
    body: dict[str, Any] = {"input": {"prompt": "a", **values}}
    path = FLUX_PREDICTIONS
    if path_kind == "trained":
        path, body = f"{API}/predictions", body | {"version": (await stand.train())["output"]["version"]}
    answer = await stand.call("POST", path, json=body)
    assert (answer.status, [wrong["field"] for wrong in answer.body["invalid_fields"]]) == (422, [field])


@pytest.mark.parametrize("ratio", sorted(SIZES))
async def test_sizes_follow_the_ratio(stand: Stand, ratio: str) -> None:
    """Every named ratio has its published size; a quarter of the megapixels halves both sides."""
    width, height = SIZES[ratio]
    assert opened(await stand.draw(aspect_ratio=ratio)).size == (width, height)
    assert opened(await stand.draw(aspect_ratio=ratio, megapixels="0.25")).size == (width // 2, height // 2)


async def test_a_trained_version_takes_a_size_of_its_own(stand: Stand) -> None:
    """With the ratio "custom", rounded to 16; without both sides it fails."""
    version = (await stand.train())["output"]["version"]
    data = await stand.draw(version=version, aspect_ratio="custom", width=500, height=700)
    assert opened(data).size == (496, 704)
    failed = await stand.predict(version=version, aspect_ratio="custom", width=512)
    assert failed["error"] == "width and height must be defined if aspect ratio is 'custom'"


@pytest.mark.parametrize(("name", "form"), [("webp", "WEBP"), ("jpg", "JPEG"), ("png", "PNG")])
async def test_formats_are_the_wished_ones(stand: Stand, name: str, form: str) -> None:
    """The bytes, the content type and the name agree."""
    url = (await stand.predict(output_format=name))["output"][0]
    answer = await stand.call("GET", url, key=False)
    assert Image.open(io.BytesIO(answer.data)).format == form
    assert answer.headers["Content-Type"] == f"image/{form.lower()}"
    assert url.endswith(f"out-0.{name}")


async def test_pictures_of_one_job_differ(stand: Stand) -> None:
    """num_outputs gives so many addresses."""
    urls = (await stand.predict(num_outputs=3))["output"]
    assert len({(await stand.call("GET", url, key=False)).data for url in urls}) == 3


async def test_a_source_picture_shows_through(stand: Stand) -> None:
    """White is brighter than black, its size counts, and data URLs and uploads both work."""
    inline = "data:image/png;base64," + base64.b64encode(flat("white")).decode()
    bright = await stand.draw(image=inline, prompt_strength=0.5)
    url = (await stand.upload(flat("black"), "black.png"))["urls"]["get"]
    dark = await stand.draw(image=url, prompt_strength=0.5)
    assert opened(bright).size == opened(dark).size == (640, 480)
    assert brightness(bright) - brightness(dark) > 20
    assert (await stand.predict(image="https://example.com/x.png"))["error"] == "cannot identify image file"


async def test_flagged_pictures_are_left_out(stand: Stand) -> None:
    """One flagged of three leaves two; the names tell which."""
    stand.faults.plan("replicate.job", "blocked", picture=1)
    found = await stand.predict(num_outputs=3)
    assert [url.rsplit("_", 1)[1] for url in found["output"]] == ["out-0.webp", "out-2.webp"]
    assert "NSFW content detected in image 1" in found["logs"]


async def test_with_all_pictures_flagged_the_job_fails(stand: Stand) -> None:
    """Each model in its own words; without the checker the pictures come."""
    version = (await stand.train())["output"]["version"]
    trained = await stand.predict(version=version, prompt="nsfw")
    assert (trained["status"], trained["output"]) == ("failed", None)
    assert trained["error"] == "NSFW content detected. Try running it again, or try a different prompt."
    official = await stand.predict(prompt="something NSFW")
    assert official["error"].startswith("All generated images contained NSFW content.")
    free = await stand.predict(prompt="nsfw", disable_safety_checker=True)
    assert free["status"] == "succeeded"
