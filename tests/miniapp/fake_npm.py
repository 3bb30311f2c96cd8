"""npm as far as a build needs it: writes down how it was called, installs what the lock names, copies the page."""

import json
import sys
from pathlib import Path

FORBIDDEN = Path("offline")


def main(arguments: list[str]) -> int:
    """Run in the app's folder, like npm; a file named `offline` there makes every install fail."""
    with Path("../calls.log").open("a") as log:
        log.write(" ".join(arguments) + "\n")
    if arguments[0] == "ci":
        return install(tools="--omit=dev" not in arguments)
    if arguments[:2] == ["run", "build"]:
        return build()
    print(f"ran {arguments}")
    return 7


def install(*, tools: bool) -> int:
    """The hidden list of what was installed, as npm leaves it."""
    if FORBIDDEN.exists():
        print("npm error code ENOTFOUND")
        return 1
    packages = json.loads(Path("package-lock.json").read_text())["packages"]
    kept = {name: one for name, one in packages.items() if name and (tools or not one.get("dev"))}
    there = {name: one for name, one in kept.items() if one.get("os") != ["elsewhere"]}
    Path("node_modules").mkdir(exist_ok=True)
    Path("node_modules/.package-lock.json").write_text(json.dumps({"packages": there}))
    return 0


def build() -> int:
    """A page with what the source says."""
    source = Path("src/main.tsx").read_text()
    if source == "broken":
        print("error during build: src/main.tsx does not parse")
        return 1
    Path("dist").mkdir()
    if source != "empty":
        Path("dist/index.html").write_text(source)
    Path(f"dist/{len(source)}.js").write_text(source)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
