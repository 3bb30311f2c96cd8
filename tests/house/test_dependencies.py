"""What is installed is what was tested, and somebody said why."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.support.sources import ROOMS, ROOT, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
OPTIONAL = [requirement for requirements in EXTRAS.values() for requirement in requirements]
LOCKS = ["requirements.txt", "requirements-dev.txt", *(f"requirements-{extra}.txt" for extra in EXTRAS)]


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace(".", "-").replace("_", "-")


def _locked(lock: str) -> dict[str, str]:
    """Each requirement of a lock file with its options."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {_name(line): line for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_carry_no_address(lock: str) -> None:
    """Where packages come from is the installing machine's business."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|file:|@ ", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_a_lock_file_is_pinned_with_hashes(lock: str) -> None:
    """One version each, and a file that differs is refused."""
    for line in _locked(lock).values():
        assert re.match(r"[a-z0-9.-]+==\S+ ", line), line
        assert "--hash=sha256:" in line, line


def test_every_direct_dependency_is_locked() -> None:
    """The runtime file installs a bot that runs, the other one a bot that can be tested."""
    runtime = {_name(each) for each in [*RUNTIME, *GROUPS["build"]]}
    assert runtime <= set(_locked("requirements.txt"))
    assert runtime | {_name(each) for each in GROUPS["dev"]} <= set(_locked("requirements-dev.txt"))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_agree(lock: str) -> None:
    """What is tested is what runs, extras included."""
    some, everything = _locked(lock), _locked("requirements-dev.txt")
    assert {name: line for name, line in some.items() if everything.get(name) != line} == {}


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_extra_is_locked(extra: str) -> None:
    """So that it can be installed by hash too."""
    assert {_name(each) for each in EXTRAS[extra]} <= set(_locked(f"requirements-{extra}.txt"))


def test_every_direct_dependency_is_justified_and_nothing_else() -> None:
    """One line each in docs/dependencies.md."""
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    listed = {name.lower().replace(".", "-") for name in re.findall(r"^\| ([A-Za-z0-9.-]+) \| .{10,} \|$", page, re.M)}
    direct = {_name(each) for each in [*RUNTIME, *OPTIONAL, *GROUPS["build"], *GROUPS["dev"]]}
    assert listed == direct


def _imported(*rooms: str) -> set[str]:
    """The distributions that files of these rooms import by name."""
    ours = {*ROOMS, "tests", "bench", "miniapp"}
    nodes = [node for path in python_files(*rooms) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    tops = {module.partition(".")[0] for module in modules} - ours - sys.stdlib_module_names
    known = packages_distributions()
    return {_name(known[top][0]) for top in tops}


def test_everything_that_is_imported_is_a_direct_dependency() -> None:
    """What only comes along with another package may be gone with its next version."""
    runtime = {_name(each) for each in [*RUNTIME, *OPTIONAL]}
    assert _imported(*ROOMS) - runtime == set()
    tools = {_name(each) for each in [*GROUPS["build"], *GROUPS["dev"]]}
    assert _imported("tests", "bench") - runtime - tools == set()
