"""Where a process dies: every crash_point of the source, and some of them again later in the story."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from db.enums import OutboxKind
from tests.support.sources import calls, python_files


@dataclass(frozen=True)
class Death:
    """`passage`: the how-manieth time the line is passed. `story`: what the person does (see journey.py).

    What differs from "everything once": `proofs` paid calls for proofs; `pings` and `albums` as (fewest, most)
    messages that say that the model is ready, and messages with pictures of the person's own order. `provider` trains
    and draws; `database` holds the rows.
    """

    point: str
    passage: int = 1
    story: str = "whole"
    proofs: int = 3
    pings: tuple[int, int] = (1, 1)
    albums: tuple[int, int] = (1, 1)
    provider: str = "fal"
    database: str = "sqlite"

    @property
    def name(self) -> str:
        """For test reports."""
        return f"{self.database}-{self.provider}-{self.point}-{self.passage}"


AT_FAL = (
    Death("prepared"),
    Death("prepared", passage=5),
    Death("intent-committed", story="never left"),
    Death("intent-committed", passage=2, story="a proof is missing", proofs=2),
    Death("submit-answered"),
    Death("submit-answered", passage=2),
    Death("submit-answered", passage=5),
    Death("answer-stored"),
    Death("answer-stored", passage=5),
    Death("hint-stored"),
    Death("hint-acted"),
    Death("poll-saw-done"),
    Death("poll-saw-done", passage=5),
    Death("finalise-stored"),
    Death("finalise-stored", passage=5),
    Death("terminal-open"),
    Death("terminal-open", passage=4),
    Death("terminal-committed"),
    Death("terminal-committed", passage=5),
    Death("uncertain-listed", story="lost answer"),
    Death("review-entered", story="nobody knows"),
    Death("cancel-sent", story="cancel"),
    Death("card-marked"),
    Death("card-sent", passage=2),
    # Sent at most once: a process that dies before the call leaves it unsent, the card tells the fact.
    Death("ping-marked", pings=(0, 0)),
    Death("ping-sent", pings=(1, 1)),
    Death("media-marked"),
    # Sent at least once: a second copy is better than none.
    Death("media-sent", passage=2, albums=(1, 2)),
)

AT_REPLICATE = tuple(
    replace(death, provider="replicate")
    for death in (
        Death("prepared"),
        Death("intent-committed", story="never left"),
        Death("intent-committed", passage=2, story="a proof is missing", proofs=2),
        Death("submit-answered"),
        Death("submit-answered", passage=2),
        Death("answer-stored"),
        Death("hint-stored"),
        Death("hint-acted"),
        Death("poll-saw-done"),
        Death("finalise-stored"),
        Death("uncertain-listed", story="lost answer"),
        Death("cancel-sent", story="cancel"),
    )
)
"""The lines at which it matters who the provider is."""

ON_POSTGRESQL = tuple(
    replace(death, database="postgresql") for death in {death.point: death for death in reversed(AT_FAL)}.values()
)
"""Every line once: the way on which a row is held is another one there."""

DEATHS = AT_FAL + AT_REPLICATE + ON_POSTGRESQL


IN_BROADCASTS = frozenset({"broadcast-marked", "broadcast-sent"})
"""Lines that no single person's story passes; test_broadcast_deaths.py kills there."""


IN_PRIVACY = frozenset({"privacy-worked", "privacy-noted", "privacy-person"})
"""Lines of deleting everything of a person, or one model; test_erase_all.py and test_erase_model.py in
tests/services/privacy kill there."""


def points_in_the_source() -> set[str]:
    """The names of all crash_point calls; one that names an outbox kind stands for all kinds."""
    return {
        point
        for path in python_files("bot", "services", "db")
        if path.name != "crash_points.py"
        for name, call in calls(path)
        if name.endswith("crash_point")
        for point in _names(call.args[0])
    }


def _names(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant):
        yield str(argument.value)
        return
    assert isinstance(argument, ast.JoinedStr)
    kind, rest = argument.values
    assert isinstance(kind, ast.FormattedValue)
    assert isinstance(rest, ast.Constant)
    assert ast.unparse(kind.value) == "row.kind.value", "say here which names these are"
    yield from (f"{one.value}{rest.value}" for one in OutboxKind)
