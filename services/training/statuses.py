"""The status of a model by its trainings: it is completed as long as one of them is, else it is as its newest. Pure."""

from collections.abc import Iterable
from datetime import datetime

from db.enums import LoraStatus
from db.models import Lora, LoraVersion

GOING_ON = frozenset({LoraStatus.PENDING, LoraStatus.TRAINING, LoraStatus.VALIDATING})


def put_status(lora: Lora, version: LoraVersion, status: LoraStatus, now: datetime, *, is_newest: bool = True) -> None:
    """Moves the training on. A model that pictures can be made with already stays completed meanwhile; one that is
    trained once more is as the later training is."""
    version.status = status
    if lora.current_version_id is None and is_newest:
        lora.status = status
    lora.updated_at = now


def put_end(lora: Lora, versions: Iterable[LoraVersion]) -> None:
    """The model after a training that came to nothing, its `versions` the newest first: it is still the model it was
    or may still become; one that nothing is left of frees its name."""
    known = list(versions)
    completed = next((one for one in known if one.status is LoraStatus.COMPLETED), None)
    if completed is not None:
        lora.status = LoraStatus.COMPLETED
        lora.current_version_id = completed.id
        return
    going_on = next((one for one in known if one.status in GOING_ON), None)
    lora.status = (going_on or known[0]).status
    if going_on is None:
        lora.name_key = None
