"""Which way a broadcast may go. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from db.enums import BroadcastState

_State = BroadcastState

MOVES: Mapping[BroadcastState, frozenset[BroadcastState]] = MappingProxyType(
    {
        _State.DRAFT: frozenset({_State.SCHEDULED, _State.STOPPED}),
        _State.SCHEDULED: frozenset({_State.RUNNING, _State.STOPPED}),
        _State.RUNNING: frozenset({_State.PAUSED, _State.STOPPED, _State.DONE, _State.REMOVING}),
        _State.PAUSED: frozenset({_State.RUNNING, _State.STOPPED, _State.REMOVING}),
        _State.STOPPED: frozenset({_State.REMOVING}),
        _State.DONE: frozenset({_State.REMOVING}),
        _State.REMOVING: frozenset({_State.REMOVED}),
        _State.REMOVED: frozenset(),
    }
)
"""A stopped broadcast never goes on: whoever wants to go on later pauses it."""

WRITABLE = BroadcastState.DRAFT
"""The only state in which words and receivers change."""


def states_before(state: BroadcastState) -> tuple[BroadcastState, ...]:
    """From where a broadcast may come into `state`."""
    return tuple(before for before, after in MOVES.items() if state in after)
