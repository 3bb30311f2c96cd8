"""Every screen of the app, with somebody in it who has something to see there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import expect

from tests.e2e.miniapp.ground import Person
from tests.e2e.miniapp.phone import Phone

PICTURE = "walking through an autumn park in a red coat, soft evening light"


@dataclass(frozen=True)
class Belongings:
    """What the person of a tour has: a trained model, pictures of it, a model in training, and an open draft."""

    lora: str
    generation: str
    training: str


@dataclass(frozen=True)
class Stop:
    """A screen by its name and address; `ready` waits for what must be on it."""

    name: str
    path: str
    ready: Callable[[Phone], Awaitable[None]]


async def belongings(person: Person) -> Belongings:
    """Makes them."""
    lora = await person.model("Anna in autumn")
    generation = await person.pictures(lora, PICTURE, 4)
    await person.pictures(lora, "portrait in the style of a film still, window light", 2)
    training = await person.training("Rex")
    await person.draft("Winter portrait")
    return Belongings(lora, generation, training)


async def _pictures_are_there(phone: Phone) -> None:
    await expect(phone.page.locator("main img").first).to_be_visible()


async def _nothing_loads(phone: Phone) -> None:
    await expect(phone.page.locator(".skeleton")).to_have_count(0)


def stops(has: Belongings) -> tuple[Stop, ...]:
    """The way through the app; first the training, which ends soon."""
    return (
        Stop("training", f"/models/{has.training}/training", _nothing_loads),
        Stop("home", "/", _nothing_loads),
        Stop("rules", "/rules", _nothing_loads),
        Stop("models", "/models", _pictures_are_there),
        Stop("model", f"/models/{has.lora}", _pictures_are_there),
        Stop("create", "/create", _pictures_are_there),
        Stop("order", "/create/order", _nothing_loads),
        Stop("generate", f"/generate?lora={has.lora}", _nothing_loads),
        Stop("generation", f"/generations/{has.generation}", _pictures_are_there),
        Stop("gallery", "/gallery", _pictures_are_there),
        Stop("activity", "/activity", _nothing_loads),
        Stop("settings", "/settings", _nothing_loads),
    )
