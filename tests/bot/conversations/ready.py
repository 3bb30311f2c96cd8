"""Models as a person may have them: finished with weights that the sandbox can load, or failed with its photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.columns import new_id
from db.database import Database
from db.enums import LoraStatus
from db.models import Lora, LoraVersion, User
from sandbox.weights import make_weights
from services.ports import Storage
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Person
from tests.support.rows import make_consent, make_dataset, make_lora, make_user, make_version


@dataclass(frozen=True)
class Ready:
    """A model that pictures can be made with."""

    lora: Lora
    version: LoraVersion


async def person_with_model(
    stage: Stage, name: str = "Anna", language: str = "en", *, agreed: Sequence[str] = ("fal", "replicate"), **lora: Any
) -> Person:
    """A person with one ready model of that name, who has agreed to these providers."""
    person = await stage.person("Ann", language)
    services = stage.services
    user = await make_user(services.db, id=person.id, language=language)
    for provider in agreed:
        await make_consent(services.db, user, provider=provider)
    await ready_model(services.db, services.storage, user, name, **lora)
    return person


async def ready_model(db: Database, storage: Storage, user: User, name: str, **lora: Any) -> Ready:
    """A finished model whose weights are in storage; their bytes depend on the name."""
    trigger = f"{name.upper()}_{new_id().hex[-4:].upper()}"
    values = {"name": name, "name_key": name.casefold(), "trigger_word": trigger, "trigger_key": trigger.casefold()}
    row = await make_lora(db, user, **(values | lora))
    version = await make_version(db, row, await make_dataset(db, user, row), base_model="flux-1")
    assert version.weights_key is not None
    await storage.put(version.weights_key, make_weights(name.encode(), "flux-1", {}))
    async with db.write(joins_update=False) as session:
        (await session.get_one(Lora, row.id)).current_version_id = version.id
    return Ready(row, version)


async def failed_model(stage: Stage, person: Person, name: str = "Bella") -> Lora:
    """A model whose training did not work out; its four photos are still there, and the consent to fal."""
    services = stage.services
    async with services.db.read() as session:
        user = await session.get_one(User, person.id)
    await make_consent(services.db, user)
    values = {"name": name, "name_key": None, "status": LoraStatus.FAILED}
    row = await make_lora(services.db, user, **values)
    dataset = await make_dataset(services.db, user, row)
    for number in range(1, 5):
        async with stage.http.get(f"/samples/{number}.jpg") as answer:
            await services.photos.add(dataset.id, f"photo-{number}", await answer.read())
    await make_version(
        services.db, row, dataset, base_model="flux-1", status=LoraStatus.FAILED, weights_key=None, completed_at=None
    )
    return row
