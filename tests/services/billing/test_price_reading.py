"""Reading the providers' prices: what is learned, what is told, and what a failure leaves."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from sqlalchemy import select

from db.database import Database
from db.models import Outbox
from db.sessions import assert_no_unit_of_work
from services.billing.price_reading import PriceReading
from services.billing.prices import PriceBook
from services.errors import ProviderError
from tests.services.jobs.fakes import FakeProvider
from tests.support.clock import FakeClock
from tests.support.rows import make_user

TABLE = {("fal", "trainer"): Decimal("0.002"), ("fal", "pictures"): Decimal("0.035")}


class PricedProvider(FakeProvider):
    """Tells the planned prices, or fails as planned."""

    def __init__(self, *answers: Mapping[str, Decimal] | ProviderError) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[Sequence[str]] = []

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        """The next answer."""
        assert_no_unit_of_work()
        self.asked.append(endpoints)
        answer = self.answers.pop(0)
        if isinstance(answer, ProviderError):
            raise answer
        return answer


async def alerts(db: Database) -> list[dict[str, str]]:
    async with db.read() as session:
        return [row.params for row in (await session.execute(select(Outbox).order_by(Outbox.created_at))).scalars()]


async def test_told_prices_reach_the_book(db: Database, clock: FakeClock) -> None:
    """Asked are the table's endpoints of that provider."""
    provider, book = PricedProvider({"trainer": Decimal("0.0024")}), PriceBook(TABLE)
    assert await PriceReading(db, clock, {"fal": provider}, book, (7,)).read()
    assert provider.asked == [("trainer", "pictures")]
    assert (book.unit("fal", "trainer"), book.unit("fal", "pictures")) == (Decimal("0.0024"), Decimal("0.035"))
    assert await alerts(db) == []


async def test_a_provider_that_does_not_answer_is_logged_once(
    db: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """The table stays; a second silence after an answer is news again."""
    silence = ProviderError("provider-unreachable")
    provider, book = PricedProvider(silence, silence, {}, silence), PriceBook(TABLE)
    reading = PriceReading(db, clock, {"fal": provider}, book)
    assert [await reading.read() for _ in range(4)] == [False, False, True, False]
    assert book.unit("fal", "trainer") == Decimal("0.002")
    assert len([line for line in caplog.messages if "does not tell its prices" in line]) == 2


async def test_one_silent_provider_does_not_keep_the_other_from_being_read(db: Database, clock: FakeClock) -> None:
    """Prices of one have nothing to do with the other's network."""
    silent, telling = PricedProvider(ProviderError("provider-key")), PricedProvider({"trainer-2": Decimal("0.002")})
    telling.name = "replicate"
    book = PriceBook(TABLE | {("replicate", "trainer-2"): Decimal("0.0015")})
    assert not await PriceReading(db, clock, {"fal": silent, "replicate": telling}, book).read()
    assert book.unit("replicate", "trainer-2") == Decimal("0.002")


async def test_admins_hear_of_an_absurd_price_once_a_day(db: Database, clock: FakeClock) -> None:
    """Every process reads for itself, but one message is enough; tomorrow it is said again."""
    admin = await make_user(db)
    answers = [{"trainer": Decimal(2), "pictures": Decimal("0.04")}] * 3
    provider, book = PricedProvider(*answers), PriceBook(TABLE)
    replicas = [PriceReading(db, clock, {"fal": provider}, book, (admin.id,)) for _ in range(2)]
    for replica in replicas:
        await replica.read()
    (told,) = await alerts(db)
    assert told == {"code": "price-doubted", "provider": "fal", "prices": "trainer: 2 (0.002)"}
    assert book.unit("fal", "trainer") == Decimal("0.002")
    clock.advance(days=1)
    await replicas[0].read()
    assert len(await alerts(db)) == 2


async def test_the_alert_names_the_price_that_is_used(db: Database, clock: FakeClock) -> None:
    """That is what the provider told last and could be believed, not what the table once said."""
    admin = await make_user(db)
    provider, book = PricedProvider({"trainer": Decimal("0.003")}, {"trainer": Decimal(2)}), PriceBook(TABLE)
    reading = PriceReading(db, clock, {"fal": provider}, book, (admin.id,))
    await reading.read()
    await reading.read()
    (told,) = await alerts(db)
    assert told["prices"] == "trainer: 2 (0.003)"
