import pytest

from sandbox.faults import Faults


def test_faults_are_used_up_in_the_order_they_were_planned() -> None:
    """Each plan happens as often as it was planned, then it is gone."""
    faults = Faults()
    faults.plan("fal.submit", "dropped", times=2)
    faults.plan("fal.submit", "status", code=503)
    taken = [faults.take("fal.submit") for _ in range(4)]
    assert [fault.fault if fault else None for fault in taken] == ["dropped", "dropped", "status", None]


def test_a_group_matches_its_points_only() -> None:
    """A point with a star matches every point of that prefix and nothing else."""
    faults = Faults()
    faults.plan("telegram.*", "dropped")
    assert faults.take("fal.submit") is None
    assert faults.take("telegram.sendMessage") is not None


def test_other_kinds_are_passed_over() -> None:
    """Who asks for certain kinds leaves the others planned."""
    faults = Faults()
    faults.plan("fal.job", "blocked")
    faults.plan("fal.job", "fail", error="runner_disconnected")
    taken = faults.take("fal.job", kinds={"fail"})
    assert taken is not None
    assert taken.text("error") == "runner_disconnected"
    assert [row["fault"] for row in faults.pending()] == ["blocked"]


def test_pending_shows_what_is_left_and_clear_forgets_it() -> None:
    """The rows are ready for JSON and count down."""
    faults = Faults()
    faults.plan("fal.webhook", "late", times=2, seconds=30)
    faults.take("fal.webhook")
    row = {"point": "fal.webhook", "fault": "late", "times": 1, "probability": 1.0, "options": {"seconds": 30}}
    assert faults.pending() == [row]
    faults.clear()
    assert faults.pending() == []


def test_a_fault_that_never_happens_is_refused() -> None:
    """Zero times is a mistake in the test that plans it."""
    with pytest.raises(ValueError, match="once"):
        Faults().plan("fal.submit", "dropped", times=0)


def test_by_chance_means_the_same_passages_for_the_same_seed() -> None:
    """About as many as was said are hit, and what is not hit is left to the plan behind."""
    hits = [_hits(seed) for seed in (1, 1, 2)]
    assert hits[0] == hits[1] != hits[2]
    assert 230 < hits[0].count("dropped") < 370
    assert set(hits[0]) == {"dropped", "delay"}


def _hits(seed: int) -> list[str]:
    faults = Faults()
    faults.plan("fal.submit", "dropped", 1000, probability=0.3, seed=seed)
    faults.plan("fal.submit", "delay", 1000)
    taken = [faults.take("fal.submit") for _ in range(1000)]
    return [fault.fault for fault in taken if fault]


@pytest.mark.parametrize("probability", [0.0, -1.0, 1.1])
def test_a_probability_that_is_none_is_refused(probability: float) -> None:
    """As is a plan that could never happen."""
    with pytest.raises(ValueError, match="probability"):
        Faults().plan("fal.submit", "dropped", probability=probability)
