"""The rows of the endpoint table. Fields and bounds come from the providers' published schemas, prices from their
model pages; seconds are estimates. The safety checker is always on, and results are never inlined as data URIs."""

from decimal import Decimal

from services.generation.aspects import FAL_SIZES, FLUX_SIZES
from services.generation.endpoint_fields import (
    Answer,
    LoraList,
    LoraSlot,
    LoraSlots,
    NumberField,
    PictureBilling,
    SizeField,
    SourceCall,
    Unit,
)
from services.generation.endpoints import Endpoint

FLUX_BASE_MODEL = "flux-1"

_FAL_FIXED = {"enable_safety_checker": True, "sync_mode": False}
_FAL_SIZE = SizeField("image_size", FAL_SIZES)
_FAL_COUNT = NumberField("num_images", least=1, most=4, default=1)
_FAL_SCALE = NumberField("scale", least=0, most=4, default=1.0)
_THREE_LORAS = LoraList("loras", _FAL_SCALE, limit=3)
_FAL_HOSTS = ("fal",)

FLUX_1 = Endpoint(
    key="fal-flux-1",
    provider="fal",
    endpoint="fal-ai/flux-lora",
    base_model=FLUX_BASE_MODEL,
    # The schema says "any number"; five is what the product allows anywhere.
    loras=LoraList("loras", _FAL_SCALE, limit=5),
    hosts=_FAL_HOSTS,
    source=SourceCall(
        "fal-ai/flux-lora/image-to-image", "image_url", NumberField("strength", least=0.01, most=1, default=0.85)
    ),
    size=_FAL_SIZE,
    count=_FAL_COUNT,
    steps=NumberField("num_inference_steps", least=1, most=50, default=28),
    guidance=NumberField("guidance_scale", least=0, most=35, default=3.5),
    formats={"png": "png", "jpeg": "jpeg"},
    billing=PictureBilling(Unit.MEGAPIXEL, Decimal("0.035")),
    usual_seconds=8,
    fixed=_FAL_FIXED,
)

FLUX_2 = Endpoint(
    key="fal-flux-2",
    provider="fal",
    endpoint="fal-ai/flux-2/lora",
    base_model="flux-2",
    loras=_THREE_LORAS,
    hosts=_FAL_HOSTS,
    size=_FAL_SIZE,
    count=_FAL_COUNT,
    steps=NumberField("num_inference_steps", least=4, most=50, default=28),
    guidance=NumberField("guidance_scale", least=0, most=20, default=2.5),
    formats={"png": "png", "jpeg": "jpeg"},
    billing=PictureBilling(Unit.MEGAPIXEL, Decimal("0.021")),
    usual_seconds=12,
    # What is drawn is what the person reads: no rewriting of prompts.
    fixed=_FAL_FIXED | {"enable_prompt_expansion": False},
)

FLUX_2_KLEIN = Endpoint(
    key="fal-flux-2-klein-9b",
    provider="fal",
    endpoint="fal-ai/flux-2/klein/9b/base/lora",
    base_model="flux-2-klein-9b",
    loras=_THREE_LORAS,
    hosts=_FAL_HOSTS,
    size=_FAL_SIZE,
    count=_FAL_COUNT,
    steps=NumberField("num_inference_steps", least=4, most=50, default=28),
    guidance=NumberField("guidance_scale", least=0, most=20, default=5),
    formats={"png": "png", "jpeg": "jpeg"},
    billing=PictureBilling(Unit.MEGAPIXEL, Decimal("0.02")),
    usual_seconds=8,
    fixed=_FAL_FIXED,
)

Z_IMAGE_TURBO = Endpoint(
    key="fal-z-image-turbo",
    provider="fal",
    endpoint="fal-ai/z-image/turbo/lora",
    base_model="z-image-turbo",
    loras=_THREE_LORAS,
    hosts=_FAL_HOSTS,
    source=SourceCall(
        "fal-ai/z-image/turbo/image-to-image/lora",
        "image_url",
        NumberField("strength", least=0, most=1, default=0.6),
    ),
    size=_FAL_SIZE,
    count=_FAL_COUNT,
    steps=NumberField("num_inference_steps", least=1, most=8, default=8),
    # A turbo model has its guidance distilled in.
    guidance=None,
    formats={"png": "png", "jpeg": "jpeg"},
    billing=PictureBilling(Unit.MEGAPIXEL, Decimal("0.0085")),
    usual_seconds=4,
    fixed=_FAL_FIXED | {"enable_prompt_expansion": False},
)

QWEN_IMAGE = Endpoint(
    key="fal-qwen-image-2512",
    provider="fal",
    endpoint="fal-ai/qwen-image-2512/lora",
    base_model="qwen-image-2512",
    loras=_THREE_LORAS,
    hosts=_FAL_HOSTS,
    size=_FAL_SIZE,
    count=_FAL_COUNT,
    steps=NumberField("num_inference_steps", least=1, most=50, default=28),
    guidance=NumberField("guidance_scale", least=0, most=20, default=4),
    formats={"png": "png", "jpeg": "jpeg"},
    # No page with its price was found; the dearer of its siblings' stands in until the provider tells.
    billing=PictureBilling(Unit.MEGAPIXEL, Decimal("0.03")),
    usual_seconds=12,
    fixed=_FAL_FIXED,
)

_REPLICATE_SIZE = SizeField("aspect_ratio", FLUX_SIZES)
_REPLICATE_COUNT = NumberField("num_outputs", least=1, most=4, default=1)
_REPLICATE_STEPS = NumberField("num_inference_steps", least=1, most=50, default=28)
_REPLICATE_STRENGTH = NumberField("prompt_strength", least=0, most=1, default=0.8)
_REPLICATE_SCALE = NumberField("lora_scale", least=-1, most=3, default=1.0)
_EXTRA_LORA = LoraSlot("extra_lora", NumberField("extra_lora_scale", least=-1, most=3, default=1.0))
_REPLICATE_FORMATS = {"png": "png", "jpeg": "jpg"}
# The quick way of drawing rounds its numbers: the same seed would not give the same picture.
_REPLICATE_FIXED = {"disable_safety_checker": False, "go_fast": False, "megapixels": "1", "output_quality": 95}

TRAINED_VERSION = Endpoint(
    key="replicate-trained-version",
    provider="replicate",
    endpoint="trained-version",
    base_model=FLUX_BASE_MODEL,
    runs_version=True,
    loras=LoraSlots((LoraSlot(None, _REPLICATE_SCALE), _EXTRA_LORA)),
    source=SourceCall("trained-version", "image", _REPLICATE_STRENGTH),
    size=_REPLICATE_SIZE,
    count=_REPLICATE_COUNT,
    steps=_REPLICATE_STEPS,
    guidance=NumberField("guidance_scale", least=0, most=10, default=3.5),
    formats=_REPLICATE_FORMATS,
    # An H100 at $0.001525 a second; starting it is not billed.
    billing=PictureBilling(Unit.SECOND, Decimal("0.001525"), seconds=Decimal(8)),
    usual_seconds=10,
    answer=Answer.ADDRESSES,
    fixed=_REPLICATE_FIXED | {"model": "dev"},
)

FLUX_DEV_LORA = Endpoint(
    key="replicate-flux-dev-lora",
    provider="replicate",
    endpoint="black-forest-labs/flux-dev-lora",
    base_model=FLUX_BASE_MODEL,
    loras=LoraSlots((LoraSlot("lora_weights", _REPLICATE_SCALE), _EXTRA_LORA)),
    # fal's files are public; those of Replicate want our key, which only its own models have.
    hosts=("fal", "replicate"),
    source=SourceCall("black-forest-labs/flux-dev-lora", "image", _REPLICATE_STRENGTH),
    size=_REPLICATE_SIZE,
    count=_REPLICATE_COUNT,
    steps=_REPLICATE_STEPS,
    # Not `guidance_scale`, as its sibling has it.
    guidance=NumberField("guidance", least=0, most=10, default=3.5),
    formats=_REPLICATE_FORMATS,
    # No page with its price was found; an image of FLUX.1 [dev] without a LoRA is $0.025.
    billing=PictureBilling(Unit.PICTURE, Decimal("0.035")),
    usual_seconds=12,
    answer=Answer.ADDRESSES,
    fixed=_REPLICATE_FIXED,
)

ROWS = (FLUX_1, FLUX_2, FLUX_2_KLEIN, Z_IMAGE_TURBO, QWEN_IMAGE, TRAINED_VERSION, FLUX_DEV_LORA)
