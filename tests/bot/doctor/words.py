"""Reading findings in tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.doctor.findings import Finding, Level
from bot.settings import Settings

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
OTHER_KEY = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA="


def settings(**values: Any) -> Settings:
    """Settings of nobody's machine."""
    return Settings(_env_file=None, **values)


def levels(findings: Sequence[Finding]) -> list[Level]:
    """How bad each is."""
    return [finding.level for finding in findings]


def only(findings: Sequence[Finding]) -> tuple[Level, str]:
    """The one finding there must be."""
    (finding,) = findings
    return finding.level, finding.text


def names_in(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
