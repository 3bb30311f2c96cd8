"""Jobs whose paid call is lost, as admins see them."""

from collections.abc import Sequence

from bot.excerpts import titled
from bot.speaker import Speaker
from services.jobs.verdicts import Case


def cases_text(say: Speaker, cases: Sequence[Case]) -> str:
    """How many there are."""
    return say.text("admin-cases", count=len(cases)) if cases else say.text("admin-cases-none")


def case_text(say: Speaker, case: Case) -> str:
    """Whose it is, where it may be, and what each verdict does."""
    return say.text(
        "admin-case",
        kind=say.plain(f"admin-kind-{case.kind.value}", count=1),
        name=titled(case.first_name),
        person=str(case.user_id),
        provider=say.plain(f"provider-{case.provider}"),
        endpoint=case.endpoint,
        state=say.plain(f"admin-job-{case.state.value}"),
        since=case.since,
        until=case.until,
        job=str(case.job_id),
    )
