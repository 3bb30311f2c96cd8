"""Several people in one go, told in one call each, over a storage in memory."""

from uuid import UUID

from db.models import User
from services.photos.limits import PhotoLimits
from services.ports import Storage
from services.training.draft_view import DraftView
from services.training.several import SeveralPeople
from services.training.several_albums import Sent
from services.training.several_join import JoinedPhotos
from services.training.several_order import SeveralOrders
from tests.services.training.story import Story


class NamedFiles:
    """A place where sent photos lie: each holds its own name."""

    async def fetch(self, source: str) -> bytes:
        """The name as bytes."""
        return source.encode()


class People:
    """The facades of several people in a story."""

    def __init__(self, story: Story, storage: Storage) -> None:
        self.story = story
        self.storage = storage
        self.joined = JoinedPhotos(story.db, story.clock, storage, PhotoLimits().max_count)
        self.several = SeveralPeople(story.db, story.clock, story.drafts, story.albums, self.joined)
        self.orders = SeveralOrders(story.db, story.clock, story.orders, story.trainers, story.rules)

    async def begun(self) -> tuple[User, UUID]:
        """A person with a consent and a draft of nobody yet."""
        user = await self.story.person()
        draft_id = (await self.story.drafts.open(user.id)).draft_id
        await self.several.begin(user.id, draft_id)
        return user, draft_id

    async def send(
        self,
        user: User,
        draft_id: UUID,
        group: str | None,
        count: int,
        name: str | None = None,
        word: str | None = None,
    ) -> DraftView:
        """An album whose first photo has the caption; its photos are stored, with files."""
        for number in range(count):
            key = f"{group}-{number}"
            sent = Sent(group, name, word) if number == 0 else Sent(group)
            await self.several.arrive(user.id, draft_id, key, key, sent)
            await self.story.albums.take_in(user.id, draft_id, NamedFiles())
            if not await self.storage.exists(f"photos/{key}.jpg"):
                await self.storage.put(f"photos/{key}.jpg", key.encode())
        return await self.story.drafts.view(draft_id)
