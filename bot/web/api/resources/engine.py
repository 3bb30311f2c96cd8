"""Whether the bot trains and draws right now, said without any secret of the operator's."""

from collections.abc import Sequence
from enum import StrEnum

from bot.version import our_version
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer
from db.repositories.jobs import paused_standings


class EngineState(StrEnum):
    """Online: orders are made at once. Paused: they are kept, or not taken, until somebody has acted. Offline: nothing
    is connected that could make them."""

    ONLINE = "online"
    PAUSED = "paused"
    OFFLINE = "offline"


class ProviderState(Answer):
    """A provider with the name that people know."""

    key: str
    name: str
    state: EngineState


class Engine(Answer):
    """What can be done now. `why`: what an admin says about a pause of trainings, null where nobody said anything.
    `version`: of the program that answers."""

    training: EngineState
    drawing: EngineState
    why: str | None
    providers: list[ProviderState]
    version: str


async def get_engine(call: Call) -> Engine:
    """As the rows say it; no provider is asked."""
    services, language = call.services, call.caller.language
    rules = services.rules.training
    async with services.db.read() as session:
        held = {row.provider for row in await paused_standings(session)}
    providers = [
        ProviderState(
            key=provider,
            name=call.desk.texts.plain(language, f"provider-{provider}"),
            state=EngineState.PAUSED if provider in held else EngineState.ONLINE,
        )
        for provider in rules.providers
    ]
    drawing = _best([one.state for one in providers])
    stopped = rules.paused is not None and drawing is EngineState.ONLINE
    return Engine(
        training=EngineState.PAUSED if stopped else drawing,
        drawing=drawing,
        why=rules.paused or None,
        providers=providers,
        version=our_version(),
    )


def _best(states: Sequence[EngineState]) -> EngineState:
    """An order goes on to another provider, so one that takes it is enough."""
    return next((state for state in EngineState if state in states), EngineState.OFFLINE)


ROUTES = (Route("GET", "/engine", get_engine, "Whether trainings and pictures are made now", answer=Engine),)
