"""What judges words and pictures follows the settings, and what may not run does not start."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap_providers import price_book
from bot.bootstrap_safety import build_gate, build_words, coach_limits
from bot.doctor.findings import Level
from bot.doctor.settings_check import settings_findings
from bot.settings import Settings, SettingsError
from services.errors import InvalidInputError
from services.photos import explicit_model
from services.photos.coach_limits import CoachLimits
from services.photos.workshop import Workshop
from services.safety.gate import PictureGate

COACH = CoachLimits()


def made(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explicit_model, "PACKAGE", "no_such_package_anywhere")


def test_listed_names_are_refused(tmp_path: Path) -> None:
    """The file of the setting is read; without it there are no names."""
    file = tmp_path / "names.txt"
    file.write_text("Jane Sample\n", encoding="utf-8")
    with pytest.raises(InvalidInputError):
        build_words(made(blocked_names_file=str(file))).check_name("Jane Sample")
    build_words(made()).check_name("Jane Sample")


def test_a_list_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    """A typing error in its path must not leave people unprotected."""
    with pytest.raises(SettingsError, match="BLOCKED_NAMES_FILE"):
        build_words(made(blocked_names_file=str(tmp_path / "none.txt")))


@pytest.mark.parametrize("choice", ["auto", "required"])
def test_with_the_extra_pictures_are_looked_at(choice: str) -> None:
    """As it is in the image."""
    assert isinstance(build_gate(made(nsfw_gate=choice), Workshop(), COACH), PictureGate)


def test_off_looks_at_nothing_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """Neither at photos nor at pictures; the log and the doctor tell."""
    settings = made(nsfw_gate="off")
    with caplog.at_level(logging.WARNING):
        assert build_gate(settings, Workshop(), COACH) is None
    assert "NSFW_GATE=off" in caplog.text
    assert coach_limits(settings).refuse_explicit > 1
    assert coach_limits(made()).refuse_explicit == COACH.refuse_explicit
    assert [found.level for found in about_the_gate(settings)] == [Level.WARNING]


def test_without_the_extra_it_says_so_or_does_not_start(
    without_the_extra: None, caplog: pytest.LogCaptureFixture
) -> None:
    """An operator must know that nobody of ours looks."""
    with caplog.at_level(logging.WARNING):
        assert build_gate(made(), Workshop(), COACH) is None
    assert "nothing of ours looks" in caplog.text
    assert [found.level for found in about_the_gate(made())] == [Level.WARNING]
    with pytest.raises(SettingsError, match="NSFW_GATE"):
        build_gate(made(nsfw_gate="required"), Workshop(), COACH)
    assert [found.level for found in about_the_gate(made(nsfw_gate="required"))] == [Level.FAULT]


def test_the_doctor_has_nothing_to_say_where_pictures_are_looked_at() -> None:
    """The usual case."""
    assert about_the_gate(made()) == []


def about_the_gate(settings: Settings) -> list[Any]:
    return [found for found in settings_findings(settings, [], price_book(settings)) if "sexual" in found.text]
