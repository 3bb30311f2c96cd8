"""What was uploaded for a job goes at the provider when the job is over, and never before."""

from typing import Any

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import JobState
from db.models import Job, UploadedFile
from db.repositories.jobs import LIVE_STATES, TERMINAL_STATES
from db.repositories.uploaded_files import Upload, note_upload
from services.errors import ProviderError
from services.privacy.uploaded_files import UploadedFiles
from tests.services.jobs.fakes import FakeProvider
from tests.support.clock import FakeClock
from tests.support.rows import make_job, make_user


class Shelf(FakeProvider):
    """Removes what it is told to, unless a test says otherwise."""

    def __init__(self, name: str = "replicate") -> None:
        super().__init__()
        self.name = name
        self.refuses: dict[str, Exception] = {}

    async def discard(self, url: str) -> None:
        await super().discard(url)
        if url in self.refuses:
            raise self.refuses[url]


class House:
    """Jobs, their uploads and the providers that have them."""

    def __init__(self, db: Database, clock: FakeClock) -> None:
        self.db = db
        self.clock = clock
        self.shelf = Shelf()
        self.fal = Shelf("fal")
        self.providers = {"fal": self.fal, "replicate": self.shelf}
        self._count = 0

    async def clean_up(self) -> int:
        return await UploadedFiles(self.db, self.clock, self.providers).discard_due()

    async def job(self, state: JobState) -> Job:
        return await make_job(self.db, await make_user(self.db), state=state)

    async def upload(self, job: Job, provider: str = "replicate", **values: Any) -> str:
        self._count += 1
        upload = Upload(provider, f"https://files.example/{self._count}", values.get("until"))
        async with self.db.write() as session:
            await note_upload(session, job.id, upload, self.clock.now())
        return upload.url

    async def noted(self) -> list[str]:
        async with self.db.read() as session:
            return list(await session.scalars(select(UploadedFile.url).order_by(UploadedFile.id)))


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    """On a fresh database of each kind."""
    return House(db, clock)


@pytest.mark.parametrize("state", TERMINAL_STATES)
async def test_all_uploads_of_a_job_that_is_over_are_removed(house: House, state: JobState) -> None:
    """One for each try, also where no call was made with it; nothing is removed twice."""
    job = await house.job(state)
    urls = [await house.upload(job) for _ in range(2)] + [await house.upload(job, "fal")]
    assert await house.clean_up() == 3
    assert await house.clean_up() == 0
    assert house.shelf.discarded + house.fal.discarded == urls
    assert await house.noted() == []


@pytest.mark.parametrize("state", LIVE_STATES)
async def test_what_a_job_may_still_need_stays(house: House, state: JobState) -> None:
    """A call reads its input when it begins, which may be hours later."""
    url = await house.upload(await house.job(state))
    assert await house.clean_up() == 0
    assert house.shelf.discarded == []
    assert await house.noted() == [url]


async def test_a_job_whose_row_is_gone_needs_nothing(house: House) -> None:
    """Whoever removes rows by hand does not leave photos behind."""
    job = await house.job(JobState.RUNNING)
    await house.upload(job)
    async with house.db.write() as session:
        await session.delete(await session.get_one(Job, job.id))
    assert await house.clean_up() == 1


async def test_a_refusal_holds_up_no_other_file(house: House) -> None:
    """It is asked for again at the next clean-up."""
    job = await house.job(JobState.SUCCEEDED)
    bad, good = await house.upload(job), await house.upload(job)
    house.shelf.refuses[bad] = ProviderError("provider-answer")
    assert await house.clean_up() == 1
    assert await house.noted() == [bad]
    house.shelf.refuses.clear()
    assert await house.clean_up() == 1
    assert house.shelf.discarded == [bad, good, bad]


@pytest.mark.parametrize("code", ["provider-unreachable", "provider-key"])
async def test_a_provider_out_of_reach_is_left_alone_until_the_next_clean_up(house: House, code: str) -> None:
    """The other provider is asked all the same."""
    job = await house.job(JobState.FAILED)
    for _ in range(3):
        house.fal.refuses[await house.upload(job, "fal")] = ProviderError(code)
        await house.upload(job)
    assert await house.clean_up() == 3
    assert (len(house.fal.discarded), len(house.shelf.discarded)) == (1, 3)
    house.fal.refuses.clear()
    assert await house.clean_up() == 3


async def test_without_a_key_it_waits(house: House) -> None:
    """Until the key is back."""
    await house.upload(await house.job(JobState.CANCELLED))
    del house.providers["replicate"]
    assert await house.clean_up() == 0
    house.providers["replicate"] = house.shelf
    assert await house.clean_up() == 1


async def test_what_has_expired_is_forgotten_without_a_question(house: House) -> None:
    """Also where there is no key any more; what the provider promised nothing about is asked for."""
    job = await house.job(JobState.SUCCEEDED)
    await house.upload(job, until=house.clock.now())
    asked = await house.upload(job)
    assert await house.clean_up() == 1
    assert house.shelf.discarded == [asked]
    assert await house.noted() == []
