"""One attack: who knocks where, with what, and which answers are right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.attacks.target import Target

HUNG_UP = 0
"""No status: the connection was closed, as may happen to what is no HTTP."""

REFUSED = frozenset({400, 403, 404, 405, 409, 413})


@dataclass(frozen=True)
class Knock:
    """A request as it leaves. `raw` is sent as it is, past any client that would tidy it up."""

    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    raw: bytes | None = None


@dataclass(frozen=True)
class Attack:
    """`answers`: the statuses that give nothing away and promise nothing."""

    name: str
    build: Callable[[Target], Knock]
    answers: frozenset[int] = REFUSED


def refused(name: str, build: Callable[[Target], Knock], *answers: int) -> Attack:
    """An attack that is turned away."""
    return Attack(name, build, frozenset(answers) or REFUSED)


def harmless(name: str, build: Callable[[Target], Knock]) -> Attack:
    """A repeat of what was taken before: acknowledged, and without effect."""
    return Attack(name, build, frozenset({200}))
