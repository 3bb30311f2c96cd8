"""Names, objects and answers of Replicate that several tests use."""

from typing import Any

from services.providers.base import PaidCall
from services.providers.replicate import ReplicateAddresses, ReplicateProvider, ReplicateTimeouts
from services.providers.wire import Limits
from tests.support.clock import FakeClock

TOKEN = "r8_secret"
TRAINER = "ostris/flux-dev-lora-trainer"
TRAINER_PATH = f"/v1/models/{TRAINER}"
OFFICIAL_MODEL = "black-forest-labs/flux-dev-lora"
VERSION = "26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2"
TRAINED = f"acme/lora-1:{VERSION}"
HOOK = "https://bot.example/webhooks/replicate/secret-token"

TRAINING = PaidCall(
    TRAINER,
    {"input_images": "https://api.replicate.com/v1/files/face", "steps": 1000, "trigger_word": "a secret wish"},
    webhook_url=HOOK,
    start_timeout=7200,
    target="acme/lora-1",
)
PICTURE = PaidCall("trained-version", {"prompt": "a secret wish"}, webhook_url=HOOK, target=TRAINED)
OFFICIAL = PaidCall(OFFICIAL_MODEL, {"prompt": "a secret wish"})


def replicate_at(
    url: str, clock: FakeClock, username: str | None = "acme", patience: float = 20.0
) -> ReplicateProvider:
    """A provider below `url` that waits `patience` seconds for an answer: long where one will come."""
    limits = Limits(connect=patience, read=patience, total=2 * patience)
    return ReplicateProvider(
        TOKEN,
        ReplicateAddresses(url),
        username=username,
        trainers=frozenset({TRAINER}),
        clock=clock,
        timeouts=ReplicateTimeouts(limits, limits, limits, limits),
    )


def model(full_name: str = TRAINER, version: str | None = VERSION, **changed: Any) -> dict[str, Any]:
    """A model object."""
    owner, _, name = full_name.partition("/")
    latest = None if version is None else {"id": version, "openapi_schema": {}}
    return {"owner": owner, "name": name, "visibility": "private", "latest_version": latest, **changed}


def call(status: str = "starting", **changed: Any) -> dict[str, Any]:
    """A training or prediction object."""
    address = "https://api.replicate.com/v1/predictions/c-1"
    return {
        "id": "c-1",
        "model": TRAINER,
        "version": VERSION,
        "input": {},
        "output": None,
        "logs": "",
        "error": None,
        "status": status,
        "created_at": "2026-11-01T12:30:00.990893084Z",
        "data_removed": False,
        "urls": {"get": address, "cancel": f"{address}/cancel"},
        **changed,
    }


def problem(title: str, status: int, **more: Any) -> dict[str, Any]:
    """An error body; the detail repeats input, as the real one may."""
    return {"title": title, "detail": "a secret wish", "status": status, **more}
