"""After the trouble: the world answers everything, and the product has to bring all things to their end."""

from tests.model.oracle import Oracle
from tests.model.outside import Mood
from tests.model.world import PEOPLE, World

ROUNDS = 90
STEP = 130.0
"""Seconds in a round; together they are longer than any time that the product gives itself in the model."""


async def calm_down(world: World, oracle: Oracle) -> None:
    """Lets time pass with the replicas at work in turn until nothing is left to do, or for more than three hours."""
    while world.outside.parked:
        await world.answer(world.outside.parked[0], Mood.FINE)
    for user in PEOPLE:
        await world.comes_back(user)
    for number in range(ROUNDS):
        if oracle.is_quiet():
            return
        _finish_runs(world)
        replica = world.replicas[number % len(world.replicas)]
        await world.work(replica, replica.ticks, {})
        world.clock.advance(STEP)


def _finish_runs(world: World) -> None:
    for provider in world.providers.values():
        provider.lists_open = True
        for run in provider.runs.values():
            if run.state in {"waiting", "working"}:
                run.state = "cancelled" if run.cancel_asked else "done"
