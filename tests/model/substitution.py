"""Putting something else in the place of a part of the product, from outside and for a while."""

from types import TracebackType
from typing import Any


class Substitution:
    """While it is entered, `owner.name` is what `build` makes of the real one."""

    def __init__(self, owner: Any, name: str, build: Any) -> None:
        self._owner = owner
        self._name = name
        self._build = build
        self._real: Any = None

    def __enter__(self) -> "Substitution":
        self._real = getattr(self._owner, self._name)
        setattr(self._owner, self._name, self._build(self._real))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        setattr(self._owner, self._name, self._real)
