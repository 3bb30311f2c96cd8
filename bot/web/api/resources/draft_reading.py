"""From the draft that the services know to the one that the API shows."""

from bot.speaker import Speaker
from bot.views.draft_steps import CLASSES, SKIPPED_CLASS
from bot.views.trainer_names import trainer_name
from bot.web.api.resources.draft_shapes import (
    CreateDraft,
    DraftCoach,
    DraftConsent,
    DraftSetting,
    NextShot,
    Payer,
    TrainerOffered,
    TrainingOffer,
)
from bot.web.api.resources.me import quota_of
from bot.web.api.resources.photo_shapes import PhotoShown, shown_photo
from bot.web.api.route import Call
from db.enums import LoraType
from services.errors import NotFoundError
from services.training.captions import TRIGGER_MARK
from services.training.draft_offers import TrainerChoice
from services.training.draft_view import DraftView
from services.training.setting_views import TrainingSettingView


async def open_draft(call: Call) -> DraftView:
    """The caller's open draft; raises `NotFoundError('draft-gone')`."""
    view = await call.services.drafts.current(call.user_id)
    if view is None:
        raise NotFoundError("draft-gone")
    return view


async def shown_draft(call: Call, view: DraftView) -> CreateDraft:
    """Everything about a draft."""
    say = Speaker(call.desk.texts, call.caller.language)
    fields, chosen = view.fields, view.chosen
    return CreateDraft(
        id=view.draft_id,
        type=fields.type,
        class_word=fields.class_word,
        class_words=_class_words(fields.type),
        name=fields.name,
        description=fields.description,
        trigger_word=fields.trigger_word,
        trigger_is_own=fields.trigger_is_own,
        trainer=chosen.trainer,
        quality=chosen.quality,
        settings=[_setting(say, one) for one in view.settings],
        trainers=[_trainer(say, one) for one in view.choices],
        photos=draft_photos(call, view),
        photo_count=view.photos,
        least_photos=view.min_photos,
        most_photos=view.max_photos,
        best_least_photos=view.best_min_photos,
        best_most_photos=view.best_max_photos,
        caption_rule=view.caption_rule,
        photos_arriving=view.is_arriving or bool(fields.waiting),
        needs=list(view.needs),
        coach=_coach(say, view),
        cost_usd=chosen.usd,
        usual_minutes=chosen.minutes,
        price=view.price,
        balance=view.balance,
        who_pays=payer(view.price),
        quota=quota_of(view.quota),
        consent=await _consent(call, view),
        has_earlier=view.has_earlier,
        several=fields.several,
        paused=view.paused,
    )


def draft_photos(call: Call, view: DraftView) -> list[PhotoShown]:
    """The photos in their order."""
    trigger = view.fields.trigger_word or ""
    judged = zip(view.coached.photos, view.coached.judgements, strict=True)
    return [
        shown_photo(call, photo, judgement, photo.caption and _with_trigger(photo.caption, trigger))
        for photo, judgement in judged
    ]


def _with_trigger(caption: str, trigger: str) -> str:
    # Before there is a trigger word its mark leaves a gap.
    return " ".join(caption.replace(TRIGGER_MARK, trigger).split())


def payer(price: int) -> Payer:
    """Who pays for a training of that price in credits."""
    return "you" if price else "operator"


def _class_words(kind: LoraType | None) -> list[str]:
    if kind is None:
        return []
    return [*CLASSES.get(kind, ()), *([SKIPPED_CLASS[kind]] if kind in SKIPPED_CLASS else [])]


def _setting(say: Speaker, setting: TrainingSettingView) -> DraftSetting:
    return DraftSetting(
        key=setting.key.value,
        name=say.plain(f"setting-{setting.key.value}"),
        about=say.plain(f"setting-{setting.key.value}-about"),
        value=setting.value,
        default=setting.default,
        is_own=setting.is_own,
        least=setting.least,
        most=setting.most,
        multiple=setting.multiple,
        whole=setting.whole,
        choices=list(setting.choices),
        suggested=list(setting.suggested),
        affordable=setting.affordable,
    )


def _trainer(say: Speaker, choice: TrainerChoice) -> TrainerOffered:
    return TrainerOffered(
        key=choice.key,
        name=trainer_name(say, choice.key),
        provider=choice.provider,
        best_use=say.plain(choice.best_use),
        least_photos=choice.min_photos,
        offers=[
            TrainingOffer(quality=offer.quality, cost_usd=offer.usd, usual_minutes=offer.minutes)
            for offer in choice.offers
        ],
    )


def _coach(say: Speaker, view: DraftView) -> DraftCoach:
    meter = view.coached.meter
    return DraftCoach(
        score=meter.score,
        trained=view.coached.trained,
        left_out=list(view.coached.left_out),
        odd=list(view.odd),
        close=meter.close,
        half=meter.half,
        full=meter.full,
        front=meter.front,
        half_turn=meter.half_turn,
        profile=meter.profile,
        lights=meter.lights,
        days=meter.days,
        next_shots=[NextShot(key=key, text=say.plain(f"photo-next-{key}")) for key in meter.next_shots],
    )


async def _consent(call: Call, view: DraftView) -> DraftConsent:
    consents = call.services.consents
    return DraftConsent(
        needed=await consents.needed(call.user_id, view.providers),
        mark=consents.mark(view.providers),
        providers=list(view.providers),
    )
