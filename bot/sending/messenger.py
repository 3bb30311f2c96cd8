"""Sends stored messages: renders them from present rows, edits cards in place, posts albums with real bytes."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, Message

from bot.cards import moved
from bot.context import Services
from bot.safe_trace import safe_trace
from bot.sending.delivery import card_is_gone, delivery_of
from bot.sending.pacer import Pacer
from bot.sending.pauses import SendPauses
from bot.sending.requests import stored_message
from bot.texts import Texts
from bot.views.base import Media, Rendered, View, ViewContext
from db.database import Database
from db.enums import Language, OutboxKind
from db.repositories.cards import card_message, forget_card_message, put_card_message
from db.repositories.people import person
from db.sessions import assert_no_unit_of_work
from services import ports
from services.errors import NotFoundError
from services.messaging.cards import card_subject
from services.messaging.sender_lease import SenderLease

RENDER_AGAIN_SECONDS = 30.0

LONGEST_TURN = 25.0
"""Seconds that a message waits for its turn before it goes back to the others: a message in hand is leased."""

NO_TURN_SECONDS = 1.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MessengerParts:
    """What the messenger works with. `lease`: whose holder alone sends; None where nobody else could.
    `longest_turn` in seconds."""

    bot: Bot
    db: Database
    services: Services
    texts: Texts
    views: Mapping[str, View]
    pacer: Pacer
    pauses: SendPauses
    lease: SenderLease | None = None
    longest_turn: float = LONGEST_TURN


class NoTurnError(Exception):
    """The message has not left: its turn did not come, or came when this process was not the sender any more."""


class TelegramMessenger:
    """Implements `ports.Messenger`."""

    def __init__(self, parts: MessengerParts) -> None:
        self._parts = parts
        self._albums_sent: set[UUID] = set()

    async def deliver(self, message: ports.Message) -> ports.Delivery:
        """One try. A card whose message is gone is posted anew; an edit that changes nothing is a success."""
        assert_no_unit_of_work()
        try:
            # Another replica may have been told to be silent; the row tells.
            await self._parts.pauses.load()
            silence = self._parts.pauses.remaining()
            if silence > 0:
                return ports.DeliverLater(silence, whole_bot=True)
            rendered = await self._render(message)
        except NotFoundError:
            return ports.Undeliverable("subject gone")
        except Exception as error:  # noqa: BLE001 (nothing was sent; logged, and tried again)
            log.error("view %s cannot be rendered\n%s", message.view, safe_trace(error))
            return ports.DeliverLater(RENDER_AGAIN_SECONDS)
        if rendered is None:
            return ports.Delivered()
        token = stored_message.set(True)
        try:
            if message.kind is OutboxKind.CARD:
                await self._card(message, rendered)
            else:
                await self._new(message, rendered)
        except NoTurnError:
            return ports.DeliverLater(max(self._parts.pauses.remaining(), NO_TURN_SECONDS), whole_bot=True)
        except AiogramError as error:
            return delivery_of(error)
        finally:
            stored_message.reset(token)
        return ports.Delivered()

    async def _turn(self, chat_id: int, weight: int = 1) -> None:
        """Returns just before the call; raises NoTurnError."""
        try:
            async with asyncio.timeout(self._parts.longest_turn):
                await self._parts.pacer.stored(chat_id, weight)
        except TimeoutError:
            raise NoTurnError from None
        if self._parts.lease is not None and not self._parts.lease.still_ours():
            raise NoTurnError

    async def _render(self, message: ports.Message) -> Rendered | None:
        view = self._parts.views.get(message.view)
        if view is None:
            raise LookupError(message.view)
        language = await self._language(message.chat_id)
        context = ViewContext(message.chat_id, language, message.params, self._parts.texts, self._parts.services)
        return await view(context)

    async def _language(self, chat_id: int) -> Language:
        async with self._parts.db.read() as session:
            user = await person(session, chat_id)
        return user.language if user else Language.EN

    async def _card(self, message: ports.Message, card: Rendered) -> None:
        subject = card_subject(message.params)
        message_id = await self._shown_by(message.chat_id, subject)
        if message_id is not None and await self._edited(message.chat_id, message_id, card):
            if await self._shown_by(message.chat_id, subject) != message_id:
                # The card moved to another message meanwhile: this one must not look alive.
                left = moved(self._parts.texts, await self._language(message.chat_id))
                await self._edited(message.chat_id, message_id, left)
            return
        if message_id is not None:
            async with self._parts.db.write(joins_update=False) as session:
                await forget_card_message(session, message.chat_id, subject)
        sent = await self._control(message.chat_id, card)
        if sent is not None:
            async with self._parts.db.write(joins_update=False) as session:
                await put_card_message(session, message.chat_id, subject, sent.message_id)

    async def _shown_by(self, chat_id: int, subject: str) -> int | None:
        async with self._parts.db.read() as session:
            return await card_message(session, chat_id, subject)

    async def _edited(self, chat_id: int, message_id: int, card: Rendered) -> bool:
        """False when the message cannot be edited any more."""
        await self._turn(chat_id)
        try:
            await self._parts.bot.edit_message_text(
                card.text or "…", chat_id=chat_id, message_id=message_id, reply_markup=card.keyboard
            )
        except TelegramBadRequest as error:
            if card_is_gone(error):
                return False
            raise
        return True

    async def _new(self, message: ports.Message, rendered: Rendered) -> None:
        """Album first, then the control message; a retry within this process does not repeat the album."""
        if rendered.media and message.id not in self._albums_sent:
            await self._album(message.chat_id, rendered)
            self._albums_sent.add(message.id)
        await self._control(message.chat_id, rendered)
        self._albums_sent.discard(message.id)

    async def _control(self, chat_id: int, rendered: Rendered) -> Message | None:
        if rendered.text is None:
            return None
        await self._turn(chat_id)
        return await self._parts.bot.send_message(
            chat_id, rendered.text, reply_markup=rendered.keyboard, disable_notification=rendered.silent or None
        )

    async def _album(self, chat_id: int, rendered: Rendered) -> None:
        bot, media = self._parts.bot, list(rendered.media)
        await self._turn(chat_id, len(media))
        if len(media) > 1:
            await bot.send_media_group(chat_id, [_item(part) for part in media])
        elif media[0].kind == "photo":
            await bot.send_photo(chat_id, _file(media[0]), caption=media[0].caption)
        else:
            await bot.send_document(chat_id, _file(media[0]), caption=media[0].caption)


def _file(media: Media) -> BufferedInputFile:
    return BufferedInputFile(media.data, filename=media.file_name)


def _item(media: Media) -> InputMediaPhoto | InputMediaDocument:
    kind = InputMediaPhoto if media.kind == "photo" else InputMediaDocument
    return kind(media=_file(media), caption=media.caption)
