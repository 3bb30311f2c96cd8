"""The rows of the trainer table. Fields and bounds come from the providers' published schemas, prices from their
model pages; the times are estimates until our own trainings have been measured.

No schema of the providers states a least number of photos but fast-training's, which says "at least 4". The others
recommend ten, which the product recommends for all of them.
"""

from decimal import Decimal

from db.enums import LoraType, Quality
from services.loras.trigger_words import TriggerRule
from services.training.trainer_settings import ChoiceSetting, NumberSetting, SettingKey
from services.training.trainers import Billing, CaptionRule, CaptionStyle, Course, Packing, Trainer

LEAST_PHOTOS = 4


def _steps(least: int, most: int, default: int, multiple: int = 1) -> NumberSetting:
    return NumberSetting(SettingKey.STEPS, "steps", least, most, default, multiple)


def _learning_rate(default: float, least: float = 0.000001, most: float = 0.01) -> NumberSetting:
    """Most schemas state no bounds; then they are ours, a hundred times below and above what is usual."""
    return NumberSetting(SettingKey.LEARNING_RATE, "learning_rate", least, most, default, whole=False)


def _courses(quick: tuple[int, float], standard: tuple[int, float]) -> dict[Quality, Course]:
    """Two courses that differ in steps alone, each given as steps and seconds."""
    return {
        Quality.QUICK: Course({SettingKey.STEPS: quick[0]}, quick[1]),
        Quality.STANDARD: Course({SettingKey.STEPS: standard[0]}, standard[1]),
    }


FLUX_FAST = Trainer(
    key="flux-lora-fast-training",
    provider="fal",
    endpoint="fal-ai/flux-lora-fast-training",
    base_model="flux-1",
    zip_field="images_data_url",
    trigger_field="trigger_word",
    caption_field=None,
    # The schema has no default; the model page says 1000.
    settings=(_steps(1, 10_000, 1000),),
    courses=_courses((500, 300), (1000, 600)),
    caption_rule=CaptionRule.OWN,
    trigger_rule=TriggerRule.ONE_TOKEN,
    # $2 per run of 1000 steps, linear.
    billing=Billing(Decimal("0.002")),
    weights_output="diffusers_lora_file",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-flux-lora-fast-training-best-use",
    # The archive's address need not end in .zip.
    fixed={"is_input_format_already_preprocessed": False, "data_archive_format": "zip"},
    by_type={
        LoraType.CHARACTER: {"create_masks": True, "is_style": False},
        LoraType.PRODUCT: {"create_masks": True, "is_style": False},
        LoraType.STYLE: {"create_masks": False, "is_style": True},
    },
)

FLUX_PORTRAIT = Trainer(
    key="flux-lora-portrait-trainer",
    provider="fal",
    endpoint="fal-ai/flux-lora-portrait-trainer",
    base_model="flux-1",
    zip_field="images_data_url",
    trigger_field="trigger_phrase",
    caption_field=None,
    settings=(_steps(1, 10_000, 2500), _learning_rate(0.00009, 0.000001, 0.001)),
    # Fewer than 1000 steps are billed as 1000.
    courses=_courses((1000, 600), (2500, 1500)),
    caption_rule=CaptionRule.OWN,
    trigger_rule=TriggerRule.ONE_TOKEN,
    billing=Billing(Decimal("0.0024"), least=Decimal(1000)),
    weights_output="diffusers_lora_file",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-flux-lora-portrait-trainer-best-use",
    fixed={"data_archive_format": "zip", "multiresolution_training": True},
    by_type={
        # The crop and the masks look for a face or a body.
        LoraType.CHARACTER: {"subject_crop": True, "create_masks": False},
        LoraType.PRODUCT: {"subject_crop": False, "create_masks": False},
        LoraType.STYLE: {"subject_crop": False, "create_masks": False},
    },
)

FLUX_TURBO = Trainer(
    key="turbo-flux-trainer",
    provider="fal",
    endpoint="fal-ai/turbo-flux-trainer",
    base_model="flux-1",
    zip_field="images_data_url",
    trigger_field="trigger_phrase",
    caption_field=None,
    settings=(_steps(1, 10_000, 1000), _learning_rate(0.00115, 0.0000001, 0.01)),
    courses=_courses((500, 150), (1000, 300)),
    caption_rule=CaptionRule.NONE,
    trigger_rule=TriggerRule.ONE_TOKEN,
    billing=Billing(Decimal("0.0024")),
    weights_output="diffusers_lora_file",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-turbo-flux-trainer-best-use",
    by_type={
        LoraType.CHARACTER: {"training_style": "subject", "face_crop": True},
        LoraType.PRODUCT: {"training_style": "subject", "face_crop": False},
        LoraType.STYLE: {"training_style": "style", "face_crop": False},
    },
)

FLUX_2 = Trainer(
    key="flux-2-trainer-v2",
    provider="fal",
    endpoint="fal-ai/flux-2-trainer-v2",
    base_model="flux-2",
    zip_field="image_data_url",
    trigger_field=None,
    caption_field="default_caption",
    settings=(_steps(100, 10_000, 1000, multiple=100), _learning_rate(0.00005)),
    courses=_courses((500, 600), (1000, 1200)),
    caption_rule=CaptionRule.REQUIRED,
    trigger_rule=TriggerRule.ONE_TOKEN,
    billing=Billing(Decimal("0.0064")),
    weights_output="diffusers_lora_file",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-flux-2-trainer-v2-best-use",
    # The form that fal's own picture endpoint reads.
    fixed={"output_lora_format": "fal"},
)

FLUX_2_KLEIN = Trainer(
    key="flux-2-klein-9b-base-trainer",
    provider="fal",
    endpoint="fal-ai/flux-2-klein-9b-base-trainer",
    base_model="flux-2-klein-9b",
    zip_field="image_data_url",
    trigger_field=None,
    caption_field="default_caption",
    settings=(_steps(100, 10_000, 1000, multiple=100), _learning_rate(0.00005)),
    courses=_courses((500, 450), (1000, 900)),
    caption_rule=CaptionRule.REQUIRED,
    trigger_rule=TriggerRule.ONE_TOKEN,
    billing=Billing(Decimal("0.0043")),
    weights_output="diffusers_lora_file",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-flux-2-klein-9b-base-trainer-best-use",
    fixed={"output_lora_format": "fal"},
)

Z_IMAGE_TURBO = Trainer(
    key="z-image-turbo-trainer-v2",
    provider="fal",
    endpoint="fal-ai/z-image-turbo-trainer-v2",
    base_model="z-image-turbo",
    zip_field="image_data_url",
    trigger_field=None,
    caption_field="default_caption",
    settings=(_steps(10, 40_000, 2000), _learning_rate(0.0005)),
    courses=_courses((1000, 480), (2000, 900)),
    caption_rule=CaptionRule.REQUIRED,
    trigger_rule=TriggerRule.ONE_TOKEN,
    # $0.85 per 1000 steps.
    billing=Billing(Decimal("0.00085")),
    weights_output="diffusers_lora_file",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-z-image-turbo-trainer-v2-best-use",
    caption_style=CaptionStyle.SENTENCE,
)

QWEN_IMAGE = Trainer(
    key="qwen-image-2512-trainer",
    provider="fal",
    endpoint="fal-ai/qwen-image-2512-trainer",
    base_model="qwen-image-2512",
    zip_field="image_data_url",
    trigger_field=None,
    caption_field="default_caption",
    settings=(_steps(100, 30_000, 1000, multiple=100), _learning_rate(0.0005)),
    courses=_courses((500, 600), (1000, 1200)),
    caption_rule=CaptionRule.REQUIRED,
    # Its text encoder breaks on tokens that it has never read.
    trigger_rule=TriggerRule.PHRASE,
    # Fewer than 500 steps are billed as 500.
    billing=Billing(Decimal("0.0015"), least=Decimal(500)),
    weights_output="diffusers_lora_file",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-qwen-image-2512-trainer-best-use",
    caption_style=CaptionStyle.SENTENCE,
)

REPLICATE_FLUX = Trainer(
    key="replicate-flux-dev-lora-trainer",
    provider="replicate",
    endpoint="ostris/flux-dev-lora-trainer",
    base_model="flux-1",
    zip_field="input_images",
    trigger_field="trigger_word",
    caption_field=None,
    settings=(
        _steps(3, 6000, 1000),
        # Neither has bounds in the schema.
        _learning_rate(0.0004),
        NumberSetting(SettingKey.RANK, "lora_rank", 1, 128, 16),
        NumberSetting(SettingKey.BATCH_SIZE, "batch_size", 1, 4, 1),
        # Sides in pixels that the photos are scaled to.
        ChoiceSetting(
            SettingKey.RESOLUTION, "resolution", ("512", "768", "1024", "512,768", "512,768,1024"), "512,768,1024"
        ),
    ),
    courses={
        Quality.QUICK: Course(
            {
                SettingKey.STEPS: 500,
                SettingKey.RANK: 8,
                SettingKey.BATCH_SIZE: 1,
                SettingKey.LEARNING_RATE: 0.0001,
            },
            usual_seconds=780,
        ),
        Quality.STANDARD: Course(
            {
                SettingKey.STEPS: 1000,
                SettingKey.RANK: 16,
                SettingKey.BATCH_SIZE: 1,
                SettingKey.LEARNING_RATE: 0.0004,
            },
            usual_seconds=1380,
        ),
    },
    caption_rule=CaptionRule.REQUIRED,
    trigger_rule=TriggerRule.ONE_TOKEN,
    # An H100 at $0.001525 a second; 1000 steps come to $1.50 to 2. A step takes longer with more photos at once and
    # with more pixels; the usual mix of sides has 0.63 megapixels on average.
    billing=Billing(
        Decimal("0.001525"),
        base=Decimal(150),
        loads={
            SettingKey.BATCH_SIZE: {2: Decimal(2), 3: Decimal(3), 4: Decimal(4)},
            SettingKey.RESOLUTION: {
                "512": Decimal("0.4"),
                "768": Decimal("0.9"),
                "1024": Decimal("1.7"),
                "512,768": Decimal("0.7"),
            },
        },
    ),
    weights_output="weights",
    min_photos=LEAST_PHOTOS,
    best_use="trainer-replicate-flux-dev-lora-trainer-best-use",
    packing=Packing.TAR,
    version_output="version",
    # The captions are ours, so that they never describe looks.
    fixed={"autocaption": False, "optimizer": "adamw8bit"},
)

ROWS = (
    FLUX_FAST,
    FLUX_PORTRAIT,
    FLUX_TURBO,
    FLUX_2,
    FLUX_2_KLEIN,
    Z_IMAGE_TURBO,
    QWEN_IMAGE,
    REPLICATE_FLUX,
)
