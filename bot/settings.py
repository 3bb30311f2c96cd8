"""Everything an operator can choose, read from the environment, `.env` and the secrets of the first run.

Names in the environment are the field names in capitals. Outside addresses default to the real services.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import settings_checks as checks
from services.billing.access import AccessMode
from services.photos.coach_limits import CoachLimits

DATA_FOLDER = Path("data")
SECRETS_NAME = "secrets.env"


class ProviderName(StrEnum):
    """Who can train and draw, in the order in which they are taken when the operator names none."""

    FAL = "fal"
    REPLICATE = "replicate"


class Pricing(StrEnum):
    """What people pay. `free`: the operator pays, quotas and the budget protect the operator."""

    FREE = "free"


class NsfwGate(StrEnum):
    """Who looks for sexual content in photos and pictures. `auto`: our own model where it is installed. `off`: nobody
    but the providers. `required`: our own model, or the bot does not start."""

    AUTO = "auto"
    OFF = "off"
    REQUIRED = "required"


class Role(StrEnum):
    """What a process does. `web` takes in what Telegram, providers and browsers send, `worker` does the work; any
    number of each share one PostgreSQL and one bucket. `all` is both in one process."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


class LogFormat(StrEnum):
    """How a log line is written: for people, or one JSON object per line for a collector."""

    TEXT = "text"
    JSON = "json"


class SettingsError(Exception):
    """The settings cannot be used; the message lists every fault, one per line."""


class Settings(BaseSettings):
    """The operator's choices. Secrets print as stars."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    role: Role = Role.ALL
    bot_token: SecretStr | None = None
    webhook_secret: SecretStr | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    access: AccessMode = AccessMode.INVITE

    telegram_api_url: str = "https://api.telegram.org"
    fal_key: SecretStr | None = None
    fal_account_id: str | None = None
    fal_api_url: str = "https://api.fal.ai"
    fal_queue_url: str = "https://queue.fal.run"
    fal_run_url: str = "https://fal.run"
    fal_rest_url: str = "https://rest.fal.ai"
    fal_cdn_url: str = "https://v3.fal.media"
    fal_jwks_url: str = "https://rest.fal.ai/.well-known/jwks.json"
    replicate_api_token: SecretStr | None = None
    replicate_username: str | None = None
    replicate_api_url: str = "https://api.replicate.com"

    database_url: str = Field(default="sqlite:///data/loragram.db", repr=False)  # may carry a password
    storage_url: str = "data/files"
    data_key: SecretStr | None = None

    training_provider: Annotated[tuple[ProviderName, ...], NoDecode] = ()
    prices: Annotated[Mapping[str, Decimal], NoDecode] = Field(default={})
    pricing: Pricing = Pricing.FREE
    trainings_per_month: int = Field(default=5, ge=0)
    images_per_day: int = Field(default=50, ge=0)
    monthly_budget_usd: Decimal = Field(default=Decimal(200), ge=0)
    budget_alert_usd: Decimal = Field(default=Decimal(150), ge=0)
    max_free_training_usd: Decimal = Field(default=Decimal(2), ge=0)
    coach_limits: Annotated[CoachLimits, NoDecode] = CoachLimits()

    nsfw_gate: NsfwGate = NsfwGate.AUTO
    blocked_names_file: str | None = None

    fal_looks_per_second: float = Field(default=8.0, gt=0)
    replicate_looks_per_second: float = Field(default=40.0, gt=0)
    messages_per_second: float = Field(default=25.0, gt=0)
    tick_factor: float = Field(default=1.0, gt=0, le=10)
    """All intervals of background work are multiplied by this; below 1 makes tests and the demo quicker."""
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.TEXT
    metrics_token: SecretStr | None = None
    backup_folder: str | None = None
    backups_kept: int = Field(default=14, ge=1)

    @field_validator("bot_token")
    @classmethod
    def _check_token(cls, value: SecretStr | None) -> SecretStr | None:
        return value and SecretStr(checks.bot_token(value.get_secret_value()))

    @field_validator("webhook_secret")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        return value and SecretStr(checks.webhook_secret(value.get_secret_value()))

    @field_validator("metrics_token")
    @classmethod
    def _check_metrics_token(cls, value: SecretStr | None) -> SecretStr | None:
        return value and SecretStr(checks.metrics_token(value.get_secret_value()))

    @field_validator("data_key")
    @classmethod
    def _check_data_key(cls, value: SecretStr | None) -> SecretStr | None:
        return value and SecretStr(checks.data_key(value.get_secret_value()))

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        return checks.id_list(value)

    @field_validator(
        "public_url", "telegram_api_url", "fal_api_url", "fal_queue_url", "fal_run_url", "fal_rest_url",
        "fal_cdn_url", "fal_jwks_url", "replicate_api_url",
    )  # fmt: skip
    @classmethod
    def _check_address(cls, value: str | None) -> str | None:
        return value and checks.outside_address(value)

    @field_validator("replicate_username")
    @classmethod
    def _check_account(cls, value: str | None) -> str | None:
        return value and checks.account_name(value)

    @field_validator("training_provider", mode="before")
    @classmethod
    def _split_providers(cls, value: object) -> object:
        return checks.name_list(value)

    @field_validator("prices", mode="before")
    @classmethod
    def _read_prices(cls, value: object) -> object:
        return checks.price_list(value) if isinstance(value, str) else value

    @field_validator("coach_limits", mode="before")
    @classmethod
    def _read_coach_limits(cls, value: object) -> object:
        return CoachLimits.changed(checks.number_list(value)) if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _check_log_level(cls, value: str) -> str:
        level = value.upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level

    @model_validator(mode="after")
    def _check_together(self) -> "Settings":
        if self.access is AccessMode.ADMINS and not self.admin_ids:
            raise ValueError("ACCESS=admins lets nobody in while ADMIN_IDS is empty: add your Telegram id")
        if self.role is not Role.ALL:
            checks.shared_ground(
                self.role.value,
                database_url=self.database_url,
                storage_url=self.storage_url,
                public_url=self.public_url,
                has_webhook_secret=self.webhook_secret is not None,
            )
        return self

    @property
    def keyed_providers(self) -> tuple[str, ...]:
        """The providers that have a key."""
        keys = {ProviderName.FAL: self.fal_key, ProviderName.REPLICATE: self.replicate_api_token}
        return tuple(name.value for name, key in keys.items() if key is not None)

    @property
    def providers_in_order(self) -> tuple[str, ...]:
        """Where new trainings may go, the preferred one first: those of TRAINING_PROVIDER that have a key, or all
        that have one."""
        wanted = [name.value for name in self.training_provider or ProviderName]
        return tuple(name for name in wanted if name in self.keyed_providers)

    @property
    def sandbox_url(self) -> str | None:
        """Where the sandbox's page is, whose Telegram this bot uses; None in the real world."""
        return checks.sandbox_of(self.telegram_api_url)

    @property
    def app_url(self) -> str | None:
        """Where Telegram may open the Mini App, with a slash at the end. None without a PUBLIC_URL that its clients
        take: only the sandbox's open plain http."""
        if self.public_url and (self.public_url.startswith("https://") or self.sandbox_url):
            return f"{self.public_url}/app/"
        return None

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.database_url.startswith("sqlite")


def load_settings(
    *, folder: Path = DATA_FOLDER, env_file: Path | None = Path(".env"), overrides: Mapping[str, Any] | None = None
) -> Settings:
    """Settings from, strongest first: `overrides` (field names), environment, `env_file`, the folder's secrets.

    Raises SettingsError.
    """
    files = [path for path in (folder / SECRETS_NAME, env_file) if path is not None]
    try:
        return Settings(_env_file=tuple(files), **dict(overrides or {}))
    except ValidationError as error:
        raise SettingsError(_readable(error)) from None


def _readable(error: ValidationError) -> str:
    lines = ["These settings cannot be used (see .env.example):"]
    for fault in error.errors(include_url=False, include_input=False):
        name = "_".join(str(part) for part in fault["loc"][:1]).upper()
        message = fault["msg"].removeprefix("Value error, ")
        lines.append(f"  {name} {message}" if name else f"  {message}")
    return "\n".join(lines)
