"""The encrypted format: every change of it is noticed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import BrokenArtefactError
from services.storage.sealing import CHUNK, HEADER, SEALED_CHUNK, TAG, Opener, Sealer

KEY = bytes(range(32))
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]


def seal(data: bytes, name: str = "k", key: bytes = KEY, step: int = CHUNK * 4) -> bytes:
    sealer = Sealer(key, name)
    out = [piece for start in range(0, len(data), step) for piece in sealer.feed(data[start : start + step])]
    return b"".join([*out, sealer.finish()])


def open_sealed(sealed: bytes, name: str = "k", key: bytes = KEY, step: int = CHUNK * 4) -> bytes:
    opener = Opener(key, name)
    out = [piece for start in range(0, len(sealed), step) for piece in opener.feed(sealed[start : start + step])]
    return b"".join([*out, opener.finish()])


def refuses(sealed: bytes, name: str = "k", key: bytes = KEY) -> bool:
    try:
        open_sealed(sealed, name, key)
    except BrokenArtefactError as error:
        return error.code == "storage-damaged"
    return False


def pattern(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_round_trip_around_chunk_borders(size: int) -> None:
    """The form has the size its description gives and opens to the same bytes."""
    sealed = seal(pattern(size))
    chunks = max(1, -(-size // CHUNK))
    assert len(sealed) == HEADER + size + chunks * TAG
    assert open_sealed(sealed) == pattern(size)


@given(
    size=st.integers(0, 2 * CHUNK + 10), step_in=st.integers(4_000, 3 * CHUNK), step_out=st.integers(4_000, 3 * CHUNK)
)
@settings(max_examples=25, deadline=None)
def test_the_pieces_fed_do_not_matter(size: int, step_in: int, step_out: int) -> None:
    """Any cut of the input and of the sealed file gives the same file."""
    assert open_sealed(seal(pattern(size), step=step_in), step=step_out) == pattern(size)


def test_every_byte_of_a_small_file_is_guarded() -> None:
    """Magic, version, random bytes, ciphertext and tag alike."""
    sealed = seal(b"ten bytes!")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 0x01
        assert refuses(bytes(changed)), place


@given(place=st.integers(0, HEADER + 3 * SEALED_CHUNK - 1), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_any_flipped_bit_of_a_large_file_is_refused(place: int, bit: int) -> None:
    """In any of three chunks."""
    changed = bytearray(LARGE)
    changed[place] ^= 1 << bit
    assert refuses(bytes(changed))


LARGE = seal(pattern(3 * CHUNK))


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_file_cut_at_a_chunk_border_is_refused(chunks: int) -> None:
    """Each remaining chunk is genuine, but none of them says it is the last."""
    assert refuses(LARGE[: HEADER + chunks * SEALED_CHUNK])


@pytest.mark.parametrize("length", [0, 1, 4, HEADER - 1, HEADER, HEADER + TAG - 1])
def test_a_stump_is_refused(length: int) -> None:
    """Also one shorter than a header or a tag."""
    assert refuses(LARGE[:length])


def test_chunks_cannot_be_moved_repeated_or_added() -> None:
    """Order and number are part of what is authenticated."""
    head, one, two, three = (
        LARGE[:HEADER],
        LARGE[HEADER : HEADER + SEALED_CHUNK],
        LARGE[HEADER + SEALED_CHUNK : HEADER + 2 * SEALED_CHUNK],
        LARGE[HEADER + 2 * SEALED_CHUNK :],
    )
    assert open_sealed(head + one + two + three) == pattern(3 * CHUNK)
    for order in ([two, one, three], [one, one, three], [one, three], [one, two, three, three], [three]):
        assert refuses(head + b"".join(order))


def test_a_chunk_of_another_file_is_refused() -> None:
    """Even of the same name, number and content."""
    other = seal(pattern(3 * CHUNK))
    assert refuses(LARGE[: HEADER + SEALED_CHUNK] + other[HEADER + SEALED_CHUNK :])


def test_two_files_cannot_change_places() -> None:
    """A stored photo put under another person's key does not open."""
    mine, theirs = seal(b"mine", "photos/a"), seal(b"theirs", "photos/b")
    assert open_sealed(mine, "photos/a") == b"mine"
    assert refuses(theirs, "photos/a")
    assert refuses(mine, "photos/b")


def test_another_key_opens_nothing() -> None:
    """A restored storage with a lost DATA_KEY is refused rather than read as rubbish."""
    assert refuses(seal(b"mine"), key=bytes(32))


def test_the_same_bytes_never_look_the_same() -> None:
    """Every file has a key of its own."""
    assert seal(b"same" * 50)[HEADER:] != seal(b"same" * 50)[HEADER:]
