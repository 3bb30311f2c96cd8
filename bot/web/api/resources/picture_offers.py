"""What pictures of a model come to, and what may be set about them."""

from uuid import UUID

from bot.web.api.resources.me import Quota, quota_of
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer
from services.generation.aspects import Aspect
from services.generation.picture_settings import PictureSetting, PictureSettingView

Value = int | float | str


class PictureSettingOffer(Answer):
    """What may be set where this model is drawn. `value` as in the person's last order, `default` what the endpoint
    takes by itself; a seed of null is a new one each time. A number has bounds, a choice has `choices`."""

    key: PictureSetting
    value: Value | None
    default: Value | None
    min: float | None
    max: float | None
    whole: bool
    choices: list[str]


class PictureOffer(Answer):
    """`price` of one picture and `balance`, in credits; both 0 where pictures are free. `aspect` and `count` as in the
    person's last order. Without `settings` nobody can draw this model at the moment."""

    lora_id: UUID
    aspect: Aspect
    count: int
    price: int
    balance: int
    quota: Quota
    settings: list[PictureSettingOffer]


async def get_picture_offer(call: Call) -> PictureOffer:
    """Raises `NotFoundError('model-gone')` and `ConflictError('model-not-ready')`."""
    lora_id = call.ids["lora_id"]
    await call.services.loras.whole(call.user_id, lora_id)
    draft = await call.services.generate_drafts.preview(call.user_id, lora_id)
    return PictureOffer(
        lora_id=lora_id,
        aspect=draft.settings.aspect,
        count=draft.settings.count,
        price=draft.price // draft.settings.count,
        balance=draft.balance,
        quota=quota_of(draft.quota),
        settings=[_setting(one) for one in draft.settings_view],
    )


def _setting(view: PictureSettingView) -> PictureSettingOffer:
    return PictureSettingOffer(
        key=view.key,
        value=view.value,
        default=view.default,
        min=view.least,
        max=view.most,
        whole=view.whole,
        choices=list(view.choices),
    )


ROUTES = (
    Route(
        "GET", "/loras/{lora_id}/picture-offer", get_picture_offer, "What pictures of a model come to",
        answer=PictureOffer, problems=(409,),
    ),
)  # fmt: skip
