"""The table of legal moves."""

from db.enums import JobState, Stage
from services.jobs.states import MOVES, is_terminal, later_stage, sources_of, stage_of


def test_every_state_has_moves_and_every_live_state_can_end() -> None:
    assert set(MOVES) == set(JobState)
    for state in JobState:
        reached = {state}
        while True:
            more = set().union(*(MOVES[seen] for seen in reached)) | reached
            if more == reached:
                break
            reached = more
        assert any(is_terminal(end) for end in reached), f"{state} can never end"


def test_nothing_leaves_a_terminal_state() -> None:
    for state in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED):
        assert is_terminal(state)
        assert not MOVES[state]


def test_success_needs_a_result_in_our_hands() -> None:
    assert sources_of(JobState.SUCCEEDED) == {JobState.FINALISING, JobState.VALIDATING}


def test_stage_of_work_never_runs_backwards() -> None:
    assert later_stage(Stage.TRAINING, Stage.CACHING) is Stage.TRAINING
    assert later_stage(Stage.QUEUED, Stage.CACHING) is Stage.CACHING


def test_unknown_outcome_is_shown_as_checking() -> None:
    assert stage_of(JobState.UNCERTAIN, Stage.QUEUED) is Stage.CHECKING
    assert stage_of(JobState.RUNNING, Stage.CACHING) is Stage.CACHING
