"""Ways through the create conversation, for tests that begin further on."""

import asyncio

from db.enums import LoraType, Retention
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Message, Person, sample

FEWEST = 4


async def agree(person: Person) -> None:
    """From /create to the question for the type."""
    await person.say("/create")
    await person.press("Agree: 30 days")
    await person.see("What shall the model show?")


async def to_photos(person: Person, name: str = "Anna") -> None:
    """To the step that waits for photos, by tapping and writing."""
    await agree(person)
    await person.press("A person")
    await person.press("Woman")
    await person.see("What shall the model be called?")
    await person.say(name)
    await person.see("Now the photos")


async def answer_all(
    stage: Stage,
    person: Person,
    name: str = "Anna",
    shade: int = 0,
    kind: LoraType = LoraType.CHARACTER,
    card: str = "Trigger word:",
) -> Message:
    """To the confirm card, on which `card` stands, with four photos and all answers given through the facades."""
    await person.say("/start")
    await person.see("")
    services = stage.services
    await services.consents.give(person.id, services.rules.training.providers, Retention.DAYS_30)
    draft_id = (await services.drafts.open(person.id)).draft_id
    await services.drafts.choose_type(person.id, draft_id, kind)
    await services.drafts.choose_class(person.id, draft_id, "woman")
    await services.drafts.set_name(person.id, draft_id, name)
    for number in range(shade, shade + FEWEST):
        photo = await asyncio.to_thread(sample, number + 1)
        await services.drafts.add_photo(person.id, draft_id, str(number), photo)
    await services.drafts.request_done(person.id, draft_id)
    return await person.see(card)


async def train(stage: Stage, person: Person, name: str = "Anna") -> None:
    """To an ordered training."""
    await answer_all(stage, person, name)
    await person.press("Train")
