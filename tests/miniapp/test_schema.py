"""The types with which the Mini App reads the API are those of the API's description."""

import shutil
from pathlib import Path

import pytest

from miniapp.build import FOLDER, AppBuild
from tests.support.sources import ROOT

pytestmark = pytest.mark.slow

SCHEMA = Path("src/api/schema.d.ts")


def test_the_types_are_made_from_the_description(tmp_path: Path) -> None:
    """Who changes the API runs `python miniapp/build.py schema`, and the compiler shows what no longer fits."""
    app = tmp_path / "miniapp"
    (app / SCHEMA.parent).mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(FOLDER / name, app / name)
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "openapi.json", tmp_path / "docs" / "openapi.json")
    assert AppBuild(app).run("schema") == 0
    assert (FOLDER / SCHEMA).read_text(encoding="utf-8") == (app / SCHEMA).read_text(encoding="utf-8")
