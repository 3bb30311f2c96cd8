"""compose.yaml and what it mounts, as far as they can be checked without a container engine."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.runtime import DRAIN_SECONDS, LAST_WORDS_SECONDS, NOTICE_SECONDS
from bot.settings import Role, Settings
from bot.web.api.api import PREFIX
from bot.web.telegram_inbox import PATH
from services.storage.links import ROUTE
from tests.support.sources import ROOT

COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: Mapping[str, Any] = COMPOSE["services"]
OURS = {name: each for name, each in SERVICES.items() if each["image"] == "loragram"}
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
FRONTS = ("front", "balancer")


def of_profile(*profiles: str) -> set[str]:
    return {name for name, each in SERVICES.items() if set(each.get("profiles", [])) <= set(profiles)}


def replicas(name: str) -> int:
    return int(SERVICES[name].get("deploy", {}).get("replicas", 1))


def test_who_runs_in_which_profile() -> None:
    """Without one the bot alone; two that take in, two that work, and what they stand on, in `scale`."""
    assert of_profile() == {"bot"}
    assert of_profile("tls") == {"bot", "front"}
    roles = [each["environment"].get("ROLE", "all") for name, each in OURS.items() for _ in range(replicas(name))]
    assert sorted(roles) == [Role.ALL, Role.WEB, Role.WEB, Role.WORKER, Role.WORKER]
    assert of_profile("scale") == {"bot", "web-1", "web-2", "worker", "balancer", "postgres", "s3", "bucket"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_are_told_what_they_read(name: str) -> None:
    """A name that is no setting would be passed over in silence."""
    assert set(OURS[name]["environment"]) <= {field.upper() for field in Settings.model_fields}
    assert OURS[name]["env_file"] == ".env"


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_are_left_the_time_to_drain(name: str) -> None:
    """The engine kills what has not ended by then."""
    grace = float(OURS[name]["stop_grace_period"].removesuffix("s"))
    assert grace > NOTICE_SECONDS + DRAIN_SECONDS + LAST_WORDS_SECONDS + 5


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_are_shut_in(name: str) -> None:
    """Nothing to write to but the volumes, no rights to gain."""
    each = OURS[name]
    assert each["read_only"] is True
    assert each["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in each["security_opt"]
    volumes = {volume.split(":")[1] for volume in each["volumes"]}
    made = re.search(r"install --directory .* (/app/data .*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert made is not None
    assert volumes == set(made[1].split())  # a volume takes its owner from the folder of the image


@pytest.mark.parametrize("name", sorted(set(OURS) - {"bot"}))
def test_parts_begin_on_firm_ground(name: str) -> None:
    """They refuse to start without their database and bucket."""
    assert {on: how["condition"] for on, how in OURS[name]["depends_on"].items()} == {
        "postgres": "service_healthy",
        "s3": "service_healthy",
        "bucket": "service_completed_successfully",
    }


def test_only_fronts_face_the_internet() -> None:
    """The bot's own port is for this machine; database and files have none."""
    ports = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}
    assert ports == {"bot": ["127.0.0.1:8080:8080"], "front": ["80:80", "443:443"], "balancer": ["80:80", "443:443"]}


@pytest.mark.parametrize("name", FRONTS)
def test_a_front_knows_whom_to_ask(name: str) -> None:
    """By the names and the port of those behind it."""
    upstreams = SERVICES[name]["environment"]["UPSTREAMS"].split()
    behind = {"front": ["bot"], "balancer": ["web-1", "web-2"]}[name]
    assert upstreams == [f"{each}:{OURS[each]['environment']['PORT']}" for each in behind]
    assert SERVICES[name]["depends_on"] == behind
    assert all(f"${{{variable}}}".replace("${", "{$") in CADDYFILE for variable in SERVICES[name]["environment"])


def test_the_front_passes_our_doors_and_nothing_else() -> None:
    """Health and figures stay inside, and whatever comes next until somebody names it."""
    doors = re.search(r"@doors path (.*)", CADDYFILE)
    assert doors is not None
    assert doors[1].split() == [PATH, "/webhooks/*", f"{ROUTE}*", f"{PREFIX}/*", "/app", "/app/*"]
    assert CADDYFILE.index("handle @doors") < CADDYFILE.index("handle {") < CADDYFILE.index("respond 404")
    assert "health_uri /readyz" in CADDYFILE
    assert CADDYFILE.count("{") == CADDYFILE.count("}")


def test_no_secret_has_a_default() -> None:
    """One that everybody knows is none."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"(?<!\$)\$\{(\w+):-(.*?)\}", text))
    assert set(defaults.values()) == {""}
    assert {"POSTGRES_PASSWORD", "AWS_SECRET_ACCESS_KEY"} <= set(defaults)


def script_of(name: str) -> str:
    """What a service's shell runs, as Compose hands it over."""
    shell, flag, script = SERVICES[name]["entrypoint"]
    assert (shell, flag) == ("sh", "-c")
    return str(script).replace("$$", "$")


def run(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The script with programs that only say how they were called."""
    for program in ("weed", "aws", "caddy"):
        (folder / program).write_text(f'#!/bin/sh\necho "{program} $*"\n[ "$2" != head-bucket ]\n')
        (folder / program).chmod(0o700)
    script = script_of(name).replace("/tmp/s3.json", str(folder / "s3.json"))
    return subprocess.run(
        ["sh", "-c", script], env={"PATH": f"{folder}:/usr/bin:/bin", **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "missing", "given"),
    [
        ("front", "PUBLIC_URL", {}),
        ("balancer", "PUBLIC_URL", {}),
        ("s3", "AWS_ACCESS_KEY_ID", {"AWS_SECRET_ACCESS_KEY": "secret"}),
        ("s3", "AWS_SECRET_ACCESS_KEY", {"AWS_ACCESS_KEY_ID": "id"}),
        ("bucket", "STORAGE_URL", {"STORAGE_URL": ""}),
    ],
)
def test_what_is_missing_in_the_settings_is_said(
    tmp_path: Path, name: str, missing: str, given: Mapping[str, str]
) -> None:
    """An S3 server without keys would let in everybody."""
    refused = run(name, tmp_path, **given)
    assert refused.returncode != 0
    assert f"put {missing}" in refused.stderr
    assert refused.stdout == ""


def test_the_s3_server_gets_the_keys(tmp_path: Path) -> None:
    """In a file of its own that nobody else reads, as JSON."""
    started = run("s3", tmp_path, AWS_ACCESS_KEY_ID="id", AWS_SECRET_ACCESS_KEY="secret")
    assert started.stdout.startswith("weed server ")
    (identity,) = yaml.safe_load((tmp_path / "s3.json").read_text())["identities"]
    assert identity["credentials"] == [{"accessKey": "id", "secretKey": "secret"}]
    assert (tmp_path / "s3.json").stat().st_mode & 0o777 == 0o600


def test_the_bucket_of_the_settings_is_made(tmp_path: Path) -> None:
    """When it is not there yet; a prefix is not part of its name."""
    made = run("bucket", tmp_path, STORAGE_URL="s3://photos/some/prefix")
    assert made.returncode == 0
    assert made.stdout.splitlines() == [
        "aws s3api head-bucket --bucket photos",
        "aws s3api create-bucket --bucket photos",
    ]
