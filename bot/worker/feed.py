"""From a stored update to the conversations, and the one message a person gets when that does not work."""

import json
import logging
from dataclasses import dataclass

from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError
from aiogram.types import Update
from pydantic import ValidationError

from bot.standing import Standing, standing
from bot.texts import Texts
from bot.worker.lanes import BrokenUpdateError
from db.database import Database
from db.enums import Language
from db.repositories.lanes import Waiting
from db.repositories.people import person

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Feed:
    """Feeds raw updates to the dispatcher. `handle` and `give_up` are the hands of the lanes."""

    bot: Bot
    dispatcher: Dispatcher
    db: Database
    texts: Texts

    async def handle(self, waiting: Waiting) -> None:
        """Handles one update; raises what its handler raised, and BrokenUpdateError when it cannot be read."""
        try:
            # Bound to the bot here: feed_update would otherwise validate everything a second time.
            update = Update.model_validate(json.loads(waiting.body), context={"bot": self.bot})
        except (ValidationError, ValueError) as error:
            raise BrokenUpdateError from error
        token = standing.set(Standing(waiting.lane, waiting.visitor))
        try:
            await self.dispatcher.feed_update(self.bot, update)
        finally:
            standing.reset(token)

    async def give_up(self, chat_id: int, code: str) -> None:
        """Tells the chat that its message could not be handled; best effort."""
        async with self.db.read() as session:
            user = await person(session, chat_id)
        language = user.language if user else Language.EN
        try:
            await self.bot.send_message(chat_id, self.texts.text(language, "error-unexpected", code=code))
        except AiogramError as error:
            log.warning("a chat could not be told about code %s: %s", code, type(error).__name__)
