"""The wheel, which is what the container installs, carries everything that the working tree has."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.sources import ROOMS, ROOT

pytestmark = pytest.mark.slow

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
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project built without a build environment of its own, as the container does it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(build, check=True, stdin=subprocess.DEVNULL, cwd=folder)
    (built,) = folder.glob("loragram-*.whl")
    return built


def test_every_file_of_every_room_is_in_the_wheel(wheel: Path) -> None:
    """Texts, page files, contracts and revisions as well as modules."""
    files = {path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()}
    wanted = {name for name in files if "__pycache__" not in name}
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


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
