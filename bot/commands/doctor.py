"""`python -m bot doctor`: is everything all right, and if not, what to do about it."""

import asyncio
import os
from collections import Counter
from pathlib import Path

from bot.bootstrap_providers import open_providers, price_book
from bot.commands.preparation import secrets_of
from bot.doctor.checks import Patient
from bot.doctor.examination import examine
from bot.doctor.findings import Finding, Level
from bot.doctor.outside import open_outside
from bot.doctor.trial import Trial, carry_out, plan_trial
from bot.log_cleaning import Cleaner
from bot.logs import set_up_logging
from bot.nursery import Nursery
from bot.settings import DATA_FOLDER, Settings, load_settings
from services.generation import endpoint_rows
from services.generation.endpoints import EndpointTable
from services.ports import SystemClock


def doctor(*, spend: bool = False, yes: bool = False) -> int:
    """Prints one line per check; the exit status is 1 when there is a fault. Works while the bot runs, and with no
    key at all. With `spend` it also makes one real picture at each provider, after asking unless `yes`.

    Raises SettingsError.
    """
    settings = load_settings()
    set_up_logging("ERROR", secrets_of(settings))
    paper = Paper(settings)
    asyncio.run(_examine(settings, paper))
    paper.sum_up()
    if spend:
        _spend(settings, paper, yes)
    return 1 if paper.counts[Level.FAULT] else 0


class Paper:
    """What is printed, without secrets, and how often each level came up."""

    def __init__(self, settings: Settings) -> None:
        self._clean = Cleaner(secrets_of(settings)).clean
        self.counts: Counter[Level] = Counter()

    def write(self, finding: Finding) -> None:
        """One line."""
        self.counts[finding.level] += 1
        print(self._clean(finding.line()), flush=True)

    def sum_up(self) -> None:
        """The last line."""
        counts = ((self.counts[Level.FAULT], "fault"), (self.counts[Level.WARNING], "warning"))
        told = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for count, name in counts if count)
        print(f"\n{told or 'Everything is all right'}.")


async def _examine(settings: Settings, paper: Paper) -> None:
    clock = SystemClock()
    providers = open_providers(settings, clock)
    nursery = Nursery()
    try:
        async with open_outside() as outside:
            patient = Patient(settings, clock, providers, price_book(settings), outside)
            async for finding in examine(patient.checks(), nursery):
                paper.write(finding)
    finally:
        await nursery.drain(1.0)
        await providers.close()


def _spend(settings: Settings, paper: Paper, yes: bool) -> None:
    table = EndpointTable(endpoint_rows.ROWS, price_book(settings))
    trials = {name: plan_trial(name, table) for name in settings.keyed_providers}
    if not trials:
        print("\nThere is no provider with a key, so nothing is spent.")
        return
    folder = next((place for place in (Path(), DATA_FOLDER) if os.access(place, os.W_OK)), None)
    if folder is None:
        print("\nNothing can be saved here, so nothing is spent. Run it from a folder of your own.")
        return
    costs = ", ".join(f"{name} (about {trial.price:f} USD)" for name, trial in trials.items())
    print(f"\nThis makes one real picture at {costs}. You pay for it.", flush=True)
    if yes or _agreed():
        asyncio.run(_carry_out(settings, paper, trials, folder))
    else:
        print("Nothing was spent.")


def _agreed() -> bool:
    print("Go on? [y/N]", flush=True)
    try:
        return input().strip().lower() in {"y", "yes"}
    except EOFError:
        print("Nobody is there to answer; --yes answers for you.")
        return False


async def _carry_out(settings: Settings, paper: Paper, trials: dict[str, Trial], folder: Path) -> None:
    providers = open_providers(settings, SystemClock())
    try:
        for name, trial in trials.items():
            paper.write(await carry_out(providers.by_name[name], trial, price_book(settings), folder))
    finally:
        await providers.close()
