"""Settings: defaults that work, and faults said in words a newcomer understands."""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.commands.preparation import secrets_of
from bot.settings import Role, Settings, SettingsError, load_settings
from services.billing.access import AccessMode

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine that runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(tmp_path: Path, text: str = "", **overrides: object) -> Settings:
    env = tmp_path / ".env"
    env.write_text(text)
    return load_settings(folder=tmp_path, env_file=env, overrides=overrides)


def test_everything_has_a_default_and_addresses_are_the_real_ones(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.fal_queue_url == "https://queue.fal.run"
    assert settings.database_url == "sqlite:///data/loragram.db"
    assert settings.storage_url == "data/files"
    assert (settings.trainings_per_month, settings.images_per_day) == (5, 50)
    limits = (settings.monthly_budget_usd, settings.budget_alert_usd, settings.max_free_training_usd)
    assert limits == (Decimal(200), Decimal(150), Decimal(2))
    assert settings.access is AccessMode.INVITE


def test_empty_lines_of_the_example_count_as_not_set(tmp_path: Path) -> None:
    settings = load(tmp_path, "BOT_TOKEN=\nADMIN_IDS=\nPUBLIC_URL=\n")
    assert (settings.bot_token, settings.admin_ids, settings.public_url) == (None, (), None)


@pytest.mark.parametrize("text", ["11,22", "11, 22", "11 22", "[11, 22]"])
def test_admin_ids_are_a_list(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, f"ADMIN_IDS={text}\n").admin_ids == (11, 22)


def test_one_admin_is_a_list_too(tmp_path: Path) -> None:
    assert load(tmp_path, "ADMIN_IDS=11\n").admin_ids == (11,)


def test_the_environment_wins_over_the_file_and_the_file_over_made_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secrets.env").write_text("WEBHOOK_SECRET=" + "a" * 40 + "\nPORT=1\nHOST=one\n")
    monkeypatch.setenv("PORT", "3")
    settings = load(tmp_path, "PORT=2\nHOST=two\n")
    assert (settings.port, settings.host) == (3, "two")
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.get_secret_value() == "a" * 40


def test_overrides_win_over_everything(tmp_path: Path) -> None:
    assert load(tmp_path, "PORT=2\n", port=9).port == 9


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("BOT_TOKEN=hello", "BOT_TOKEN does not look like a token from @BotFather"),
        ("WEBHOOK_SECRET=short", "WEBHOOK_SECRET must be 32 to 256 characters"),
        ("PUBLIC_URL=http://example.org", "PUBLIC_URL must begin with https://"),
        ("PUBLIC_URL=example.org", "PUBLIC_URL must be a full address"),
        ("FAL_QUEUE_URL=http://10.0.0.1", "FAL_QUEUE_URL must begin with https://"),
        ("TELEGRAM_API_URL=https://user@example.org", "TELEGRAM_API_URL must not carry a user name"),
        ("DATA_KEY=abc", "DATA_KEY must be 32 random bytes"),
        ("ADMIN_IDS=@ann", "ADMIN_IDS must be Telegram user ids"),
        ("ACCESS=friends", "ACCESS"),
        ("ACCESS=admins", "ADMIN_IDS is empty"),
        ("PORT=99999", "PORT"),
        ("MONTHLY_BUDGET_USD=-1", "MONTHLY_BUDGET_USD"),
        ("TRAINING_PROVIDER=other", "TRAINING_PROVIDER"),
        ("TRAINING_PROVIDER=fal,fal", "TRAINING_PROVIDER names the same provider twice"),
        ("REPLICATE_API_URL=http://example.org", "REPLICATE_API_URL must begin with https://"),
        ("PRICES=fal-ai/flux-lora", "PRICES must read like"),
        ("COACH_LIMITS=warn_drak=50", "COACH_LIMITS there is no limit warn_drak"),
        ("COACH_LIMITS=refuse_dark=90", "COACH_LIMITS refuse_dark must not be above warn_dark"),
        ("PRICES=fal-ai/flux-lora=1e-30", "PRICES must give fal-ai/flux-lora a price in USD from 0.000001"),
        ("LOG_LEVEL=chatty", "LOG_LEVEL must be"),
    ],
)
def test_a_fault_names_the_setting_and_what_to_write(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(SettingsError) as fault:
        load(tmp_path, line + "\n")
    assert words in str(fault.value)


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("FAL_KEY=a\nREPLICATE_API_TOKEN=b", ("fal", "replicate")),
        ("FAL_KEY=a\nREPLICATE_API_TOKEN=b\nTRAINING_PROVIDER=Replicate, fal", ("replicate", "fal")),
        ("FAL_KEY=a\nREPLICATE_API_TOKEN=b\nTRAINING_PROVIDER=replicate", ("replicate",)),
        ("FAL_KEY=a\nTRAINING_PROVIDER=replicate,fal", ("fal",)),
        ("TRAINING_PROVIDER=fal", ()),
    ],
)
def test_the_order_of_providers_is_the_operators(tmp_path: Path, line: str, order: tuple[str, ...]) -> None:
    """Only those that have a key count; without a list all of them do."""
    assert load(tmp_path, f"{line}\n").providers_in_order == order


def test_faults_never_repeat_a_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as fault:
        load(tmp_path, "BOT_TOKEN=not-a-token-but-secret\nDATA_KEY=also-secret\n")
    assert "secret" not in str(fault.value).replace("WEBHOOK_SECRET", "")


def test_secrets_print_as_stars(tmp_path: Path) -> None:
    settings = load(tmp_path, f"BOT_TOKEN=1234567:abcdefghij\nDATA_KEY={KEY}\nFAL_KEY=fal-secret\n")
    assert not any(part in repr(settings) for part in ("abcdefghij", KEY, "fal-secret"))


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:1", "[::1]:5"])
def test_plain_http_is_fine_on_this_machine(tmp_path: Path, host: str) -> None:
    assert load(tmp_path, f"PUBLIC_URL=http://{host}/\n").public_url == f"http://{host}"


def test_the_password_of_the_database_is_a_secret_too(tmp_path: Path) -> None:
    """It is part of an address: settings print without it, and logs lose it as written and as meant."""
    settings = load(tmp_path, database_url="postgresql://bot:hunter%2Fhunter@db.example/bot")
    assert "hunter" not in repr(settings)
    assert {"hunter%2Fhunter", "hunter/hunter"} <= set(secrets_of(settings))
    assert all(secrets_of(load(tmp_path)))


@pytest.mark.parametrize("name", ["password", "sslpassword"])
def test_a_password_behind_the_address_of_the_database_is_one_too(tmp_path: Path, name: str) -> None:
    """Drivers take it from the query as well."""
    settings = load(tmp_path, database_url=f"postgresql://db.example/bot?user=bot&{name}=hunter%2F+hunter")
    assert {"hunter%2F+hunter", "hunter/ hunter"} <= set(secrets_of(settings))


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
def test_the_key_of_the_bucket_is_a_secret_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The S3 client reads it by itself, and may quote it when it fails."""
    assert "the-key-of-the-bucket" not in secrets_of(load(tmp_path))
    monkeypatch.setenv(name, "the-key-of-the-bucket")
    assert "the-key-of-the-bucket" in secrets_of(load(tmp_path))


@pytest.mark.parametrize("name", ["acme", "_Acme.2-b"])
def test_the_owner_of_models_is_a_name(tmp_path: Path, name: str) -> None:
    assert load(tmp_path, f"REPLICATE_USERNAME={name}\n").replicate_username == name


@pytest.mark.parametrize("name", ["a/b", "https://replicate.com/acme", "..", "acme?x", "a b", "@acme", "a" * 101])
def test_an_owner_that_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    """It becomes part of addresses, and would lead somewhere else."""
    with pytest.raises(SettingsError, match="REPLICATE_USERNAME must be the name alone"):
        load(tmp_path, f"REPLICATE_USERNAME={name}\n")


SHARED = {
    "database_url": "postgresql://bot@db/loragram",
    "storage_url": "s3://bucket/loragram",
    "public_url": "https://bot.example.org",
    "webhook_secret": "a" * 40,
}


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_role_of_its_own_needs_what_all_processes_share(tmp_path: Path, role: str) -> None:
    """Everything that is missing is named at once."""
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, f"ROLE={role}\n")
    for name in ("DATABASE_URL", "STORAGE_URL", "PUBLIC_URL", "WEBHOOK_SECRET"):
        assert name in str(refused.value)
    assert load(tmp_path, f"ROLE={role}\n", **SHARED).role is Role(role)


@pytest.mark.parametrize(
    ("lacking", "value"), [("database_url", "sqlite:///x.db"), ("storage_url", "/mnt/share"), ("public_url", None)]
)
def test_a_role_of_its_own_is_refused_on_ground_that_is_not_shared(
    tmp_path: Path, lacking: str, value: str | None
) -> None:
    """Only what is wrong is named."""
    with pytest.raises(SettingsError, match=lacking.upper()) as refused:
        load(tmp_path, "ROLE=web\n", **(SHARED | {lacking: value}))
    assert sum(name.upper() in str(refused.value) for name in SHARED) == 1


def test_one_process_with_everything_needs_nothing_of_that(tmp_path: Path) -> None:
    """The default."""
    assert load(tmp_path).role is Role.ALL


@pytest.mark.parametrize(
    ("public", "telegram", "app"),
    [
        ("https://bot.example.org", "https://api.telegram.org", "https://bot.example.org/app/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8090/telegram", "http://127.0.0.1:8080/app/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8081", None),
        ("http://127.0.0.1:8080", "https://api.telegram.org", None),
        (None, "https://api.telegram.org", None),
        (None, "http://127.0.0.1:8090/telegram", None),
    ],
)
def test_the_mini_app_is_where_telegram_takes_it(
    tmp_path: Path, public: str | None, telegram: str, app: str | None
) -> None:
    """A button with an address that Telegram refuses would cost the whole message; only the sandbox takes plain http,
    Telegram's own program on this machine does not."""
    assert load(tmp_path, public_url=public, telegram_api_url=telegram).app_url == app
