"""The second half of the story: from a trained model to pictures, and what can be done with them."""

from bot.demo.chat import Bubble, Chat
from bot.demo.creating import SOON
from bot.demo.errors import NotSeenError
from bot.demo.words import Words

TRAINED = 120.0
"""Seconds until a training that the sandbox plays in ten is done, proofs included."""
DRAWN = 60.0
"""Seconds until pictures are there."""


class Drawing:
    """What a person does with a model."""

    def __init__(self, chat: Chat, words: Words, patience: float = 1.0) -> None:
        self._chat = chat
        self._words = words
        self._patience = patience

    async def wait_for_model(self, name: str) -> Bubble:
        """The message that says that the model is ready, after progress was shown."""
        ready = self._words.first_line("training-done", name=name, trigger="")
        return await self._chat.see("the message that the model is ready", lambda b: ready in b.text,
                                    TRAINED * self._patience)  # fmt: skip

    async def see_proofs(self, least: int = 3) -> tuple[Bubble, list[Bubble]]:
        """The message under the proofs, and the proofs; at least so many."""
        control = await self._chat.see_button(self._words("proofs-good"), DRAWN * self._patience)
        proofs = self._chat.new_pictures()
        _check("proofs", len(proofs), least)
        return control, proofs

    async def say_good(self, control: Bubble) -> None:
        """The proofs are accepted."""
        await self._chat.press(control, self._words("proofs-good"))
        thanks = self._words("proofs-thanks", name="").split("!")[0]
        await self._chat.see("the thanks", lambda bubble: thanks in bubble.text, SOON * self._patience)

    async def draw(self, prompt: str, count: int) -> tuple[Bubble, list[Bubble]]:
        """Free text, a number of pictures, Draw; returns the message under the pictures, and the pictures."""
        await self._chat.say(prompt)
        card = await self._chat.see_button(self._words("generate-button-draw"), SOON * self._patience)
        if count > 1:
            card = await self._chat.go(card, str(count), f"✓ {count}", SOON * self._patience)
        await self._chat.press(card, self._words("generate-button-draw"))
        return await self._pictures(count)

    async def again(self, control: Bubble, count: int) -> tuple[Bubble, list[Bubble]]:
        """The same once more with another seed."""
        await self._chat.press(control, self._words("pictures-button-again"))
        return await self._pictures(count)

    async def same_seed(self, control: Bubble, words: str, count: int) -> tuple[Bubble, list[Bubble]]:
        """Other words for the same seed."""
        await self._chat.press(control, self._words("pictures-button-same-seed"))
        await self._chat.see_button(self._words("step-leave"), SOON * self._patience)
        await self._chat.say(words)
        return await self._pictures(count)

    async def more_like_this(self, control: Bubble) -> tuple[Bubble, list[Bubble]]:
        """Pictures that start from the first one."""
        await self._chat.press(control, self._words("pictures-button-like"))
        return await self._pictures(1)

    async def as_file(self, control: Bubble) -> list[Bubble]:
        """The first picture as a document."""
        await self._chat.press(control, self._words("pictures-button-file"))
        found = await self._chat.see("the picture as a file", lambda b: any(m.kind == "document" for m in b.media),
                                     SOON * self._patience)  # fmt: skip
        return [found]

    async def _pictures(self, least: int) -> tuple[Bubble, list[Bubble]]:
        again = self._words("pictures-button-again")
        control = await self._chat.see_button(again, DRAWN * self._patience)
        pictures = self._chat.new_pictures()
        _check("pictures", len(pictures), least)
        return control, pictures


def _check(what: str, found: int, wanted: int) -> None:
    if found < wanted:
        raise NotSeenError(f"{found} of {wanted} {what} came")
