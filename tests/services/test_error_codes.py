"""Every error code is known: who is to blame, whether the same again can help, and what people are told."""

import ast
from collections.abc import Iterator

import pytest

from bot.texts import Texts
from services import errors
from services.error_codes import ERROR_CODES, Blame, RetryClass, blame_of, retry_class
from services.errors import LoragramError, ProviderError
from tests.support.sources import calls, name_of, python_files

ERRORS = {name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, LoragramError)}
ENDINGS = {"Broken": 0, "Rejected": 0, "_Ending": 0, "_ending": 2}
"""What gives a code to a finished job, and at which place."""
SOURCES = python_files("services", "bot")


def given_codes() -> Iterator[tuple[str, str]]:
    """Codes that are raised or kept, with the place."""
    for path in SOURCES:
        for name, call in calls(path):
            short = name.rpartition(".")[2]
            values = [keyword.value for keyword in call.keywords if keyword.arg == "error_code"]
            place = 0 if short in ERRORS else ENDINGS.get(short)
            if place is not None and len(call.args) > place:
                values.append(call.args[place])
            for value in values:
                yield from ((code, f"{name_of(path)}:{call.lineno}") for code in _words(value))


def _words(value: ast.expr) -> Iterator[str]:
    """The constants among which an expression chooses; those that are only compared with are none."""
    match value:
        case ast.Constant(value=str() as word):
            yield word
        case ast.IfExp():
            yield from _words(value.body)
            yield from _words(value.orelse)
        case ast.BoolOp():
            for part in value.values:
                yield from _words(part)


def test_every_code_that_is_raised_or_kept_is_in_the_table() -> None:
    """A code without a retry class would be repeated, or not, by accident."""
    unknown = {code: place for code, place in given_codes() if code not in ERROR_CODES}
    assert unknown == {}
    assert len(dict(given_codes())) > 80, "the walk finds what the source says"


def test_every_code_in_the_table_is_somewhere_in_the_source() -> None:
    """A row that nobody uses tells of an error that does not exist."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.name != "error_codes.py")
    assert [code for code in ERROR_CODES if f'"{code}"' not in text] == []


@pytest.mark.parametrize("code", sorted(ERROR_CODES))
def test_a_code_has_a_sentence_in_both_languages(code: str) -> None:
    """That both languages have the same keys is another test's."""
    assert Texts(strict=True).has(f"error-{code}")


def test_an_error_knows_its_retry_class_by_its_code() -> None:
    """The engine asks the error; the table answers."""
    assert ProviderError("provider-unreachable").retry is RetryClass.LATER
    assert errors.BrokenArtefactError("artefact-gone").retry is RetryClass.NEVER


def test_what_nobody_knows_is_not_repeated_and_is_ours() -> None:
    """To try again blindly may cost money; to blame somebody else hides a fault."""
    assert retry_class("unheard-of") is RetryClass.NEVER
    assert blame_of("unheard-of") is Blame.PROGRAM
    assert blame_of(None) is Blame.PROGRAM


def test_the_classes_of_errors_agree_with_the_table() -> None:
    """Silence of a provider or a storage passes; a broken artefact stays broken; only a lost outcome is unknown."""
    expected = {
        "ProviderError": RetryClass.LATER,
        "StorageError": RetryClass.LATER,
        "BusyError": RetryClass.LATER,
        "BrokenArtefactError": RetryClass.NEVER,
    }
    for path in SOURCES:
        for name, call in calls(path):
            wanted = expected.get(name.rpartition(".")[2])
            for code in _words(call.args[0]) if wanted and call.args else ():
                assert retry_class(code) is wanted, f"{code} at {name_of(path)}:{call.lineno}"
    assert [code for code, facts in ERROR_CODES.items() if facts.retry is RetryClass.UNKNOWN] == ["outcome-unknown"]
