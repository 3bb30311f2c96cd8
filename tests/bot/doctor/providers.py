"""A provider that can be examined, by hand."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from db.sessions import assert_no_unit_of_work
from services.errors import ProviderError
from services.providers.base import Accepted, Done, Listed, Look, PaidCall, ProviderRef, SubmitAnswer
from tests.services.jobs.fakes import FakeProvider

URL = "https://v3.fal.media/files/robot.png"


class ExaminedProvider(FakeProvider):
    """Says what the test has planned; an exception among the plans is raised."""

    def __init__(self, name: str = "fal") -> None:
        super().__init__()
        self.name = name
        self.account: str | ProviderError = ""
        self.told: Mapping[str, Decimal] | ProviderError = {}
        self.history: ProviderError | None = None
        self.schemas: dict[str, Mapping[str, Any] | ProviderError] = {}
        self.answer: SubmitAnswer = Accepted(ProviderRef("call-1", "fal-ai/flux-lora"))
        self.coming: list[Look | ProviderError] = [Done({"images": [{"url": URL}]})]
        self.picture = b""
        self.asked: list[str] = []

    async def check_key(self) -> str:
        """The planned account."""
        assert_no_unit_of_work()
        return self._given(self.account)

    async def prices(self, endpoints: Sequence[str]) -> Mapping[str, Decimal]:
        """The planned prices."""
        return self._given(self.told)

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        """Nothing, or the planned failure."""
        self.asked.append(endpoint)
        return self._given(self.history or [])

    async def input_schema(self, endpoint: str) -> Mapping[str, Any]:
        """The planned schema; an endpoint without one is not there."""
        self.asked.append(endpoint)
        return self._given(self.schemas.get(endpoint, ProviderError("provider-answer", status=404)))

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """The planned answer; every call is kept."""
        self.calls.append(call)
        return self.answer

    async def look(self, ref: ProviderRef) -> Look:
        """The planned states, the last one again and again."""
        return self._given(self.coming.pop(0) if len(self.coming) > 1 else self.coming[0])

    async def download(self, url: str) -> AsyncIterator[bytes]:
        """The planned picture."""
        self.asked.append(url)
        yield self.picture

    def _given(self, planned: Any) -> Any:
        if isinstance(planned, ProviderError):
            raise planned
        return planned
