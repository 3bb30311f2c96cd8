"""Switches of a stand-in that are changed at run time, all of a change or nothing."""

from dataclasses import fields
from typing import Any, ClassVar


class Switches:
    """Base of a dataclass of switches. `choices` names the words that a text accepts; a whole number is at least
    1, any other number at least 0."""

    choices: ClassVar[dict[str, frozenset[str]]] = {}

    def change(self, wanted: dict[str, Any]) -> None:
        """Apply all of `wanted` or nothing. Raises ValueError naming the first wrong field."""
        known = {field.name for field in fields(self)}  # type: ignore[arg-type]
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f"unknown setting {name!r}")
            if not self._fits(name, value):
                raise ValueError(f"{name} does not take {value!r}")
        for name, value in wanted.items():
            setattr(self, name, value)

    def _fits(self, name: str, value: object) -> bool:
        if name in self.choices:
            return isinstance(value, str) and value in self.choices[name]
        present = getattr(self, name)
        if isinstance(present, bool) or isinstance(value, bool):
            return isinstance(present, bool) and isinstance(value, bool)
        if isinstance(present, int):
            return isinstance(value, int) and value >= 1
        return isinstance(value, (int, float)) and 0 <= value < float("inf")
