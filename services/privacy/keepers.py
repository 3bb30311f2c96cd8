"""Who keeps models of a person, beyond the files that go by themselves."""

from db.database import Database
from db.repositories.hosted_models import kept_models
from services.loras.hosted_name import hosted_name


async def keepers_of(db: Database, user_id: int) -> set[str]:
    """The providers that keep a model of this person, or did and have not said yet that it is gone."""
    async with db.read() as session:
        kept = await kept_models(session, user_id)
    # A provider that needs no place of its own for a model keeps none.
    return {row.provider for row in kept if row.place != hosted_name(row.lora_id)}
