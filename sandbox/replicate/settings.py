"""Switches of the Replicate stand-in, changed at run time through POST /control/replicate/settings."""

from dataclasses import dataclass
from typing import ClassVar

from sandbox.switches import Switches


@dataclass
class ReplicateSettings(Switches):
    """How the stand-in behaves. Durations are simulated seconds.

    `concurrency`: how many jobs run at once. `creates_per_minute`: trainings and predictions that may be made in a
    real minute before 429. `most_file_bytes`: an upload of this size or more is refused.
    `cancel_running`: whether a cancel of a running job stops it or is a signal that is ignored.
    `cancel_waiting`: how a job ends that is cancelled before it starts; the API's text allows both.
    `logs`: "null" leaves them out, as has been seen.
    `output_seconds`: life of a prediction's outputs, input and logs; an hour is documented for those made through the
    API. `weights_seconds`: life of a training's tar file; no promise of Replicate's is known, people report that it
    goes with the other outputs. `file_seconds`: life of an uploaded file; 24 h has been seen in `expires_at`.
    `files_as_weights`: whether the official FLUX model reads `lora_weights` from an uploaded file.
    """

    choices: ClassVar[dict[str, frozenset[str]]] = {
        "balance": frozenset({"ok", "exhausted"}),
        "key": frozenset({"ok", "wrong"}),
        "cancel_running": frozenset({"stops", "ignored"}),
        "cancel_waiting": frozenset({"aborted", "canceled"}),
        "logs": frozenset({"kept", "null"}),
    }

    concurrency: int = 2
    creates_per_minute: int = 600
    most_file_bytes: int = 100_000_000
    balance: str = "ok"
    key: str = "ok"
    training_seconds: float = 1200.0
    generation_seconds: float = 8.0
    completion_seconds: float = 1.0
    output_seconds: float = 3600.0
    weights_seconds: float = 3600.0
    file_seconds: float = 24 * 3600.0
    cancel_running: str = "stops"
    cancel_waiting: str = "aborted"
    logs: str = "kept"
    files_as_weights: bool = True
