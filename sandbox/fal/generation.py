"""Plays the picture endpoints: loads the LoRAs, draws, stores the pictures on the CDN."""

import asyncio
import base64
import hashlib
import io
import math
import random
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from PIL import Image, UnidentifiedImageError

from sandbox.drawing import Sketch, black, draw, encode
from sandbox.fal.failures import field_failure
from sandbox.fal.jobs import Job
from sandbox.shelf import PublicFiles, Shelf
from sandbox.weights import read_header

SIZES = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
# The shared schema allows 14142; the models themselves stop near here.
_LONGEST_SIDE = 2048
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_HUBS = frozenset({"huggingface.co", "civitai.com"})
_DATA_URI = re.compile(r"data:[\w/+.-]+;base64,(.+)", re.DOTALL)


@dataclass(frozen=True)
class Plan:
    """A checked generation: what to draw, and which of its pictures are blocked."""

    sketches: tuple[Sketch, ...]
    source: Image.Image | None
    strength: float
    output_format: str
    blocked: frozenset[int]


class Generator:
    """Runs generation jobs."""

    def __init__(self, cdn: Shelf, public: PublicFiles) -> None:
        self._cdn = cdn
        self._public = public

    def prepare(self, job: Job, blocked: frozenset[int]) -> Plan:
        """Fetch the LoRAs and the source picture and decide sizes and seeds.

        `blocked` are the places of pictures that the safety checker shall block; a prompt with the word
        "nsfw" or "unsafe" blocks all of them while the checker is on. Raises JobFailure (422).
        """
        body = job.endpoint.check.with_defaults(job.input)
        likeness, weight = self._likeness(body.get("loras") or [])
        source = self._source(body["image_url"]) if "image_url" in body else None
        width, height = _size(body.get("image_size"), source)
        seed = body.get("seed")
        first = int(seed) if seed is not None else random.randrange(2**53)
        variety = f"{body.get('num_inference_steps')}/{body.get('guidance_scale')}/{job.endpoint.id}"
        sketches = tuple(
            Sketch(body["prompt"], likeness, weight, first + number, width, height, variety)
            for number in range(body["num_images"])
        )
        if body["enable_safety_checker"] and re.search(r"\b(?:nsfw|unsafe)\b", body["prompt"], re.IGNORECASE):
            blocked = frozenset(range(len(sketches)))
        return Plan(sketches, source, float(body.get("strength", 1.0)), body["output_format"], blocked)

    async def finish(self, job: Job, plan: Plan) -> None:
        """Draw and store the pictures and set the job's output and billed megapixels."""
        pictures = [await asyncio.to_thread(_paint, plan, number) for number in range(len(plan.sketches))]
        images = [self._keep(job, plan, data) for data in pictures]
        job.output = {
            "images": images,
            "timings": {"inference": round(job.duration, 3)},
            "seed": plan.sketches[0].seed,
            "has_nsfw_concepts": [number in plan.blocked for number in range(len(images))],
            "prompt": plan.sketches[0].prompt,
        }
        # fal bills every picture by the megapixel, rounded up.
        job.billable_units = float(sum(math.ceil(s.width * s.height / 1_000_000) for s in plan.sketches))

    def _keep(self, job: Job, plan: Plan, data: bytes) -> dict[str, object]:
        name = f"image.{'jpg' if plan.output_format == 'jpeg' else plan.output_format}"
        content_type = f"image/{plan.output_format}"
        url = self._cdn.keep(self._cdn.reserve(name), data, content_type, job.options.output_lifetime)
        image: dict[str, object] = {"url": url, "content_type": content_type}
        image |= {"width": plan.sketches[0].width, "height": plan.sketches[0].height}
        return image | {"file_name": name, "file_size": len(data)}

    def _likeness(self, loras: list[dict[str, Any]]) -> tuple[str, float]:
        """A hash of the contents of all LoRAs with their weights, and the weight of the first."""
        if not loras:
            return "none", 0.0
        hashes = []
        for number, lora in enumerate(loras):
            hashes.append(self._content_hash(str(lora["path"]), f"loras.{number}.path"))
        together = hashes[0]
        if len(loras) > 1:
            scales = [lora.get("scale", 1) for lora in loras[1:]]
            together = hashlib.sha256(repr((hashes, scales)).encode()).hexdigest()
        return together, float(loras[0].get("scale", 1))

    def _content_hash(self, path: str, field: str) -> str:
        if _HUB_ID.fullmatch(path) or urlsplit(path).hostname in _HUBS:
            # A public LoRA: it is not fetched, its name stands for its content.
            return hashlib.sha256(path.encode()).hexdigest()
        file = self._public.find_url(path)
        if file is None:
            raise field_failure(field, "file_download_error", "Failed to download the LoRA weights", path)
        try:
            read_header(file.data)
        except ValueError as broken:
            text = f"Could not load the LoRA weights: {broken}"
            raise field_failure(field, "value_error", text, path) from broken
        return hashlib.sha256(file.data).hexdigest()

    def _source(self, url: str) -> Image.Image:
        inline = _DATA_URI.fullmatch(url)
        file = self._public.find_url(url)
        if not inline and not file:
            raise field_failure("image_url", "file_download_error", "Failed to download the image", url)
        try:
            data = file.data if file else base64.b64decode(inline[1] if inline else "")
            with Image.open(io.BytesIO(data)) as picture:
                return picture.convert("RGB")
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as broken:
            raise field_failure("image_url", "image_load_error", "Could not load the image", url) from broken


def _size(wanted: Any, source: Image.Image | None) -> tuple[int, int]:
    if isinstance(wanted, dict):
        width, height = int(wanted.get("width", 512)), int(wanted.get("height", 512))
        if max(width, height) > _LONGEST_SIDE:
            text = f"Input should be less than or equal to {_LONGEST_SIDE}"
            raise field_failure("image_size", "less_than_equal", text, wanted)
        return width, height
    if isinstance(wanted, str) and wanted in SIZES:
        return SIZES[wanted]
    if source is None:
        return SIZES["landscape_4_3"]
    shrink = min(1.0, 1024 / max(source.size))
    return max(16, round(source.width * shrink)), max(16, round(source.height * shrink))


def _paint(plan: Plan, number: int) -> bytes:
    sketch = plan.sketches[number]
    if number in plan.blocked:
        return encode(black(sketch.width, sketch.height), plan.output_format)
    return encode(draw(sketch, plan.source, plan.strength), plan.output_format)
