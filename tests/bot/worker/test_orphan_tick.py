"""When orphans are looked for: once in a quarter of an hour for each provider, whatever the number of replicas."""

from bot.worker.orphan_tick import OrphanTick
from db.database import Database
from tests.support.clock import FakeClock


async def test_each_quarter_of_an_hour_is_searched_once_by_all_replicas_together(
    db: Database, clock: FakeClock
) -> None:
    """A restart or a second replica does not ask again; the next quarter is another one."""
    searched: list[str] = []

    async def search(provider: str) -> None:
        searched.append(provider)

    replicas = [OrphanTick(db, clock, search) for _ in range(2)]
    into_quarter = clock.now().minute % 15 * 60 + clock.now().second
    clock.advance(900 - into_quarter)
    for _ in range(2):
        for replica in replicas:
            await replica.look("fal")
            await replica.look("replicate")
        clock.advance(300)
    assert searched == ["fal", "replicate"]
    clock.advance(600)
    await replicas[0].look("fal")
    assert searched == ["fal", "replicate", "fal"]


def test_every_provider_has_a_tick_of_its_own(clock: FakeClock) -> None:
    """A slow list holds up nobody else."""
    unused = OrphanTick(None, clock, None)  # type: ignore[arg-type]
    assert [plan.name for plan in unused.plans(("fal", "replicate"))] == ["orphans-fal", "orphans-replicate"]
