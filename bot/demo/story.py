"""The whole story in steps: who does what, and what must be seen after it."""

from bot.demo.chat import Bubble, Chat
from bot.demo.creating import Creating
from bot.demo.drawing import Drawing
from bot.demo.errors import NotSeenError
from bot.demo.pictures import PictureFolder
from bot.demo.sandbox_api import SandboxApi
from bot.demo.steps import Steps
from bot.demo.transcript import Transcript
from bot.demo.words import Words

NAME = "My portrait"
TRIGGER = "ANNA_PORTRAIT_7F3A"
PHOTOS = 10


class Story:
    """One person, one model, and pictures of it. Raises StoryBrokenError at the first step that does not happen."""

    def __init__(self, api: SandboxApi, person_id: int, steps: Steps, transcript: Transcript, out: PictureFolder):
        self._api = api
        self._steps = steps
        self._out = out
        self._chat = Chat(api, person_id, transcript.show, transcript.tap)
        words = Words()
        self._creating = Creating(self._chat, words)
        self._drawing = Drawing(self._chat, words)

    async def play(self) -> None:
        """From /start to pictures."""
        card = await self._create()
        await self._train(card)
        control = await self._draw()
        await self._vary(control)

    async def _create(self) -> Bubble:
        step, creating = self._steps.step, self._creating
        with step("say hello"):
            await creating.meet()
        with step("agree to what happens with the photos"):
            card = await creating.agree()
        with step("say what the model is, and its name"):
            card = await creating.describe(card, NAME)
        with step(f"send an album of {PHOTOS} photos, with Done overtaking it"):
            photos = await self._api.samples(range(1, PHOTOS + 1))
            await self._api.post("/control/telegram/settings", {"overtake": True})
            card = await creating.send_and_finish(card, photos)
            if str(PHOTOS) not in card.text:
                raise NotSeenError(f"the card does not count {PHOTOS} photos: {card.text[:200]!r}")
        with step("change the trigger word"):
            return await creating.change_trigger(card, TRIGGER)

    async def _train(self, card: Bubble) -> None:
        step, drawing = self._steps.step, self._drawing
        with step("train: progress until the model is ready"):
            await self._creating.train(card)
            await drawing.wait_for_model(NAME)
            seen = sum("%" in bubble.text for bubble in self._chat.history if bubble.edited)
            if seen < 2:
                raise NotSeenError("the card never showed progress")
        with step("look at three proofs"):
            control, proofs = await drawing.see_proofs()
            await self._out.save(proofs, "1-proof")
        with step("say that they are good"):
            await drawing.say_good(control)

    async def _draw(self) -> Bubble:
        with self._steps.step("write a prompt, get two pictures"):
            control, pictures = await self._drawing.draw("in a sunny garden, wearing a straw hat", 2)
            await self._out.save(pictures, "2-garden")
        return control

    async def _vary(self, control: Bubble) -> None:
        step, drawing, out = self._steps.step, self._drawing, self._out
        with step("again, with another seed"):
            control, pictures = await drawing.again(control, 2)
            await out.save(pictures, "3-again")
        with step("the same seed with other words"):
            control, pictures = await drawing.same_seed(control, "in a snowy garden, wearing a red scarf", 2)
            await out.save(pictures, "4-other-words")
        with step("more like this"):
            control, pictures = await drawing.more_like_this(control)
            await out.save(pictures, "5-more-like-this")
        with step("as file"):
            await out.save(await drawing.as_file(control), "6-file")
