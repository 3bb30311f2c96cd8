"""People see which English their picture was made from, or that there was none."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap_engine import EngineSide
from bot.texts import Texts
from bot.views.base import ViewContext
from bot.views.generation_card import generation_card
from bot.views.pictures import pictures
from db.enums import JobKind, Language, Translation
from db.models import Generation, Lora, User
from services.generation.settings import MAX_SEED, GenerationSettings
from tests.bot.fakes import engine_side
from tests.services.generation.fakes import picture
from tests.support.rows import make_dataset, make_generation, make_image, make_job, make_lora, make_user, make_version

CAPTION_LIMIT = 1024
NOTES = {Language.EN: "could not be translated", Language.RU: "не удалось"}


@pytest.fixture
async def side(sqlite_url: str, tmp_path: Path) -> AsyncIterator[EngineSide]:
    """The product without its face."""
    side = engine_side(sqlite_url, tmp_path)
    yield side
    await side.close()


class Drawn:
    """An order with one picture, and what its messages say."""

    def __init__(self, side: EngineSide, user: User, generation: Generation, job_id: object) -> None:
        self.side, self.user, self.generation, self.job_id = side, user, generation, job_id

    async def caption(self, language: Language) -> str:
        rendered = await pictures(self._context(language, generation_id=str(self.generation.id)))
        assert rendered is not None
        return rendered.media[0].caption or ""

    async def card(self, language: Language) -> str:
        return (await generation_card(self._context(language, job_id=str(self.job_id)))).text or ""

    def _context(self, language: Language, **params: Any) -> ViewContext:
        return ViewContext(self.user.id, language, params, Texts(strict=True), self.side.services)


async def drawn(side: EngineSide, name: str = "Anna", **generation: Any) -> Drawn:
    """An order with these values, done."""
    db = side.services.db
    user = await make_user(db)
    lora: Lora = await make_lora(db, user, name=name)
    version = await make_version(db, lora, await make_dataset(db, user, lora), base_model="flux-1")
    row = await make_generation(db, version, user, settings=GenerationSettings(seed=MAX_SEED).to_json(), **generation)
    job = await make_job(db, user, kind=JobKind.GENERATION, subject_id=row.id)
    image = await make_image(db, row)
    assert image.storage_key is not None
    await side.services.storage.put(image.storage_key, picture())
    return Drawn(side, user, row, job.id)


def as_read(markup: str) -> str:
    """What is left after Telegram has parsed it."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize(("language", "shown"), [(Language.EN, "In English: “"), (Language.RU, "По-английски: «")])
async def test_the_english_stands_under_the_words(side: EngineSide, language: Language, shown: str) -> None:
    """On the picture and on the card, escaped, below what the person wrote."""
    order = await drawn(side, prompt="<кот> & пёс", english="<cat> & dog", translation=Translation.DONE)
    for said in (await order.caption(language), await order.card(language)):
        assert f"{shown}&lt;cat&gt; &amp; dog" in said
        assert said.index("&lt;кот&gt; &amp; пёс") < said.index(shown)


@pytest.mark.parametrize("language", list(Language))
async def test_a_failure_is_told(side: EngineSide, language: Language) -> None:
    """The words were sent as they were written, and the person can tell why the picture is off."""
    order = await drawn(side, prompt="кот", translation=Translation.FAILED)
    for said in (await order.caption(language), await order.card(language)):
        assert NOTES[language] in said


@pytest.mark.parametrize("state", [Translation.OPEN, Translation.ENGLISH])
async def test_english_words_need_no_line(side: EngineSide, state: Translation) -> None:
    """Nothing is added to what the person wrote."""
    order = await drawn(side, prompt="a cat", translation=state)
    assert "\n" not in await order.caption(Language.EN)
    for said in (await order.caption(Language.EN), await order.card(Language.EN)):
        assert "In English" not in said
        assert NOTES[Language.EN] not in said


@pytest.mark.parametrize("state", [Translation.ENGLISH, Translation.DONE, Translation.FAILED])
@pytest.mark.parametrize("letter", ["я", "<", "a "])
async def test_a_caption_is_never_too_long(side: EngineSide, state: Translation, letter: str) -> None:
    """The longest prompt, English and name together, with letters that grow when they are escaped."""
    longest = (letter * 1500)[:1500]
    english = longest if state is Translation.DONE else None
    order = await drawn(side, name="Ж" * 200, prompt=longest, english=english, translation=state)
    for language in Language:
        assert 500 < len(as_read(await order.caption(language))) <= CAPTION_LIMIT
