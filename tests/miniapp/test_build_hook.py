"""The build hook with Node from its wheel: what it does when the app cannot be built, on machines without Node."""

import json
from pathlib import Path

import pytest
from hatchling.bridge.app import Application

from miniapp.build import BuildError, MiniAppHook
from tests.packaging.checkouts import without_node

PAGE = "require('fs').mkdirSync('dist'); require('fs').writeFileSync('dist/index.html', process.version)"


class Terminal(Application):
    """Keeps the warnings."""

    def __init__(self) -> None:
        super().__init__()
        self.warnings: list[str] = []

    def display_warning(self, message: str = "", **kwargs: object) -> None:
        """Written down."""
        self.warnings.append(message)


def hook(root: Path, script: str) -> tuple[MiniAppHook, Terminal]:
    """The hook of a checkout whose app has no packages and this build script."""
    for name in ("miniapp/src", "bot/web"):
        (root / name).mkdir(parents=True)
    package = {"name": "app", "version": "1.0.0", "scripts": {"build": script}}
    (root / "miniapp" / "package.json").write_text(json.dumps(package))
    lock = {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": package}}
    (root / "miniapp" / "package-lock.json").write_text(json.dumps(lock))
    terminal = Terminal()
    return MiniAppHook(str(root), {}, None, None, str(root), "wheel", terminal), terminal


def test_node_comes_from_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for what npm starts, npm again included; the machine needs none."""
    monkeypatch.setenv("PATH", without_node(tmp_path / "programs"))
    building, terminal = hook(tmp_path / "checkout", f'npm --version && node -e "{PAGE}"')
    building.initialize("standard", {})
    page = tmp_path / "checkout" / "bot" / "web" / "miniapp_assets" / "index.html"
    assert page.read_text().startswith("v24.")
    assert terminal.warnings == []


def test_a_wheel_without_the_app_is_not_made(tmp_path: Path) -> None:
    """Who installs it could not build the app later."""
    building, _ = hook(tmp_path, "echo no such luck && exit 3")
    with pytest.raises(BuildError, match="no such luck"):
        building.initialize("standard", {})


def test_a_working_tree_is_installed_with_a_warning(tmp_path: Path) -> None:
    """The bot works without the app, and `make run` tries again."""
    building, terminal = hook(tmp_path, "echo no such luck && exit 3")
    building.initialize("editable", {})
    (warning,) = terminal.warnings
    assert "The bot works without the Mini App" in warning
    assert "no such luck" in warning
