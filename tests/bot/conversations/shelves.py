"""Models whose photos are still here, for tests of data sets."""

from db.enums import Retention
from db.models import Dataset, Lora, User
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Message, Person, sample
from tests.bot.conversations.ready import person_with_model, ready_model


async def person_with_photos(stage: Stage, photos: int = 4, language: str = "en") -> Person:
    """A person whose ready model Anna has the sandbox's first sample photos."""
    person = await person_with_model(stage, language=language)
    await stage.services.consents.give(person.id, ["fal"], Retention.DAYS_30)
    await give_photos(stage, person, photos)
    return person


async def give_photos(stage: Stage, person: Person, photos: int = 4) -> Dataset:
    """Photos for the newest model of a person, as if they had been sent when it was made."""
    view = await dataset_of(stage, person)
    for number in range(1, photos + 1):
        await stage.services.photos.add(view.id, f"sample-{number}", sample(number))
    return view


async def another_model(stage: Stage, person: Person, name: str) -> Lora:
    """A second ready model of that person, without photos."""
    async with stage.services.db.read() as session:
        user = await session.get_one(User, person.id)
    return (await ready_model(stage.services.db, stage.services.storage, user, name)).lora


async def dataset_of(stage: Stage, person: Person) -> Dataset:
    """The data set of the person's newest model."""
    lora = (await stage.services.loras.ready(person.id))[0]
    return (await stage.services.datasets.of_model(person.id, lora.id)).dataset


async def opened_photos(person: Person, title: str = "Photos of Anna") -> Message:
    """The list of the model's photos, by tapping."""
    await person.say("/models")
    await person.press("Anna · ready")
    await person.press("Photos and captions")
    return await person.see(title)
