"""The live numbers on one screen of a phone."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from bot.speaker import Speaker
from bot.version import our_version
from bot.views.trainer_names import trainer_name
from db.enums import JobState, LoraStatus
from db.models import ProviderStanding
from db.repositories.jobs import LIVE_STATES
from services.operating.numbers import Numbers

State = TypeVar("State", bound=StrEnum)

TRAINED = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


def numbers_text(say: Speaker, numbers: Numbers) -> str:
    """All of it; what is 0 everywhere is left out of a list."""
    parts = [
        say.text("admin-numbers", at=f"{numbers.at:%H:%M:%S}"),
        _people(say, numbers),
        _jobs(say, numbers),
        _money(say, numbers),
        "\n".join(_provider(say, standing) for standing in numbers.providers),
        _success(say, numbers),
        _process(say, numbers),
    ]
    return "\n\n".join(part for part in parts if part)


def _people(say: Speaker, numbers: Numbers) -> str:
    people = numbers.people
    lines = [
        say.text("admin-numbers-people", all=people.all, day=people.day, week=people.week, month=people.month),
        say.text(
            "admin-numbers-silent", unreachable=people.unreachable, opted_out=people.opted_out, banned=people.banned
        ),
        say.text("admin-numbers-models", list=_counted(say, "models-state", numbers.models, tuple(LoraStatus))),
    ]
    return "\n".join(lines)


def _jobs(say: Speaker, numbers: Numbers) -> str:
    lines = [say.text("admin-numbers-jobs", list=_counted(say, "admin-job", numbers.jobs, LIVE_STATES))]
    if numbers.queued_since is not None:
        waited = int((numbers.at - numbers.queued_since).total_seconds() // 60)
        lines.append(say.text("admin-numbers-oldest", minutes=max(0, waited)))
    going = sum(number for state, number in numbers.trainings.items() if state in LIVE_STATES)
    ended = {state: numbers.trainings.get(state, 0) for state in TRAINED}
    lines.append(
        say.text(
            "admin-numbers-trainings",
            good=ended[JobState.SUCCEEDED],
            failed=ended[JobState.FAILED],
            cancelled=ended[JobState.CANCELLED],
            going=going,
        )
    )
    lines.append(say.text("admin-numbers-pictures", count=numbers.pictures))
    return "\n".join(lines)


def _money(say: Speaker, numbers: Numbers) -> str:
    limit = say.plain("admin-unlimited") if numbers.budget is None else f"${numbers.budget:.2f}"
    return "\n".join(
        [
            say.text("admin-numbers-money", spent=f"${numbers.spent:.2f}", budget=limit),
            say.text(
                "admin-numbers-messages",
                waiting=numbers.messages.waiting,
                sent=numbers.messages.sent,
                unsure=numbers.messages.unsure,
            ),
        ]
    )


def _provider(say: Speaker, standing: ProviderStanding) -> str:
    name = say.plain(f"provider-{standing.provider}")
    if standing.paused_reason is None:
        return say.text("admin-numbers-provider", provider=name)
    return say.text("admin-numbers-provider-paused", provider=name, reason=standing.paused_reason)


def _success(say: Speaker, numbers: Numbers) -> str:
    if not numbers.success:
        return ""
    lines = [
        say.text(
            "admin-numbers-success-line",
            trainer=trainer_name(say, rate.trainer),
            percent=int(rate.share * 100),
            count=rate.succeeded + rate.failed,
        )
        for rate in numbers.success
    ]
    return "\n".join([say.text("admin-numbers-success"), *lines])


def _process(say: Speaker, numbers: Numbers) -> str:
    minutes = int(numbers.uptime.total_seconds() // 60)
    return say.text(
        "admin-numbers-process",
        version=our_version(),
        days=minutes // 1440,
        hours=minutes // 60 % 24,
        minutes=minutes % 60,
    )


def _counted(say: Speaker, prefix: str, counts: Mapping[State, int], order: Sequence[State]) -> str:
    """ "ready 80, training 2", or a dash."""
    shown = [f"{say.plain(f'{prefix}-{state.value}')} {counts[state]}" for state in order if counts.get(state)]
    return ", ".join(shown) or "–"
