"""Which endpoints exist, what kind each is, and what a unit costs."""

from dataclasses import dataclass

from sandbox.fal.validation import BodyCheck


@dataclass(frozen=True)
class TrainerTraits:
    """What differs between trainers: field names, the least number of photos, captions.

    `least_photos` of 4 is the stated minimum of fast-training; the others state none.
    """

    zip_field: str
    trigger_field: str | None
    default_steps: int
    least_photos: int
    captions_needed: bool
    base_model: str
    least_billed_steps: int = 0


@dataclass(frozen=True)
class Endpoint:
    """One endpoint: a trainer where `trainer` is set, a language model where `talks`, else a picture generator.

    `unit_price` is in USD for one `unit` ("steps", "requests" or "megapixels").
    """

    id: str
    title: str
    unit_price: float
    trainer: TrainerTraits | None
    check: BodyCheck
    talks: bool = False

    @property
    def unit(self) -> str:
        """What is billed."""
        if self.talks:
            return "requests"
        return "steps" if self.trainer else "megapixels"

    @property
    def category(self) -> str:
        """fal's name of the kind of endpoint."""
        if self.trainer:
            return "training"
        if self.talks:
            return "llm"
        return "image-to-image" if "image-to-image" in self.id else "text-to-image"

    @property
    def app(self) -> str:
        """Owner and alias: the part of the id that status, result and cancel URLs keep."""
        return "/".join(self.id.split("/")[:2])


_TRAINERS = {
    "fal-ai/flux-lora-fast-training": TrainerTraits("images_data_url", "trigger_word", 1000, 4, False, "FLUX.1-dev"),
    "fal-ai/flux-lora-portrait-trainer": TrainerTraits(
        "images_data_url", "trigger_phrase", 2500, 1, False, "FLUX.1-dev", 1000
    ),
    "fal-ai/turbo-flux-trainer": TrainerTraits("images_data_url", "trigger_phrase", 1000, 1, False, "FLUX.1-dev"),
    "fal-ai/flux-2-trainer-v2": TrainerTraits("image_data_url", None, 1000, 1, True, "FLUX.2-dev"),
    "fal-ai/flux-2-klein-9b-base-trainer": TrainerTraits("image_data_url", None, 1000, 1, True, "FLUX.2-klein-9b-base"),
    "fal-ai/z-image-turbo-trainer-v2": TrainerTraits("image_data_url", None, 2000, 1, True, "Z-Image-Turbo"),
    "fal-ai/qwen-image-2512-trainer": TrainerTraits("image_data_url", None, 1000, 1, True, "Qwen-Image-2512", 500),
}

_LANGUAGE_MODELS = frozenset({"openrouter/router"})

# USD for a unit, as the model pages state: a training step, a megapixel of pictures, or a request. No page was found
# for qwen-image-2512/lora, and openrouter/router is billed by the token; their numbers only keep the list complete.
_PRICES = {
    "fal-ai/flux-lora-fast-training": 0.002,
    "fal-ai/flux-lora-portrait-trainer": 0.0024,
    "fal-ai/turbo-flux-trainer": 0.0024,
    "fal-ai/flux-2-trainer-v2": 0.0064,
    "fal-ai/flux-2-klein-9b-base-trainer": 0.0043,
    "fal-ai/z-image-turbo-trainer-v2": 0.00085,
    "fal-ai/qwen-image-2512-trainer": 0.0015,
    "fal-ai/flux-lora": 0.035,
    "fal-ai/flux-lora/image-to-image": 0.035,
    "fal-ai/flux-2/lora": 0.021,
    "fal-ai/flux-2/klein/9b/base/lora": 0.02,
    "fal-ai/z-image/turbo/lora": 0.0085,
    "fal-ai/z-image/turbo/image-to-image/lora": 0.0085,
    "fal-ai/qwen-image-2512/lora": 0.03,
    "openrouter/router": 0.001,
}


def make_endpoints(contracts: dict[str, dict[str, object]]) -> dict[str, Endpoint]:
    """Every endpoint that has both a price and a contract, by id."""
    return {
        endpoint_id: Endpoint(
            id=endpoint_id,
            title=endpoint_id.removeprefix("fal-ai/").replace("/", " ").replace("-", " ").title(),
            unit_price=price,
            trainer=_TRAINERS.get(endpoint_id),
            check=BodyCheck(contracts[endpoint_id]),
            talks=endpoint_id in _LANGUAGE_MODELS,
        )
        for endpoint_id, price in _PRICES.items()
    }
