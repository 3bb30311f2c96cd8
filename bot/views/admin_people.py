"""A person as admins see them. No prompt, no photo, no name of a model."""

from bot.excerpts import titled
from bot.speaker import Speaker
from db.repositories.generations import HistoryRow
from services.billing.quota import QuotaLeft
from services.jobs.progress import job_stage
from services.operating.people import PersonCard


def person_text(say: Speaker, card: PersonCard) -> str:
    """The card."""
    user = card.user
    lines = [
        say.text(
            "admin-person",
            name=titled(user.first_name) or "·",
            username=f"@{user.username}" if user.username else "–",
            id=str(user.id),
        ),
        say.text("admin-person-seen", joined=user.created_at, seen=user.last_seen_at, code=user.language.value),
        say.text(f"admin-person-access-{_access(card)}"),
    ]
    if user.unreachable_at is not None:
        lines.append(say.text("admin-person-unreachable", since=user.unreachable_at))
    if user.broadcasts_off_at is not None:
        lines.append(say.text("admin-person-opted-out"))
    lines.append(say.text("admin-person-has", models=card.models, jobs=card.jobs))
    lines.append(_quota(say, "admin-person-trainings", card.trainings, own=user.trainings_per_month))
    lines.append(_quota(say, "admin-person-pictures", card.pictures, own=user.pictures_per_day))
    lines.append(say.text("admin-person-credits", count=card.credits))
    return "\n".join(lines)


def person_jobs_text(say: Speaker, rows: list[HistoryRow]) -> str:
    """The newest orders: when, what, where, how they stand."""
    if not rows:
        return say.text("admin-person-no-jobs")
    return "\n".join([say.text("admin-person-jobs"), *(_job(say, row) for row in rows)])


def _job(say: Speaker, row: HistoryRow) -> str:
    job = row.job
    return say.text(
        "admin-person-job",
        at=job.created_at,
        what=say.plain(f"admin-kind-{job.kind.value}", count=job.units),
        provider=say.plain(f"provider-{job.provider}"),
        state=say.plain(f"jobs-stage-{job_stage(job).value}"),
        code=f" ({job.error_code})" if job.error_code else "",
        id=str(job.id)[-8:],
    )


def _access(card: PersonCard) -> str:
    if card.user.banned_at is not None:
        return "banned"
    if card.is_admin:
        return "admin"
    return "open" if card.has_access else "none"


def _quota(say: Speaker, key: str, quota: QuotaLeft, own: int | None) -> str:
    words = say.text(key, used=quota.used, limit=quota.limit)
    return words if own is None else f"{words} {say.text('admin-person-own')}"
