"""Switches of the fal stand-in, changed at run time through POST /control/fal/settings."""

from dataclasses import dataclass
from typing import ClassVar

from sandbox.switches import Switches


@dataclass
class FalSettings(Switches):
    """How the stand-in behaves. Durations are simulated seconds.

    `validation`: "submit" answers 422 to a wrong body at once; "run" accepts it and fails the job.
    `cancel_running`: whether a cancel of a running job stops it or is only a signal that is ignored.
    `list_running`: whether the request list shows jobs that have not ended.
    """

    choices: ClassVar[dict[str, frozenset[str]]] = {
        "balance": frozenset({"ok", "exhausted"}),
        "key": frozenset({"ok", "wrong"}),
        "validation": frozenset({"submit", "run"}),
        "cancel_running": frozenset({"stops", "ignored"}),
    }

    list_running: bool = True
    concurrency: int = 2
    balance: str = "ok"
    key: str = "ok"
    training_seconds: float = 600.0
    generation_seconds: float = 8.0
    completion_seconds: float = 1.0
    validation: str = "submit"
    cancel_running: str = "stops"
