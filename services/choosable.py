"""Rules whose values an admin may change while the bot runs. Pure."""

import copy
from collections.abc import Mapping
from typing import Any, Self


class Choosable:
    """Base of a dataclass of rules. Its fields are what stands in this process: what an admin has chosen, else what
    it was made with, which are the settings. One object is shared by everybody who reads it, and
    `services.operating.choice_reading` is the only one that writes it."""

    _made: dict[str, Any]

    def __post_init__(self) -> None:
        self._made = dict(vars(self))

    def take_over(self, chosen: Mapping[str, Any]) -> None:
        """Lets these fields stand as chosen, and all others as they were made."""
        for name, value in {**self._made, **chosen}.items():
            setattr(self, name, value)

    def with_choices(self, chosen: Mapping[str, Any]) -> Self:
        """A copy as `take_over` would leave it; this one stays as it is."""
        changed = copy.copy(self)
        changed.take_over(chosen)
        return changed

    def made(self, name: str) -> Any:
        """What the settings say of a field, whatever is chosen."""
        return self._made[name]
