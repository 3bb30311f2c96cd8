"""Pure rules of the job's life: legal moves, terminal states, and the stage that people see."""

from collections.abc import Mapping

from db.enums import JobState, Stage

MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.SUBMITTING, JobState.FAILED, JobState.CANCELLED}),
    JobState.SUBMITTING: frozenset({JobState.RUNNING, JobState.UNCERTAIN, JobState.QUEUED, JobState.FAILED}),
    JobState.UNCERTAIN: frozenset(
        {JobState.RUNNING, JobState.QUEUED, JobState.REVIEW, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.REVIEW: frozenset({JobState.RUNNING, JobState.FAILED, JobState.CANCELLED}),
    JobState.RUNNING: frozenset({JobState.FINALISING, JobState.QUEUED, JobState.FAILED, JobState.CANCELLED}),
    JobState.FINALISING: frozenset(
        {JobState.VALIDATING, JobState.QUEUED, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.VALIDATING: frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}),
    JobState.SUCCEEDED: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
}

STOPPABLE = frozenset({JobState.QUEUED, JobState.SUBMITTING, JobState.UNCERTAIN, JobState.RUNNING})
"""While a wish to stop can still be heard: the result is not being fetched yet."""

ENDS_AT_ONCE = frozenset({JobState.QUEUED, JobState.REVIEW})
"""Where a wish to stop needs nobody's answer: no call is known of."""

_STAGES: Mapping[JobState, Stage] = {
    JobState.QUEUED: Stage.QUEUED,
    JobState.SUBMITTING: Stage.QUEUED,
    JobState.UNCERTAIN: Stage.CHECKING,
    JobState.REVIEW: Stage.CHECKING,
    JobState.FINALISING: Stage.VALIDATING,
    JobState.VALIDATING: Stage.VALIDATING,
    JobState.SUCCEEDED: Stage.COMPLETED,
    JobState.FAILED: Stage.FAILED,
    JobState.CANCELLED: Stage.CANCELLED,
}

_WORK_ORDER = (Stage.QUEUED, Stage.PREPARING, Stage.CACHING, Stage.TRAINING)


def is_terminal(state: JobState) -> bool:
    """Whether nothing can happen to the job any more."""
    return not MOVES[state]


def sources_of(target: JobState) -> frozenset[JobState]:
    """The states from which `target` can be reached in one move."""
    return frozenset(state for state, targets in MOVES.items() if target in targets)


def stage_of(state: JobState, work_stage: Stage) -> Stage:
    """What people are told: while running, the stage read from the provider's logs; else the state's own."""
    return _STAGES.get(state, work_stage)


def later_stage(known: Stage, seen: Stage) -> Stage:
    """The further of two stages of work, so that progress never runs backwards."""
    if known not in _WORK_ORDER:
        return seen
    return seen if _WORK_ORDER.index(seen) > _WORK_ORDER.index(known) else known
