"""Posting a job's status card as a new message."""

import logging
from collections.abc import Iterable

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.context import Services
from bot.texts import Texts
from bot.views.base import Rendered
from db.enums import Language
from db.models import Job, User
from db.repositories.cards import card_message, forget_card_message
from services.messaging.cards import job_subject, put_job_card

log = logging.getLogger(__name__)


def moved(texts: Texts, language: Language) -> Rendered:
    """What a message says that has shown a card which is somewhere else by then."""
    return Rendered(texts.text(language, "card-moved"))


async def post_cards_anew(bot: Bot, services: Services, texts: Texts, user: User, jobs: Iterable[Job]) -> None:
    """The cards of the person's jobs come as new messages and are kept up to date there; the old ones say so and lose
    their buttons, if they can still be edited."""
    left: list[int] = []
    async with services.db.write() as session:
        for job in jobs:
            message_id = await card_message(session, user.id, job_subject(job.id))
            left += [message_id] if message_id is not None else []
            await forget_card_message(session, user.id, job_subject(job.id))
            await put_job_card(session, services.clock, job)
    card = moved(texts, user.language)
    for message_id in left:
        try:
            await bot.edit_message_text(card.text or "", chat_id=user.id, message_id=message_id)
        except AiogramError as error:
            log.info("an old card stays as it is: %s", type(error).__name__)
