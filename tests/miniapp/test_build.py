"""When the Mini App is built again, what is installed for it, and what stays when that fails."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from miniapp.build import STAMP, AppBuild, BuildError

NPM = [sys.executable, str(Path(__file__).with_name("fake_npm.py"))]
LOCK = {
    "": {"name": "app"},
    "node_modules/preact": {"version": "10.0.0", "integrity": "sha512-a"},
    "node_modules/binding-elsewhere": {"version": "1.0.0", "optional": True, "os": ["elsewhere"]},
    "node_modules/typescript": {"version": "5.0.0", "integrity": "sha512-t", "dev": True},
}
WITHOUT_TOOLS = "ci --ignore-scripts --omit=dev"
WITH_TOOLS = "ci --ignore-scripts --include=dev"


class Place:
    """A made-up app and where it is built to."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "miniapp"
        self.assets = root / "web" / "miniapp_assets"
        self.assets.parent.mkdir(parents=True)
        self.app = AppBuild(self.folder, self.assets, NPM)
        self.write("src/main.tsx", "first")
        self.write("package.json", "{}")
        self.lock()

    def write(self, name: str, text: str) -> None:
        """A file of the app."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def lock(self, **versions: str) -> None:
        """The lock, with some versions changed."""
        packages = {name: dict(one) for name, one in LOCK.items()}
        for name, version in versions.items():
            packages[f"node_modules/{name}"]["version"] = version
        self.write("package-lock.json", json.dumps({"packages": packages}))

    def calls(self) -> list[str]:
        """How npm was called since the last question."""
        log = self.folder.parent / "calls.log"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def served(self) -> dict[str, str]:
        """What the bot finds."""
        return {path.name: path.read_text() for path in self.assets.iterdir() if path.name != STAMP}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_build_is_put_where_the_bot_serves_it_from(place: Place) -> None:
    """With what a build needs and no more; nothing is left beside it."""
    assert place.app.build() is True
    assert place.calls() == [WITHOUT_TOOLS, "run build"]
    assert place.served() == {"index.html": "first", "5.js": "first"}
    assert list(place.assets.parent.iterdir()) == [place.assets]


def test_nothing_runs_when_the_sources_are_the_same(place: Place) -> None:
    """Neither after a build nor after its leftovers were removed: an unpacked source archive needs no npm."""
    place.app.build()
    place.calls()
    assert place.app.build() is False
    for leftover in ("dist/index.html", "node_modules/.package-lock.json"):
        (place.folder / leftover).unlink()
    assert place.app.build() is False
    assert place.calls() == []


CHANGES: dict[str, Callable[[Place], object]] = {
    "a source": lambda place: place.write("src/main.tsx", "other"),
    "a new source": lambda place: place.write("src/screens/home.tsx", ""),
    "a source's name": lambda place: (place.folder / "src/a.ts").rename(place.folder / "src/b.ts"),
    "a source less": lambda place: (place.folder / "src/a.ts").unlink(),
    "a setting": lambda place: place.write("vite.config.ts", "export default {}"),
    "the lock": lambda place: place.lock(preact="10.0.1"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_built(place: Place, change: str) -> None:
    place.write("src/a.ts", "a")
    place.app.build()
    place.calls()
    CHANGES[change](place)
    assert place.app.build() is True
    assert "run build" in place.calls()
    assert place.app.build() is False


@pytest.mark.parametrize("name", ["src/main.test.ts", "dist/x.js", "node_modules/x.js", "build.py"])
def test_what_is_not_part_of_the_app_changes_nothing(place: Place, name: str) -> None:
    place.app.build()
    place.write(name, "new")
    assert place.app.build() is False


def test_files_of_the_build_before_are_gone(place: Place) -> None:
    """Or they would pile up in the wheel."""
    place.app.build()
    place.write("src/main.tsx", "the second")
    place.app.build()
    assert place.served() == {"index.html": "the second", "10.js": "the second"}


def test_packages_are_installed_again_only_when_the_lock_says_so(place: Place) -> None:
    """Those for other systems are never there and are not waited for; tools that are there do not disturb."""
    place.app.run("check")
    assert place.calls() == [WITH_TOOLS, "run --silent check --"]
    place.app.build()
    assert place.calls() == ["run build"]
    place.lock(preact="10.0.1")
    place.app.build()
    assert place.calls() == [WITHOUT_TOOLS, "run build"]
    place.app.run("check")
    assert place.calls()[0] == WITH_TOOLS


def test_a_script_gets_its_arguments_and_gives_its_status(place: Place) -> None:
    assert place.app.run("test", "--watch") == 7
    assert place.calls()[-1] == "run --silent test -- --watch"


@pytest.mark.parametrize(
    ("source", "said"), [("broken", "main.tsx does not parse"), ("empty", "left no dist/index.html")]
)
def test_a_build_that_fails_leaves_the_app_as_it_was(place: Place, source: str, said: str) -> None:
    """It says what npm said, and the next one tries again."""
    place.app.build()
    place.write("src/main.tsx", source)
    for _ in range(2):
        with pytest.raises(BuildError, match=said):
            place.app.build()
        assert place.served() == {"index.html": "first", "5.js": "first"}
    place.write("src/main.tsx", "mended")
    assert place.app.build() is True
    assert place.served()["index.html"] == "mended"


def test_without_network_it_says_so_and_nothing_is_there(place: Place) -> None:
    place.write("offline", "")
    with pytest.raises(BuildError, match=r"npm ci .*\n.*ENOTFOUND"):
        place.app.build()
    assert not place.assets.exists()


def test_a_place_that_a_crash_left_behind_is_cleared(place: Place) -> None:
    """A half copied folder of an earlier build neither stops this one nor gets into it."""
    half = place.assets.with_name(".miniapp_assets.new")
    half.mkdir()
    (half / "half.js").write_text("half")
    place.app.build()
    assert place.served() == {"index.html": "first", "5.js": "first"}
    assert list(place.assets.parent.iterdir()) == [place.assets]
