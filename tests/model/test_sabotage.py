"""An oracle that cannot see a missing guard proves nothing: each guard is taken away, and each time it is noticed."""

from pathlib import Path

import pytest

from tests.model.claimers import double_claims, unlocked_claims
from tests.model.faults import FAULTS, Fault
from tests.model.sabotage import SEARCH, hunt, is_caught


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_missing_guard_is_noticed(fault: Fault, sqlite_template: Path) -> None:
    """The search finds a promise that this very fault breaks."""
    verdict = hunt(sqlite_template, SEARCH, fault.seeded())
    assert is_caught(fault, verdict), verdict


async def test_claims_of_the_same_moment_share_no_row(postgresql_url: str) -> None:
    """Two replicas never hold the same job; without the lock they do."""
    assert await double_claims(postgresql_url) == 0
    with unlocked_claims():
        assert await double_claims(postgresql_url) > 0
