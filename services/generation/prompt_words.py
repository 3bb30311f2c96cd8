"""The words a picture is ordered with, put into English where they are not."""

import hashlib
from collections.abc import Collection

from db.database import Database
from db.enums import Purpose, Translation
from db.repositories import translations as rows
from db.repositories.generations import Order
from services.errors import NotFoundError
from services.generation.kept_words import hide
from services.generation.language import is_english
from services.generation.prompts import prompt_to_send
from services.generation.translation import is_same
from services.ports import Clock, Translator
from services.safety.words import Words


class PromptWords:
    """Decides once per generation, and keeps what it found, so that a call is prepared the same way each time."""

    def __init__(self, db: Database, clock: Clock, translator: Translator, words: Words | None = None) -> None:
        self._db = db
        self._clock = clock
        self._translator = translator
        self._words = words or Words()

    async def of(self, order: Order, provider: str, agreed: Collection[str]) -> str:
        """The prompt to send to `provider`. Translates what needs it, which takes up to ten seconds; words that
        cannot be translated are sent as they were written. The language models of `provider` and of those `agreed`
        to may see them. Repeatable. No unit of work is open. Raises as `Words.check_prompt` for the English: what was
        written in another language is read only then."""
        generation, lora = order.generation, order.lora
        if generation.translation is not Translation.OPEN:
            return generation.prompt_sent
        keep = (lora.trigger_word, lora.name)
        if generation.purpose is Purpose.PROOF or is_english(hide(generation.prompt, keep).rest):
            return await self._settle(order, Translation.ENGLISH)
        key = _key(generation.prompt, keep)
        async with self._db.read() as session:
            english = await rows.english_of(session, generation.user_id, key)
        if english is None:
            may_see = [provider, *sorted(set(agreed) - {provider})]
            english = await self._translator.to_english(generation.prompt, keep=keep, providers=may_see)
        if english is None:
            return await self._settle(order, Translation.FAILED)
        self._words.check_prompt(english, lora.type, lora.class_word)
        return await self._settle(order, Translation.DONE, english, key)

    async def _settle(self, order: Order, state: Translation, english: str | None = None, key: str = "") -> str:
        generation, lora = order.generation, order.lora
        sent = generation.prompt_sent
        if english is not None and is_same(generation.prompt, english):
            state = Translation.ENGLISH
        elif english is not None:
            sent = prompt_to_send(english, lora.type, lora.trigger_word, lora.class_word)
        shown = english if state is Translation.DONE else None
        async with self._db.write(joins_update=False) as session:
            if await rows.settle_words(session, generation, state, shown, sent) and english is not None:
                await rows.keep_english(session, generation.user_id, key, english, self._clock.now())
            stored = await rows.prompt_sent_of(session, generation.id)
        if stored is None:
            raise NotFoundError("generation-gone")
        return stored


def _key(words: str, keep: tuple[str, ...]) -> str:
    """SHA-256 of the words and of what stays in them, each with its length in front: no two of them look alike."""
    parts = "".join(f"{len(part)}:{part}" for part in (words, *keep))
    return hashlib.sha256(parts.encode()).hexdigest()
