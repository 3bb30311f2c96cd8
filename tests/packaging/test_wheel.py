"""The wheel, which is what the container installs, carries everything that the working tree has."""

import gzip
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.checkouts import fresh_checkout, without_node
from tests.support.sources import ROOMS

pytestmark = pytest.mark.slow

APP = "bot/web/miniapp_assets"
FIRST_LOAD = 60_000
"""Bytes of packed JavaScript before the first screen, Telegram's own script included: a second on a slow phone."""

LIVES = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import bot, db, migrations, sandbox, services
from db.database import Database
from db.migrate import current_revision, upgrade
assert all(Path(room.__file__).is_relative_to(sys.argv[1]) for room in (bot, db, migrations, sandbox, services))
async def main():
    database = Database(f"sqlite:///{sys.argv[1]}/data/loragram.db")
    await upgrade(database)
    print(await current_revision(database))
    await database.close()
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh_checkout(tmp_path_factory.mktemp("source") / "loragram")


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without a build environment of its own, as the container does it, on a machine that has no Node."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder]
    environment = {**os.environ, "PATH": without_node(folder / "programs")}
    subprocess.run([*build, checkout], check=True, stdin=subprocess.DEVNULL, cwd=folder, env=environment)
    (built,) = folder.glob("loragram-*.whl")
    return built


def test_every_file_of_every_room_is_in_the_wheel(checkout: Path, wheel: Path) -> None:
    """Texts, page files, contracts and revisions as well as modules."""
    files = [path for room in ROOMS for path in (checkout / room).rglob("*") if path.is_file()]
    wanted = {path.relative_to(checkout).as_posix() for path in files if "__pycache__" not in path.parts}
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_brings_the_mini_app(wheel: Path) -> None:
    """Its page, the files that the page names, and each of them packed for browsers that unpack."""
    inside = zipfile.ZipFile(wheel)
    files = {name.removeprefix(f"{APP}/") for name in inside.namelist() if name.startswith(f"{APP}/")}
    page = inside.read(f"{APP}/index.html").decode()
    named = set(re.findall(r'(?:src|href)="/app/(assets/[^"]+)"', page))
    assert {Path(name).suffix for name in named} >= {".js", ".css"}
    assert named <= files
    for name in {"index.html", *named}:
        assert gzip.decompress(inside.read(f"{APP}/{name}.gz")) == inside.read(f"{APP}/{name}")


def test_the_first_screen_is_a_small_load(wheel: Path) -> None:
    """All JavaScript that runs before it, as a server with the strongest packing sends it."""
    inside = zipfile.ZipFile(wheel)
    scripts = first_scripts(inside)
    assert scripts
    assert sum(len(gzip.compress(inside.read(f"{APP}/{name}"), 9)) for name in scripts) <= FIRST_LOAD
    assert any(b"tgWebAppData" in inside.read(f"{APP}/{name}") for name in scripts), "Telegram's script is not counted"


def first_scripts(inside: zipfile.ZipFile) -> set[str]:
    """What the page names as scripts and to be loaded with them, and what those import at once, to the last."""
    page = inside.read(f"{APP}/index.html").decode()
    waiting = set(re.findall(r'(?:src|href)="/app/(assets/[^"]+\.js)"', page))
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        text = inside.read(f"{APP}/{name}").decode()
        imported = re.findall(r"""(?:\bfrom|\bimport)\s*["']\./([^"']+\.js)["']""", text)
        waiting |= {f"assets/{each}" for each in imported} - found
    return found


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    """No tests, no data, no secrets."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(ROOMS)


def test_an_installed_wheel_migrates_a_database(wheel: Path, tmp_path: Path) -> None:
    """Away from the working tree, the revisions are found."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    run = [sys.executable, "-c", LIVES, tmp_path / "site"]
    answer = subprocess.run(run, check=True, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert answer.stdout.strip().isdigit()
