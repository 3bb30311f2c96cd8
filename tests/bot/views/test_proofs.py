"""What a person reads under the proofs when faces were compared: the figures, an honest word, and a named change."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bootstrap_engine import EngineSide
from bot.keyboards.training import ProofDo, ProofPress
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.base import Rendered, ViewContext
from bot.views.proofs import proofs
from bot.views.retry_change import change_words
from db.enums import Language, Purpose
from db.models import Dataset, LoraVersion, User
from services.photos.likeness import Likeness
from services.training.retry_change import RetryChange
from tests.bot.fakes import engine_side
from tests.support.rows import (
    make_dataset,
    make_generation,
    make_image,
    make_lora,
    make_photo,
    make_user,
    make_version,
)


@pytest.fixture
async def side(sqlite_url: str, tmp_path: Path) -> AsyncIterator[EngineSide]:
    """The product without its face."""
    side = engine_side(sqlite_url, tmp_path)
    yield side
    await side.close()


async def context(
    side: EngineSide, *figures: float | None, language: Language = Language.EN, photos: int = 7
) -> ViewContext:
    """Somebody's model whose proofs have these figures, with the third photo odd."""
    services = side.services
    user = await make_user(services.db, language=language)
    lora = await make_lora(services.db, user, name="Anna")
    dataset = await make_dataset(services.db, user, lora)
    odd = await numbered_photos(side, dataset, photos)
    likeness = Likeness(figures, (odd,)).to_json()
    version = await make_version(services.db, lora, dataset, params={"steps": 800}, likeness=likeness)
    await with_proofs(side, version, user, figures)
    return ViewContext(user.id, language, {"version_id": str(version.id)}, Texts(strict=True), services)


async def numbered_photos(side: EngineSide, dataset: Dataset, count: int) -> str:
    """Photos numbered from 1; the id of the third."""
    made = [await make_photo(side.services.db, dataset, position=number) for number in range(1, count + 1)]
    return str(made[2].id)


async def with_proofs(side: EngineSide, version: LoraVersion, user: User, figures: tuple[float | None, ...]) -> None:
    """A proof for each figure."""
    for figure in figures:
        generation = await make_generation(side.services.db, version, user, purpose=Purpose.PROOF)
        image = await make_image(side.services.db, generation, likeness=figure)
        await side.services.storage.put(image.storage_key, b"picture")


def offers_repeat(rendered: Rendered) -> bool:
    """Whether the free training can be tapped."""
    rows = rendered.keyboard.inline_keyboard if rendered.keyboard else []
    taps = [button.callback_data or "" for row in rows for button in row]
    return any(tap.startswith("proof:") and ProofPress.unpack(tap).do is ProofDo.AGAIN for tap in taps)


async def test_bad_proofs_are_said_to_be_bad_and_the_change_is_named(side: EngineSide) -> None:
    """With the button that orders it."""
    rendered = await proofs(await context(side, 0.92, 0.31, None))
    assert rendered is not None
    assert "Alike by the face: 92%, 31%, no face seen." in rendered.text
    assert "only 1 of 2 looks like the person" in rendered.text
    assert "once more for free, without photo 3, with 1,000 steps instead of 800." in rendered.text
    assert offers_repeat(rendered)


async def test_good_proofs_have_their_figures_alone(side: EngineSide) -> None:
    """Nobody is talked into training again."""
    rendered = await proofs(await context(side, 0.92, 0.88, 0.2))
    assert rendered is not None
    assert "92%, 88%, 20%" in rendered.text
    assert "free" not in rendered.text
    assert not offers_repeat(rendered)


@pytest.mark.parametrize("figures", [(None, None, None), (0.1, None, None)])
async def test_too_few_faces_say_nothing_against_a_model(side: EngineSide, figures: tuple[float | None, ...]) -> None:
    """One face is not enough to call it bad, and without any not even figures are shown."""
    rendered = await proofs(await context(side, *figures))
    assert rendered is not None
    assert not offers_repeat(rendered)
    assert ("Alike" in rendered.text) == any(figure is not None for figure in figures)


async def test_photos_that_are_gone_cannot_be_trained_again(side: EngineSide) -> None:
    """The honest word stays, the offer does not."""
    rendered = await proofs(await context(side, 0.1, 0.1, 0.1, photos=3))
    assert rendered is not None
    assert "none of them looks like" in rendered.text
    assert not offers_repeat(rendered)


async def test_russian_says_the_same(side: EngineSide) -> None:
    """Figures, the honest word and the change."""
    rendered = await proofs(await context(side, 0.92, 0.31, 0.2, language=Language.RU))
    assert rendered is not None
    assert "92%, 31%, 20%" in rendered.text
    assert "похож только 1 кадр из 3" in rendered.text
    assert "без фото № 3" in rendered.text
    assert "шагов вместо" in rendered.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "without photos 3, 7"),
        (Language.RU, "без фото №№ 3, 7"),
    ],
)
def test_a_change_without_more_steps_names_photos_alone(language: Language, words: str) -> None:
    """Where the trainer's bounds or the price leave no more steps."""
    assert change_words(Speaker(Texts(strict=True), language), RetryChange((), (3, 7), (1000, 1000))) == words
