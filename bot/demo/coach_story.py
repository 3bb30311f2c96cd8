"""The story of the photo coach: an album of which not every photo is good, what is said of it, and what comes of it."""

from bot.demo.chat import Bubble, Chat
from bot.demo.creating import ALBUM, SOON, Creating
from bot.demo.drawing import Drawing
from bot.demo.errors import NotSeenError
from bot.demo.mixed_album import MixedAlbum, mixed_album
from bot.demo.pictures import PictureFolder
from bot.demo.sandbox_api import SandboxApi
from bot.demo.steps import Steps
from bot.demo.transcript import Transcript
from bot.demo.words import Words

NAME = "My portrait"
PHOTOS = 10
INSTEAD = range(11, 20)
"""Sample photos that take the place of those which are not good."""


class CoachStory:
    """One person and ten photos. Raises StoryBrokenError at the first step that does not happen."""

    def __init__(
        self, api: SandboxApi, person_id: int, steps: Steps, transcript: Transcript, out: PictureFolder,
        patience: float = 1.0,
    ) -> None:  # fmt: skip
        self._api = api
        self._steps = steps
        self._out = out
        self._patience = patience
        self._words = Words()
        self._chat = Chat(api, person_id, transcript.show, transcript.tap)
        self._creating = Creating(self._chat, self._words, patience)
        self._drawing = Drawing(self._chat, self._words, patience)

    async def play(self) -> None:
        """From /start to a model of good photos alone."""
        step = self._steps.step
        with step("say hello, agree, say what the model is"):
            await self._creating.meet()
            await self._creating.describe(await self._creating.agree(), NAME)
        with step(f"send an album of {PHOTOS}: two bad ones, one twice, one HEIC"):
            album = mixed_album(await self._api.samples(range(1, PHOTOS + 1)))
            await self._chat.send_files(album.files)
            before = len(self._chat.history)
            card = await self._rested("the card with the verdicts")
        with step("read one card with exact verdicts"):
            self._check_is_one([bubble for bubble in self._chat.history[before:] if bubble.by_bot])
            self._check_verdicts(card, album)
        with step("send others in place of those"):
            card = await self._replace_all(card, album)
        with step("train with all ten"):
            card = await self._finish(card)
            await self._creating.train(card)
            await self._drawing.wait_for_model(NAME)
        with step("look at the proofs"):
            _, proofs = await self._drawing.see_proofs()
            await self._out.save(proofs, "1-proof")

    def _check_is_one(self, shown: list[Bubble]) -> None:
        if len({bubble.message_id for bubble in shown}) != 1:
            raise NotSeenError("the verdicts came as more than one message")
        if not any(self._words("create-coach-arriving") in bubble.text for bubble in shown):
            raise NotSeenError("no verdict was seen before the last photo was in")

    def _check_verdicts(self, card: Bubble, album: MixedAlbum) -> None:
        expected = [
            self._words.shown(
                "create-coach-line", numbers=str(number), faults=self._words(f"photo-fault-{code}", **how)
            )
            for number, (code, how) in album.faults.items()
        ]
        start = self._words.shown("create-coach-line", numbers="", faults="").strip()
        said = [line for line in card.text.splitlines() if line.startswith(start)]
        bad = len(album.faults)
        counts = [
            self._words("create-coach-good", count=PHOTOS - bad), self._words("create-coach-unusable", count=bad),
        ]  # fmt: skip
        if sorted(said) != sorted(expected) or not all(part in card.text for part in counts):
            raise NotSeenError(f"the verdicts are not exact: {card.text!r}")

    async def _replace_all(self, card: Bubble, album: MixedAlbum) -> Bubble:
        for number, sample in zip(album.faults, INSTEAD, strict=False):
            ask = self._words("create-replace-keep", number=number)
            await self._chat.go(card, self._words("create-replace-number", number=number), ask, SOON * self._patience)
            await self._chat.send_photos(await self._api.samples([sample]), kind="document")
            card = await self._rested(f"the card without the old photo {number}")
        count = self._words.shown("create-photos-count", count=PHOTOS)
        if self._words.shown("create-coach-all-good", count=PHOTOS, photos=count) not in card.text:
            raise NotSeenError(f"not all photos are good now: {card.text!r}")
        return card

    async def _finish(self, card: Bubble) -> Bubble:
        await self._chat.press(card, self._words("create-done"))
        card = await self._chat.see_button(self._words("create-train"), ALBUM * self._patience)
        if self._words.shown("create-photos-count", count=PHOTOS) not in card.text:
            raise NotSeenError(f"not all photos are trained with: {card.text!r}")
        return card

    async def _rested(self, what: str) -> Bubble:
        """The photos' card when all of them are in: only then it offers to replace any."""
        replace = self._words("create-replace")
        return await self._chat.see(what, lambda b: any(one.text == replace for one in b.buttons),
                                    ALBUM * self._patience)  # fmt: skip

    def _line(self, numbers: str, faults: str) -> str:
        return self._words.shown("create-coach-line", numbers=numbers, faults=faults)
