"""Whether a SQLite file is sound."""

import sqlite3
from pathlib import Path


def sqlite_damage(path: Path) -> str | None:
    """The first damage that SQLite finds in its file; None in a sound one.

    Reads the whole file, so callers run it in a thread; a bot may be running on it. Raises `sqlite3.Error` for a
    file that cannot be opened or is no database.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        first = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        connection.close()
    return None if first == "ok" else first
