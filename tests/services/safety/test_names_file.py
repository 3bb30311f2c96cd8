"""The operator's list: what stands in it counts, and a file that is none says so at the start."""

from pathlib import Path

import pytest

from services.errors import InvalidInputError
from services.safety.names_file import LONGEST, read_names
from services.safety.words import Words


def test_one_name_a_line(tmp_path: Path) -> None:
    """Comments, empty lines and repeats are no names; an editor's mark at the beginning is none either."""
    file = tmp_path / "names.txt"
    file.write_text("\ufeff# people\n\nJane Sample # an actor\n  Иван Примеров  \nJane Sample\n", encoding="utf-8")
    names = read_names(file)
    assert names == ("Jane Sample", "Иван Примеров")
    with pytest.raises(InvalidInputError):
        Words(names).check_name("jane sample")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00J", b"a" * (LONGEST + 1)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A list that is silently empty would protect nobody."""
    file = tmp_path / "names.txt"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"UTF-8|1 MB"):
        read_names(file)


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    """The same for a wrong path."""
    with pytest.raises(ValueError, match="cannot be read"):
        read_names(tmp_path / "none.txt")
