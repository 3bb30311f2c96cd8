"""Plays the picture models: a trained version, and the official FLUX that loads any LoRA."""

import asyncio
import base64
import hashlib
import io
import random
import re
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from sandbox.drawing import Sketch, draw, encode
from sandbox.replicate.catalogue import Play
from sandbox.replicate.files import InputFiles
from sandbox.replicate.loras import Loras, weights_hash
from sandbox.replicate.runs import Run, RunFailedError
from sandbox.replicate.settings import ReplicateSettings
from sandbox.shelf import Shelf

SIZES = {
    "1:1": (1024, 1024),
    "16:9": (1344, 768),
    "21:9": (1536, 640),
    "3:2": (1216, 832),
    "2:3": (832, 1216),
    "4:5": (896, 1088),
    "5:4": (1088, 896),
    "3:4": (896, 1152),
    "4:3": (1152, 896),
    "9:16": (768, 1344),
    "9:21": (640, 1536),
}
_MOST_SIDE = 1440
_DATA_URI = re.compile(r"data:[\w/+.-]+;base64,(.+)", re.DOTALL)
_ALL_FLAGGED = {
    Play.TRAINED: "NSFW content detected. Try running it again, or try a different prompt.",
    Play.FLUX: "All generated images contained NSFW content. Try running it again with a different prompt.",
}


@dataclass(frozen=True)
class Plan:
    """A checked generation: what to draw, and which of its pictures are flagged."""

    sketches: tuple[Sketch, ...]
    source: Image.Image | None
    strength: float
    output_format: str
    quality: int
    flagged: frozenset[int]


class Generator:
    """Runs picture predictions."""

    def __init__(self, files: InputFiles, loras: Loras, delivery: Shelf, settings: ReplicateSettings) -> None:
        self._files = files
        self._loras = loras
        self._delivery = delivery
        self._settings = settings

    def prepare(self, run: Run, flagged: frozenset[int]) -> Plan:
        """Load the LoRA and the source picture and decide size and seed.

        `flagged` are the places of pictures that the safety checker shall find; a prompt with the word "nsfw" or
        "unsafe" flags all of them while the checker is on. Raises RunFailedError.
        """
        values = run.version.check.with_defaults(run.input)
        seed = values.get("seed")
        first = int(seed) if seed is not None and seed >= 0 else random.randrange(2**16)
        run.notes = f"Using seed: {first}\nPrompt: {values['prompt']}\n"
        likeness, weight = self._likeness(run, values)
        source = self._source(values)
        width, height = _size(values, source)
        ignored = {"prompt", "seed", "num_outputs", "image", "mask", "output_format", "output_quality", "lora_weights"}
        variety = repr(sorted((name, value) for name, value in values.items() if name not in ignored))
        sketches = tuple(
            Sketch(values["prompt"], likeness, weight, first + number, width, height, variety)
            for number in range(values["num_outputs"])
        )
        if re.search(r"\b(?:nsfw|unsafe)\b", values["prompt"], re.IGNORECASE):
            flagged = frozenset(range(len(sketches)))
        if values["disable_safety_checker"]:
            flagged = frozenset()
        strength = float(values["prompt_strength"])
        return Plan(sketches, source, strength, values["output_format"], values["output_quality"], flagged)

    async def finish(self, run: Run, plan: Plan) -> None:
        """Draw and store the pictures that are not flagged. Raises RunFailedError where none is left."""
        wanted = [number for number in range(len(plan.sketches)) if number not in plan.flagged]
        run.notes += "".join(f"NSFW content detected in image {number}\n" for number in sorted(plan.flagged))
        if not wanted:
            raise RunFailedError(_ALL_FLAGGED[run.version.play])
        content_type = f"image/{'jpeg' if plan.output_format == 'jpg' else plan.output_format}"
        urls = []
        for number in wanted:
            data = await asyncio.to_thread(_paint, plan, number)
            path = self._delivery.reserve(f"out-{number}.{plan.output_format}", "xezq")
            urls.append(self._delivery.keep(path, data, content_type, self._settings.output_seconds))
        run.output = urls

    def _likeness(self, run: Run, values: dict[str, Any]) -> tuple[str, float]:
        """A hash of the contents of all LoRAs with their weights, and the weight of the first."""
        hashes = []
        named = values.get("lora_weights") or values.get("replicate_weights")
        if named:
            hashes.append(self._loras.content_hash(str(named)))
        elif run.version.weights is not None:
            hashes.append(weights_hash(run.version.weights))
        if extra := values.get("extra_lora"):
            hashes += [self._loras.content_hash(str(extra)), str(values["extra_lora_scale"])]
        if not hashes:
            return "none", 0.0
        together = hashes[0] if len(hashes) == 1 else hashlib.sha256(repr(hashes).encode()).hexdigest()
        return together, float(values["lora_scale"])

    def _source(self, values: dict[str, Any]) -> Image.Image | None:
        url = values.get("image")
        if url is None:
            if values.get("mask") is not None:
                raise RunFailedError("image must be provided when mask is given")
            return None
        inline = _DATA_URI.fullmatch(url)
        file = self._files.find_url(url)
        try:
            data = file.data if file else base64.b64decode(inline[1] if inline else "")
            with Image.open(io.BytesIO(data)) as picture:
                return picture.convert("RGB")
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as broken:
            raise RunFailedError("cannot identify image file") from broken


def _size(values: dict[str, Any], source: Image.Image | None) -> tuple[int, int]:
    if source is not None:
        shrink = min(1.0, _MOST_SIDE / max(source.size))
        return _to_16(source.width * shrink), _to_16(source.height * shrink)
    if values["aspect_ratio"] == "custom":
        if "width" not in values or "height" not in values:
            raise RunFailedError("width and height must be defined if aspect ratio is 'custom'")
        return _to_16(values["width"]), _to_16(values["height"])
    width, height = SIZES[values["aspect_ratio"]]
    return (width, height) if values["megapixels"] == "1" else (width // 2, height // 2)


def _to_16(side: float) -> int:
    return max(16, round(side / 16) * 16)


def _paint(plan: Plan, number: int) -> bytes:
    return encode(draw(plan.sketches[number], plan.source, plan.strength), plan.output_format, plan.quality)
