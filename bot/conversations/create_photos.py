"""Photos for a new model: sent at any time, as photo or as file, alone or as an album."""

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Document, Message

from bot.context import Services
from bot.conversations.create_desk import CreateSteps, Desk
from bot.conversations.replies import tell
from bot.conversations.several_captions import how_sent
from bot.keyboards.create import CreatePress, Do
from bot.telegram_files import MAX_BYTES, TelegramFiles
from bot.texts import Texts
from db.enums import LoraType
from db.models import User
from services.errors import InvalidInputError
from services.photos.limits import PhotoLimits
from services.training.draft_view import DraftView

OTHER_MEDIA = F.video | F.animation | F.sticker | F.video_note | F.voice | F.audio
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/avif"})
MOVING_TYPES = frozenset({"image/gif", "image/apng"})
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif")


def router() -> Router:
    """Whatever is no text, and the buttons of the photos step."""
    photos = Router(name="create-photos")
    photos.message(F.photo)(photo)
    # Telegram gives a GIF as animation and as document: the order decides.
    photos.message(OTHER_MEDIA)(no_photo)
    photos.message(F.document)(document)
    photos.callback_query(CreatePress.filter(F.do == Do.DONE))(done)
    photos.callback_query(CreatePress.filter(F.do == Do.PHOTOS))(reopen)
    photos.callback_query(CreatePress.filter(F.do == Do.TIPS))(tips)
    return photos


async def photo(message: Message, bot: Bot, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The largest of the sizes that Telegram made."""
    assert message.photo
    size = message.photo[-1]
    desk = Desk.of(user, texts, services, state)
    await _take(bot, desk, size.file_id, size.file_unique_id, message)


async def document(message: Message, bot: Bot, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A picture sent as file keeps its full size; other files are refused by name and type before a download."""
    assert message.document
    desk = Desk.of(user, texts, services, state)
    refusal = refusal_of(message.document, services.rules.photos)
    if refusal is not None:
        await _refuse(desk, refusal)
        return
    await _take(bot, desk, message.document.file_id, message.document.file_unique_id, message)


async def no_photo(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A video, a GIF, a sticker, a voice message."""
    moving = message.video or message.animation or message.video_note
    code = "photo-animated" if moving else "photo-not-a-picture"
    await _refuse(Desk.of(user, texts, services, state), InvalidInputError(code))


async def done(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """No more photos; those on their way still count, so the answer is the card that comes when they are in. That may
    have come below the one that was tapped by then, which means the same."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.draft(callback_data.draft)
    await services.drafts.request_done(user.id, view.draft_id)
    await query.answer(desk.say.plain("create-done-said"))


async def reopen(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Back to the photos: from the confirm card, or from replacing one that is kept after all."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await desk.turn(query, await services.drafts.reopen_photos(user.id, view.draft_id))


async def tips(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """The photo guide for what the model shows, as a message of its own."""
    view = await services.drafts.current(user.id)
    kind = (view.fields.type if view else None) or LoraType.CHARACTER
    await query.answer()
    await tell(query, texts.text(user.language, f"create-tips-{kind.value}"))


def refusal_of(file: Document, limits: PhotoLimits) -> InvalidInputError | None:
    """Why a file cannot be a training photo, from what Telegram says about it; None when it may be one."""
    name, kind = (file.file_name or "").lower(), (file.mime_type or "").lower()
    if kind in MOVING_TYPES:
        return InvalidInputError("photo-animated")
    if kind not in PICTURE_TYPES and not name.endswith(PICTURE_ENDINGS):
        return InvalidInputError("photo-not-a-picture")
    if (file.file_size or 0) > MAX_BYTES:
        megapixels = limits.max_pixels // 1_000_000
        return InvalidInputError("photo-too-big", megabytes=MAX_BYTES // (1024 * 1024), megapixels=megapixels)
    return None


async def _take(bot: Bot, desk: Desk, file_id: str, key: str, message: Message) -> None:
    """Notes the photo, then stores it if that has been agreed to. The draft's card answers: for an album from the first
    photo on, since all of it stands above the card; for photos sent one by one when they have come to rest."""
    view = await _draft(desk)
    if view.fields.several:
        sent = how_sent(desk.say, message)
        await desk.services.several.arrive(desk.user.id, view.draft_id, file_id, key, sent)
    else:
        early = message.media_group_id is not None
        await desk.services.albums.arrive(desk.user.id, view.draft_id, file_id, key, early=early)
    await _wait_for_answers(desk)
    await desk.services.albums.take_in(desk.user.id, view.draft_id, TelegramFiles(bot))


async def _refuse(desk: Desk, refusal: InvalidInputError) -> None:
    """Told with the card of the draft while photos are collected; at once where there is none."""
    view = await desk.services.drafts.current(desk.user.id)
    if view is None or await desk.state.get_state() != CreateSteps.answers.state:
        raise refusal
    await desk.services.albums.refuse(desk.user.id, view.draft_id, refusal.code, **refusal.params)


async def _draft(desk: Desk) -> DraftView:
    view = await desk.services.drafts.current(desk.user.id)
    # Beginning a draft is not yet the effect of this photo: noting the photo is.
    return view or await desk.services.drafts.open(desk.user.id, joins_update=False)


async def _wait_for_answers(desk: Desk) -> None:
    """Words that follow are answers about the model, unless another of its questions is open."""
    waits = await desk.state.get_state()
    if waits is None or not waits.startswith(CreateSteps.__name__):
        await desk.state.set_state(CreateSteps.answers)
