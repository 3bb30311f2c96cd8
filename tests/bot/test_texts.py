"""Texts: both languages say the same things, plurals really change, and every error has its sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.texts import LOCALES, Html, MissingTextError, Texts
from db.enums import Language

ROOT = Path(__file__).parents[2]
MESSAGE_LIMIT = 4096


class Placeholders(Visitor):
    """Collects the variables of a pattern."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, set[str]]:
    """Placeholders by key (`message` or `message.attribute`)."""
    found: dict[str, set[str]] = {}
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name}: {entry.content[:80]}"
            if isinstance(entry, ftl.Message):
                for key, pattern in patterns(entry):
                    assert key not in found, f"{key} stands twice in {language}"
                    visitor = Placeholders()
                    visitor.visit(pattern)
                    found[key] = visitor.names
    return found


def patterns(message: ftl.Message) -> Iterator[tuple[str, ftl.Pattern]]:
    if message.value is not None:
        yield message.id.name, message.value
    for attribute in message.attributes:
        yield f"{message.id.name}.{attribute.id.name}", attribute.value


def error_classes() -> set[str]:
    tree = ast.parse((ROOT / "services/errors.py").read_text())
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Error")}


def error_codes() -> dict[str, str]:
    """Every code that services raise or give to a finished job, with a place where."""
    raisers, codes = error_classes(), {}
    for path in (ROOT / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [keyword.value for keyword in node.keywords if keyword.arg == "error_code"]
            if (name in raisers or name == "Rejected") and node.args:
                given.append(node.args[0])
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    codes[value.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return codes


def alert_codes() -> set[str]:
    codes = set()
    for path in [*(ROOT / "services").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "alert_admins":
                codes |= {
                    keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
                }
    return codes


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, russian = messages("en"), messages("ru")
    assert english.keys() == russian.keys()
    assert {key for key in english if english[key] != russian[key]} == set()


def test_every_error_code_of_services_has_a_text() -> None:
    texts = Texts(strict=True)
    missing = {code: place for code, place in error_codes().items() if not texts.has(f"error-{code}")}
    assert missing == {}


def test_every_admin_alert_has_a_text() -> None:
    codes = alert_codes()
    assert codes
    assert {code for code in codes if not Texts(strict=True).has(f"alert-{code}")} == set()


def test_russian_plurals_change_with_the_number() -> None:
    """1, 2 and 5 take three different forms."""
    texts = Texts(strict=True)
    forms = {texts.plain(Language.RU, "error-credits-short", need=need, have=7) for need in (1, 2, 5)}
    assert [form.split(",")[0] for form in sorted(forms)] == ["Нужно 1 кредит", "Нужно 2 кредита", "Нужно 5 кредитов"]


@pytest.mark.parametrize("language", list(Language))
def test_a_card_of_unknown_outcome_speaks_of_no_credits(language: Language) -> None:
    """They are off by default, and who has none must not fear for them."""
    shown = Texts(strict=True).plain(language, "generation-state-checking").casefold()
    assert "credit" not in shown
    assert "кредит" not in shown


def test_every_plural_with_a_number_names_the_three_russian_forms() -> None:
    """A Russian text that selects by `one` also knows `few` and `many`."""
    for path in (LOCALES / "ru").glob("*.ftl"):
        collector = Selectors()
        collector.visit(FluentParser().parse(path.read_text(encoding="utf-8")))
        for keys in collector.variants:
            if "one" in keys or "few" in keys or "many" in keys:
                assert {"one", "few", "many"} <= keys, f"{path.name}: {keys}"


class Selectors(Visitor):
    """Collects the variant names of each selection."""

    def __init__(self) -> None:
        super().__init__()
        self.variants: list[set[str]] = []

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:
        self.variants.append({v.key.name for v in node.variants if isinstance(v.key, ftl.Identifier)})
        self.generic_visit(node)


@pytest.mark.parametrize("language", list(Language))
def test_no_text_exceeds_telegrams_limits(language: Language) -> None:
    """Measured on the source, which is at least as long as what one choice of variants gives."""
    for path in (LOCALES / language).glob("*.ftl"):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(entry, ftl.Message):
                continue
            for key, pattern in patterns(entry):
                length = pattern.span.end - pattern.span.start if pattern.span else 0
                assert length <= limit_of(key), key


def limit_of(key: str) -> int:
    if key.startswith("command-"):
        return 256
    if key == "bot-short-description":
        return 120
    if key == "bot-description":
        return 512
    return MESSAGE_LIMIT


def test_parameters_are_escaped_unless_they_are_markup() -> None:
    """A person's name cannot break or decorate a message."""
    texts = Texts(strict=True)
    assert "&lt;b&gt;Ann" in texts.text(Language.EN, "start-welcome", name="<b>Ann")
    assert "<b>Ann</b>" in texts.text(Language.EN, "start-welcome", name=Html("<b>Ann</b>"))
    assert "<Ann & Bob>" in texts.plain(Language.EN, "start-welcome", name="<Ann & Bob>")


def test_no_isolating_marks() -> None:
    assert "\u2068" not in Texts(strict=True).text(Language.RU, "start-welcome", name="Аня")


def test_a_missing_text_raises_in_tests_and_falls_back_to_english_in_production(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "ru").mkdir()
    (tmp_path / "en" / "a.ftl").write_text("hello = Hello\n")
    with pytest.raises(MissingTextError):
        Texts(tmp_path, strict=True).text(Language.RU, "hello")
    assert Texts(tmp_path).text(Language.RU, "hello") == "Hello"
    assert Texts(tmp_path).text(Language.RU, "nothing") == "nothing"


def test_a_missing_parameter_raises_in_tests() -> None:
    with pytest.raises(MissingTextError):
        Texts(strict=True).text(Language.EN, "start-welcome")
