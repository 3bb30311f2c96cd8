"""Importing aiogram without building all the models of the Bot API.

aiogram builds the validators of some 700 types and methods when it is imported, which takes seconds and two thirds of
the memory of the whole bot (measured, docs/decisions/0005-front-door.md); this bot uses a few dozen of them. Here each
is built when it is first used, as pydantic does by itself for a class that is declared with `defer_build`.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ConfigDict

NAME = re.compile(r"\w+")


@contextmanager
def models_when_used() -> Iterator[None]:
    """Import what needs aiogram inside. Imported elsewhere before, aiogram works as well and is only larger."""
    rebuild = BaseModel.__dict__["model_rebuild"]

    def declare(cls: type[BaseModel], /, **how: Any) -> bool | None:
        if not cls.__module__.startswith("aiogram."):
            result: bool | None = rebuild.__get__(None, cls)(**how)
            return result
        _tell_names(cls, how["_types_namespace"])
        return None

    config = BaseModel.model_config
    BaseModel.model_config = ConfigDict(**config, defer_build=True)
    BaseModel.model_rebuild = classmethod(declare)  # type: ignore[assignment]
    try:
        yield
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
        BaseModel.model_config = config


def _tell_names(cls: type[BaseModel], names: Mapping[str, Any]) -> None:
    """Gives the class's module the names that its annotations mention: aiogram imports them for type checkers alone
    and hands them over in the very call that is put off here."""
    module = vars(sys.modules[cls.__module__])
    for base in cls.__mro__:
        for annotation in inspect.get_annotations(base).values():
            for name in NAME.findall(annotation) if isinstance(annotation, str) else ():
                if name in names:
                    module.setdefault(name, names[name])


def build_usual_models() -> None:
    """Builds what every update needs, so that the first person does not wait for it."""
    from aiogram.methods.base import Response
    from aiogram.types import Message, Update

    Update.model_validate({"update_id": 0})
    Response[Message].model_validate({"ok": False})
