"""Signed links: nothing but what was signed, and only in its time."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import ForbiddenError
from services.storage.links import FileGrant, FileLinks

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LINKS = FileLinks(bytes(range(32)), "https://bot.example")


def token_of(url: str) -> str:
    return url.removeprefix("https://bot.example/files/")


TOKEN = token_of(LINKS.sign("pictures/1.png", file_name="Анна 1.png", seconds=60, now=NOW))


def refused(token: str, now: datetime = NOW, links: FileLinks = LINKS) -> bool:
    with pytest.raises(ForbiddenError) as error:
        links.verify(token, now)
    return error.value.code == "link-expired"


def test_a_link_says_what_it_opens() -> None:
    """Key, name and type come back; the address is plain ASCII."""
    assert LINKS.verify(TOKEN, NOW) == FileGrant("pictures/1.png", "Анна 1.png", "image/png")
    assert TOKEN.isascii()
    assert "/" not in TOKEN


def test_it_ends_in_time() -> None:
    """To the second."""
    assert LINKS.verify(TOKEN, NOW + timedelta(seconds=59))
    assert refused(TOKEN, NOW + timedelta(seconds=60))


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "page.png.html", "noextension"])
def test_no_name_makes_a_browser_run_it(name: str) -> None:
    """What is not on our list is served as bytes."""
    token = token_of(LINKS.sign("k", file_name=name, seconds=60, now=NOW))
    assert LINKS.verify(token, NOW).content_type == "application/octet-stream"


def test_every_character_counts() -> None:
    """A changed character anywhere is refused."""
    for place, letter in enumerate(TOKEN):
        assert refused(TOKEN[:place] + ("A" if letter != "A" else "B") + TOKEN[place + 1 :])


def test_another_secret_signs_nothing() -> None:
    """Nor does one payload's signature fit another."""
    other = token_of(LINKS.sign("pictures/2.png", file_name="a.png", seconds=60, now=NOW))
    assert refused(TOKEN, links=FileLinks(bytes(32), ""))
    assert refused(TOKEN.split(".")[0] + "." + other.split(".")[1])


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "a", "a.b", TOKEN + "=", TOKEN + ".", "." + TOKEN, TOKEN + " ", TOKEN[:-1], TOKEN.split(".")[0],
     "é" + TOKEN, TOKEN + "é", "\ud800." + TOKEN, "a" * 10_000 + ".b", "%00", "../../etc/passwd"],
)  # fmt: skip
def test_malformed_tokens(token: str) -> None:
    """All look like an expired link; no other exception escapes."""
    assert refused(token)


def test_an_unsigned_payload_is_never_believed() -> None:
    """A well-formed payload with a later expiry and no right signature."""
    payload = json.dumps(["photos/1.jpg", "a.jpg", "image/jpeg", 9_999_999_999]).encode()
    assert refused(base64.urlsafe_b64encode(payload).decode().rstrip("=") + "." + TOKEN.split(".")[1])


@given(st.text(max_size=200))
def test_any_text_is_refused_alike(token: str) -> None:
    """Only ForbiddenError comes out."""
    assert refused(token)


def test_a_weak_secret_is_refused() -> None:
    """An empty secret would accept what anybody signs."""
    with pytest.raises(ValueError, match="32 bytes"):
        FileLinks(b"", "")
