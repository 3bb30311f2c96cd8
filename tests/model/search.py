"""A search for steps that break a promise, the same every time for the same seed."""

from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import EngineMachine


@dataclass(frozen=True)
class Search:
    """`runs` runs of at most `steps` steps each. `shrinks`: a run that breaks a promise is made shorter, which takes
    minutes."""

    runs: int
    steps: int
    number: int
    shrinks: bool = False

    def machine(self, template: Path) -> type[EngineMachine]:
        """A machine of its own that counts its own runs."""
        machine = type("EngineMachine", (EngineMachine,), {"template": template, "runs": 0, "found": None})
        return seed(self.number)(machine)

    def run(self, machine: type[EngineMachine]) -> None:
        """Raises with the steps that broke a promise."""
        phases = [Phase.generate, Phase.shrink] if self.shrinks else [Phase.generate]
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=self.runs, stateful_step_count=self.steps, deadline=None, database=None,
                suppress_health_check=list(HealthCheck), phases=phases, report_multiple_bugs=False, print_blob=False,
            ),
        )  # fmt: skip
