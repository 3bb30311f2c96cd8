"""People who order trainings: through the services that the conversation uses, without its taps."""

import asyncio
import io
import itertools
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from PIL import Image

from bot.bootstrap_engine import CONSENT_VERSION
from bot.demo.chat import Chat
from bot.demo.sandbox_api import SandboxApi
from db.database import Database
from db.enums import LoraType, Retention
from services.billing import ledger
from services.billing.budget import BudgetRules
from services.photos.limits import PhotoLimits
from services.photos.photos import Photos
from services.ports import SystemClock
from services.privacy.consent import Consents
from services.storage.opening import open_storage
from services.training.drafts import CreateDrafts
from services.training.order import TrainingOrders
from services.training.rules import TrainingRules
from services.training.trainer_rows import FLUX_FAST, REPLICATE_FLUX, ROWS
from services.training.trainers import TrainerTable
from tests.conftest import DATA_KEY
from tests.support.plain_workshop import PlainWorkshop

PROVIDERS = ("fal", "replicate")
TRAINERS = (FLUX_FAST.key, REPLICATE_FLUX.key)
PRICES = (0, 10, 25)
GRANTED = 100_000
PHOTOS = 4
RULES = TrainingRules(
    budget=BudgetRules(monthly_usd=Decimal(10**6), max_training_usd=Decimal(100)),
    providers=PROVIDERS,
    trainings_per_month=10**6,
    tries_per_day=10**6,
)


@dataclass(frozen=True)
class Order:
    """One training; its model's `name` is nobody else's."""

    job_id: UUID
    person_id: int
    name: str
    price: int


class Customers:
    """People with consents and credits, and the orders that they have placed."""

    def __init__(self, api: SandboxApi, db: Database, storage_url: str) -> None:
        self._api = api
        self._db = db
        self._clock = SystemClock()
        self._trainers = TrainerTable(ROWS)
        photos = Photos(db, self._clock, open_storage(storage_url, DATA_KEY), PhotoLimits(), PlainWorkshop())
        self._drafts = CreateDrafts(db, self._clock, photos, self._trainers, RULES)
        self._consents = Consents(db, self._clock, CONSENT_VERSION)
        self._photos = [_photo(number) for number in range(PHOTOS)]
        self._turns = itertools.count()
        self.chats: list[Chat] = []
        self.orders: list[Order] = []
        self._ordered = asyncio.Condition()
        self.written = 0
        """Updates that these people have made."""

    async def come(self, count: int) -> None:
        """So many people write to the bot for the first time."""
        for number in range(count):
            chat = Chat(self._api, await self._api.new_person(f"Person {number}"))
            await self._write(chat, "/start")
            self.chats.append(chat)

    async def agree(self) -> None:
        """Everybody, whom the bot knows by now, agrees to the terms and gets credits."""
        for chat in self.chats:
            await self._consents.give(chat.person_id, PROVIDERS, Retention.DAYS_30)
            async with self._db.write() as session:
                await ledger.grant(session, self._clock, chat.person_id, GRANTED, f"storm:{chat.person_id}")

    async def order(self) -> None:
        """The next person orders a training at the next provider for the next price, and asks for help."""
        turn = next(self._turns)
        chat = self.chats[turn % len(self.chats)]
        name, price = f"Model {turn:04d}", PRICES[turn % len(PRICES)]
        draft = await self._draft(chat.person_id, name, TRAINERS[turn % len(TRAINERS)])
        orders = TrainingOrders(self._db, self._clock, self._trainers, replace(RULES, price=price))
        job = await orders.confirm(chat.person_id, draft, f"storm:{draft}")
        async with self._ordered:
            self.orders.append(Order(job.id, chat.person_id, name, price))
            self._ordered.notify_all()
        await self._write(chat, "/help")

    async def until_ordered(self, count: int) -> None:
        """Waits until so many trainings are ordered."""
        async with self._ordered:
            await self._ordered.wait_for(lambda: len(self.orders) >= count)

    async def _draft(self, person: int, name: str, trainer: str) -> UUID:
        view = await self._drafts.open(person)
        for number, photo in enumerate(self._photos):
            await self._drafts.add_photo(person, view.draft_id, f"{view.draft_id}-{number}", photo)
        await self._drafts.choose_type(person, view.draft_id, LoraType.CHARACTER)
        await self._drafts.choose_class(person, view.draft_id, "woman")
        await self._drafts.choose_trainer(person, view.draft_id, trainer)
        await self._drafts.set_name(person, view.draft_id, name)
        return view.draft_id

    async def _write(self, chat: Chat, text: str) -> None:
        await chat.say(text)
        self.written += 1


def _photo(number: int) -> bytes:
    """A small JPEG, different for each number."""
    out = io.BytesIO()
    Image.linear_gradient("L").rotate(90 * number).resize((512, 640)).convert("RGB").save(out, "JPEG")
    return out.getvalue()
