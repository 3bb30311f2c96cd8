"""The files of this working tree as a fresh checkout has them: without anything that was built or installed."""

import shutil
from pathlib import Path

from tests.support.sources import ROOMS, ROOT

NEEDED = ("pyproject.toml", "README.md", "LICENSE", ".gitignore", *ROOMS, "miniapp")
MADE = ("__pycache__", "node_modules", "dist", "miniapp_assets", ".miniapp_assets.*", "secrets.env", ".env")
"""Names that git ignores."""


def fresh_checkout(folder: Path) -> Path:
    """What a wheel is built from, copied into `folder`."""
    folder.mkdir()
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*MADE))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def without_node(folder: Path) -> str:
    """A path of programs on which npm finds its shell and nothing else."""
    folder.mkdir()
    shell = shutil.which("sh")
    assert shell is not None
    (folder / "sh").symlink_to(shell)
    return str(folder)
