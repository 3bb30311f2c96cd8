"""Checks run side by side, within their time, and none hides what the others find."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.doctor.examination import Check, examine
from bot.doctor.findings import Finding, Level, fault, ok, warning
from bot.nursery import Nursery


async def report(*checks: Check) -> list[Finding]:
    return [finding async for finding in examine(checks, Nursery())]


async def test_all_run_at_once_and_are_told_in_their_order() -> None:
    """The first check ends only when the last one has begun."""
    last_runs = asyncio.Event()

    async def first() -> Sequence[Finding]:
        await last_runs.wait()
        return [ok("first", "a"), warning("first", "b")]

    async def last() -> Sequence[Finding]:
        last_runs.set()
        return [ok("last", "c")]

    found = await asyncio.wait_for(report(Check("first", first, 60), Check("last", last, 60)), 30)
    assert [finding.text for finding in found] == ["a", "b", "c"]


async def test_what_is_late_is_a_fault() -> None:
    """Somebody who asks what is wrong must not wait for ever."""

    async def endless() -> Sequence[Finding]:
        await asyncio.Event().wait()
        return []

    (late,) = await report(Check("slow", endless, 0.01))
    assert (late.level, late.subject) == (Level.FAULT, "slow")


async def test_a_broken_check_is_a_fault_and_tells_no_values(caplog: pytest.LogCaptureFixture) -> None:
    """An error's message may quote a password."""

    async def breaks() -> Sequence[Finding]:
        raise RuntimeError("password=hunter2")

    async def works() -> Sequence[Finding]:
        return [ok("other", "fine")]

    broken, fine = await report(Check("broken", breaks), Check("other", works))
    assert (broken.level, fine.level) == (Level.FAULT, Level.OK)
    assert "RuntimeError" in broken.text
    assert "hunter2" not in broken.text + caplog.text


def test_a_finding_is_one_line() -> None:
    """Whatever a provider puts into its message."""
    assert fault("fal", "one\ntwo\r\n three").line() == "fault    fal                one two three"
