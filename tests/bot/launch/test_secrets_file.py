"""Secrets of the first run: made once, readable by the operator alone, never over files that exist."""

from pathlib import Path
from typing import Any

import pytest

from bot.launch.secrets_file import advice, make_missing_secrets
from bot.settings import Settings, SettingsError, load_settings

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(folder: Path, **overrides: Any) -> Settings:
    values = {"database_url": f"sqlite:///{folder / 'loragram.db'}", **overrides}
    return load_settings(folder=folder, env_file=None, overrides=values)


def test_the_first_run_makes_what_is_missing_for_the_operator_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    made = make_missing_secrets(load(folder), folder, real_token=True)
    assert set(made) == {"WEBHOOK_SECRET", "DATA_KEY"}
    assert (folder / "secrets.env").stat().st_mode & 0o777 == 0o600
    settings = load(folder)
    assert settings.data_key is not None
    assert settings.data_key.get_secret_value() == made["DATA_KEY"]


def test_the_second_run_makes_nothing(tmp_path: Path) -> None:
    make_missing_secrets(load(tmp_path), tmp_path, real_token=True)
    (tmp_path / "loragram.db").touch()
    before = (tmp_path / "secrets.env").read_bytes()
    assert make_missing_secrets(load(tmp_path), tmp_path, real_token=True) == {}
    assert (tmp_path / "secrets.env").read_bytes() == before


def test_a_chosen_key_is_kept(tmp_path: Path) -> None:
    made = make_missing_secrets(load(tmp_path, data_key=KEY), tmp_path, real_token=True)
    assert set(made) == {"WEBHOOK_SECRET"}
    assert advice(made, tmp_path) is None


def test_a_lost_key_is_never_replaced_over_existing_files(tmp_path: Path) -> None:
    """A new key would make every stored photo unreadable while looking fine."""
    (tmp_path / "loragram.db").touch()
    with pytest.raises(SettingsError, match="put that key back"):
        make_missing_secrets(load(tmp_path), tmp_path, real_token=True)
    assert not (tmp_path / "secrets.env").exists()


def test_postgresql_wants_the_key_to_be_chosen(tmp_path: Path) -> None:
    settings = load(tmp_path, database_url="postgresql://localhost/x")
    with pytest.raises(SettingsError, match="same on every machine"):
        make_missing_secrets(settings, tmp_path, real_token=True)


def test_the_operator_is_told_to_back_the_key_up(tmp_path: Path) -> None:
    made = make_missing_secrets(load(tmp_path), tmp_path, real_token=True)
    said = advice(made, tmp_path)
    assert said is not None
    assert "Back this file up" in said
    assert made["DATA_KEY"] not in said
