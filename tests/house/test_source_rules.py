"""Rules that reviews would otherwise have to repeat. Each names its one exception."""

import ast
from pathlib import Path

import pytest

from tests.support.sources import ROOT, calls, name_of, python_files

NURSERIES = {"bot/nursery.py", "sandbox/nursery.py"}


def test_background_tasks_start_in_a_nursery() -> None:
    """A task started elsewhere is not drained at shutdown, and its exception is lost."""
    starts = {
        name_of(path)
        for path in python_files()
        for name, _ in calls(path)
        if name.rpartition(".")[2] in {"create_task", "ensure_future"} and name.split(".")[0] in {"asyncio", "loop"}
    }
    assert starts <= NURSERIES


def test_only_the_unit_of_work_commits() -> None:
    """A commit elsewhere tears an effect from its bookkeeping; the driver is where the unit of work's own arrives."""
    files = python_files("bot", "services", "db")
    commits = {name_of(path) for path in files for name, _ in calls(path) if name.endswith(".commit")}
    assert commits <= {"db/database.py", "db/sqlite_driver.py"}


def test_nobody_opens_a_transaction_beside_the_unit_of_work() -> None:
    """Engines and sessions are used by the database room alone."""
    files = python_files("bot", "services")
    makers = ("create_async_engine", "async_sessionmaker", "AsyncSession", "create_engine")
    assert {name_of(path) for path in files for name, _ in calls(path) if name in makers} == set()


def test_no_moment_is_naive() -> None:
    """`now()` without a zone is the machine's own opinion."""
    naive = set()
    for path in python_files():
        for name, call in calls(path):
            bare_now = name.endswith("datetime.now") and not call.args and not call.keywords
            if bare_now or name.endswith((".utcnow", ".utcfromtimestamp")):
                naive.add(f"{name_of(path)}:{call.lineno}")
    assert naive == set()


def test_services_ask_the_clock_they_were_given() -> None:
    """Code that asks the machine for the date cannot be tested ninety days later."""
    asks = {name_of(path) for path in python_files("services") for name, _ in calls(path) if name == "datetime.now"}
    assert asks <= {"services/ports.py"}


def test_no_exception_is_swallowed() -> None:
    """`except Exception: pass` hides the fault that the next reader looks for."""
    swallowed = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _catches_all(node) and _does_nothing(node.body):
                swallowed.add(f"{name_of(path)}:{node.lineno}")
    assert swallowed == set()


def test_sql_is_not_put_together_from_strings() -> None:
    """A value inside SQL text is an injection waiting; migrate.py puts in a constant of its own."""
    built = {
        name_of(path)
        for path in python_files("bot", "services", "db")
        for name, call in calls(path)
        if name in {"text", "sa.text", "sqlalchemy.text"}
        and any(not isinstance(arg, ast.Constant) for arg in call.args)
    }
    assert built <= {"db/migrate.py"}


def test_the_product_has_no_branch_for_the_sandbox() -> None:
    """Services and tables cannot tell a stand-in from the real service: they only know addresses."""
    knows = [name_of(path) for path in python_files("services", "db") if "sandbox" in _code_names(path)]
    assert knows == []


# In halves, so that a search for open ends does not find this list.
@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplementedError"])
def test_nothing_is_a_stub(mark: str) -> None:
    """A thing works or is not there."""
    assert [name_of(path) for path in python_files() if mark in path.read_text(encoding="utf-8")] == []


def test_tests_are_not_switched_off() -> None:
    """The one skip is for a PostgreSQL server that cannot be had, and the summary shows it."""
    off = {
        name_of(path)
        for path in python_files("tests")
        for name, _ in calls(path)
        if name in {"pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail", "pytest.xfail"}
    }
    assert off <= {"tests/support/databases.py"}


def test_every_room_of_services_is_a_package() -> None:
    """The wheel leaves out folders that are not."""
    folders = {path.parent for path in python_files()}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists() and folder != ROOT] == []


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}


def _does_nothing(body: list[ast.stmt]) -> bool:
    return all(isinstance(node, ast.Pass | ast.Continue) or _is_text(node) for node in body)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _code_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
