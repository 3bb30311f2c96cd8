"""Other words for a model, and whether a name is free."""

import pytest

from db.database import Database
from db.enums import LoraType
from db.models import Lora
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.loras.descriptions import DESCRIPTION_LIMIT
from services.loras.library import Loras
from services.safety.words import Words
from tests.support.clock import FakeClock
from tests.support.rows import make_lora, make_user


@pytest.fixture
def library(db: Database, clock: FakeClock) -> Loras:
    """The facade over a fresh database of each kind."""
    return Loras(db, clock, Words(["Famous Person"]))


async def stored(db: Database, lora: Lora) -> tuple[str, str | None]:
    async with db.read() as session:
        row = await session.get_one(Lora, lora.id)
        return row.name, row.description


async def test_name_and_description_change_together_or_not_at_all(db: Database, library: Loras) -> None:
    """A half of a change that was refused would surprise whoever sent it."""
    user = await make_user(db)
    lora = await make_lora(db, user, name="Anna", name_key="anna")
    await make_lora(db, user, name="Bob", name_key="bob")
    await library.change(user.id, lora.id, name="Anne", description=" mine ")
    assert await stored(db, lora) == ("Anne", "mine")
    with pytest.raises(ConflictError):
        await library.change(user.id, lora.id, name="bob", description="other")
    with pytest.raises(InvalidInputError) as refusal:
        await library.change(user.id, lora.id, name="Eve", description="x" * (DESCRIPTION_LIMIT + 1))
    assert (refusal.value.code, refusal.value.params["limit"]) == ("description-too-long", DESCRIPTION_LIMIT)
    with pytest.raises(InvalidInputError) as refusal:
        await library.change(user.id, lora.id, name="Eve", description="like famous person")
    assert refusal.value.code == "words-names"
    assert await stored(db, lora) == ("Anne", "mine")


async def test_a_blank_description_removes_it_and_none_leaves_it(db: Database, library: Loras) -> None:
    """What is not said stays as it is."""
    user = await make_user(db)
    lora = await make_lora(db, user, name="Anna", description="mine")
    await library.change(user.id, lora.id, name="Anne")
    assert await stored(db, lora) == ("Anne", "mine")
    await library.change(user.id, lora.id, description=" ")
    assert await stored(db, lora) == ("Anne", None)


async def test_another_persons_model_cannot_be_changed(db: Database, library: Loras) -> None:
    """It does not exist for them."""
    user, other = await make_user(db), await make_user(db)
    lora = await make_lora(db, user, name="Anna")
    with pytest.raises(NotFoundError):
        await library.change(other.id, lora.id, description="seen")
    with pytest.raises(NotFoundError):
        await library.whole(other.id, lora.id)
    assert await stored(db, lora) == ("Anna", None)


async def test_a_name_is_checked_as_it_would_be_kept(db: Database, library: Loras) -> None:
    """Only the person's own models take a name, and words are judged by what the model is of."""
    user, other = await make_user(db), await make_user(db)
    await make_lora(db, user, name="Anna", name_key="anna")
    assert not (taken := await library.check_name(user.id, " ANNA ")).is_free
    assert (taken.name, taken.suggestion) == ("ANNA", "ANNA 2")
    assert (await library.check_name(other.id, "Anna")).is_free
    with pytest.raises(InvalidInputError):
        await library.check_name(user.id, " ")
    with pytest.raises(InvalidInputError):
        await library.check_name(user.id, "Nude", LoraType.CHARACTER)
    assert (await library.check_name(user.id, "Nude", LoraType.STYLE)).is_free
