"""A stranger can read one function at a time and is told what it promises."""

import ast
from collections.abc import Iterator

from tests.support.sources import name_of, python_files

SCREEN = 40
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in python_files():
        yield name_of(path), ast.parse(path.read_text(encoding="utf-8"))


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = function.body[0]
    told = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) is not None else 0
    return function.end_lineno - function.lineno + 1 - told


def test_a_function_fits_a_screen() -> None:
    """40 lines, its docstring not counted."""
    long = {
        f"{name}: {node.name}": _lines(node)
        for name, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS) and _lines(node) > SCREEN
    }
    assert long == {}


def test_modules_and_public_names_say_what_they_promise() -> None:
    """Every module, class and function that others may use has a docstring."""
    silent = set()
    for name, tree in _trees():
        public = [node for node in tree.body if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and node.name[0] != "_"]
        silent |= {f"{name}: {node.name}" for node in public if ast.get_docstring(node) is None}
        if tree.body and ast.get_docstring(tree) is None:
            silent.add(name)
    assert silent == set()
