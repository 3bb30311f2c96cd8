"""The weights are taken out of the trainer's archive while it streams, and nothing else ever is."""

import gzip
import io
import tarfile
import tracemalloc
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from services.errors import BrokenArtefactError
from services.training import weights_archive
from services.training.weights_archive import weights_in_tar

WEIGHTS = bytes(range(256)) * 40 + b"end"
FOLDER = "output/flux_train_replicate"


def member(name: str, data: bytes = b"", **changed: Any) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in changed.items():
        setattr(info, field, value)
    return info, data


def archive(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as tar:
        for info, data in members:
            tar.addfile(info, io.BytesIO(data))
    return target.getvalue()


def trained(name: str = f"{FOLDER}/lora.safetensors", **changed: Any) -> tuple[tarfile.TarInfo, bytes]:
    return member(name, WEIGHTS, **changed)


def real() -> bytes:
    """As `tar -cvf` writes a trainer's folder."""
    return archive(
        member(FOLDER, type=tarfile.DIRTYPE),
        member(f"{FOLDER}/config.yaml", b"job: train\n" * 100),
        trained(),
        member(f"{FOLDER}/captions", type=tarfile.DIRTYPE),
        member(f"{FOLDER}/captions/1.txt", b"a photo"),
        member(f"{FOLDER}/empty.txt"),
    )


async def in_pieces(data: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def taken(data: bytes, size: int = 100_000) -> bytes:
    return b"".join([piece async for piece in weights_in_tar(in_pieces(data, size))])


async def refusal(data: bytes) -> str:
    with pytest.raises(BrokenArtefactError) as caught:
        await taken(data)
    return caught.value.code


@pytest.mark.parametrize("size", [1, 7, 511, 512, 513, 10_000, 1_000_000])
async def test_the_weights_come_out_whole(size: int) -> None:
    """Whatever the pieces, and whatever lies beside them."""
    assert await taken(real(), size) == WEIGHTS


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize(
    "name",
    [
        "flux-lora.safetensors",
        "./flux-lora.safetensors",
        "Lora.SafeTensors",
        "/".join(["folder" * 5] * 6) + "/lora.safetensors",
    ],
    ids=["bare", "dotted", "capitals", "long"],
)
async def test_every_way_to_write_a_name_is_read(form: int, name: str) -> None:
    """Old headers split long names, GNU and pax put them in front of the member."""
    assert await taken(archive(member("notes.txt", b"x"), trained(name), form=form)) == WEIGHTS


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
async def test_very_long_and_foreign_names_are_read(form: int) -> None:
    """A long name belongs to one member alone; a name may be in any script."""
    long = "a" * 300 + ".txt"
    assert await taken(archive(member(long, b"x"), trained("модель.safetensors"), form=form)) == WEIGHTS


async def test_a_global_comment_is_passed_over() -> None:
    """git and others write one."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "x"}) as tar:
        tar.addfile(*[part if n == 0 else io.BytesIO(WEIGHTS) for n, part in enumerate(trained())])
    assert await taken(target.getvalue()) == WEIGHTS


async def test_what_macos_adds_is_not_taken_for_weights() -> None:
    """`._name` lies beside each file."""
    assert await taken(archive(member("._lora.safetensors", b"mac"), trained("lora.safetensors"))) == WEIGHTS


async def test_other_links_do_no_harm() -> None:
    """Nothing is unpacked, so nothing is followed."""
    link = member("latest", type=tarfile.SYMTYPE, linkname="/etc/passwd" * 30)
    assert await taken(archive(link, trained())) == WEIGHTS


@pytest.mark.parametrize(
    "data",
    [archive(), archive(member("notes.txt", b"x")), archive(member("x.safetensors", type=tarfile.DIRTYPE))],
    ids=["empty", "no weights", "a folder"],
)
async def test_an_archive_without_weights_says_so(data: bytes) -> None:
    """The training delivered nothing."""
    assert await refusal(data) == "weights-missing"


def renamed(name: str) -> bytes:
    return archive(member(name, b"x"), trained())


def patched(data: bytes, change: Callable[[bytearray], None]) -> bytes:
    """The archive with its first header changed and its checksum right again."""
    block = bytearray(data[:512])
    change(block)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + data[512:]


def with_size(field: bytes) -> Callable[[bytearray], None]:
    def change(block: bytearray) -> None:
        block[124:136] = field

    return change


def sparse_map(block: bytearray) -> None:
    block[156:157] = tarfile.GNUTYPE_SPARSE


def pax(records: bytes, kind: bytes = tarfile.XHDTYPE, following: bytes | None = None) -> bytes:
    """A header of pax records, then the weights."""
    blocks = 1 + -(-len(records) // 512)
    return archive(member("pax", records, type=kind), form=tarfile.USTAR_FORMAT)[: 512 * blocks] + (
        following or archive(trained())
    )


async def test_a_size_in_a_pax_record_counts() -> None:
    """Written where the digits of the header are not enough, and allowed anywhere."""
    without_size = patched(archive(trained()), with_size(b"00000000000\0"))
    record = b"14 size=%d\n" % len(WEIGHTS)
    assert len(record) == 14
    assert await taken(pax(record, following=without_size)) == WEIGHTS


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "an error page": b"<html><body>Not found</body></html>" * 40,
    "zeros that end too soon": bytes(100),
    "compressed": gzip.compress(real()),
    "two weights": archive(trained("a.safetensors"), trained("b.safetensors")),
    "the same weights twice": archive(trained(), trained()),
    "absolute weights": archive(trained("/lora.safetensors")),
    "weights above": archive(trained("../lora.safetensors")),
    "weights beside": archive(trained("a/../../lora.safetensors")),
    "weights by backslash": archive(trained("..\\lora.safetensors")),
    "weights on a drive": archive(trained("C:/lora.safetensors")),
    "an absolute neighbour": renamed("/etc/passwd"),
    "a neighbour above": renamed("../../x"),
    "a name with a line break": renamed("a\nb"),
    "a pax path above": archive(trained(pax_headers={"path": "../x.safetensors"}), form=tarfile.PAX_FORMAT),
    "a symlink": archive(member("lora.safetensors", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
    "a hard link": archive(trained("lora.bin"), member("x.safetensors", type=tarfile.LNKTYPE, linkname="lora.bin")),
    "a device": archive(member("lora.safetensors", type=tarfile.CHRTYPE)),
    "a fifo": archive(member("lora.safetensors", type=tarfile.FIFOTYPE)),
    "an unknown type": archive(trained(type=b"Z")),
    "sparse weights": patched(archive(trained()), sparse_map),
    "a sparse neighbour": patched(renamed("notes.bin"), sparse_map),
    "pax sparse weights": archive(trained(pax_headers={"GNU.sparse.major": "1"}), form=tarfile.PAX_FORMAT),
    "a link with data behind it": patched(
        archive(member("a", type=tarfile.SYMTYPE, linkname="b"), trained()), with_size(b"00000002000\0")
    ),
    "a negative size": patched(archive(trained()), with_size(b"\xff" * 12)),
    "a size that is no number": patched(archive(trained()), with_size(b"zzzzzzzzzzzz")),
    "a wrong checksum": bytes([real()[0] ^ 1]) + real()[1:],
    "pax without a length": pax(b"path=x\n"),
    "pax with a short length": pax(b"5 path=x\n"),
    "pax past its end": pax(b"99 path=x\n"),
    "pax that stands still": pax(b"0 path=x\n"),
    "pax size that is no number": pax(b"11 size=1e9\n"),
    "one name for all": pax(b"10 path=x\n", tarfile.XGLTYPE),
    "one size for all": pax(b"10 size=9\n", tarfile.XGLTYPE),
    "a name without an end": archive(member("x" * 70_000, b"x"), trained()),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_archive_is_broken(data: bytes) -> None:
    """None of them is a training's result."""
    assert await refusal(data) == "weights-broken"


async def test_an_archive_that_is_cut_short_is_broken() -> None:
    """Wherever it ends before its end mark: half of the weights are never passed off as all of them."""
    whole = real()
    end = len(whole.rstrip(b"\0"))
    for length in [*range(0, end, 509), len(WEIGHTS), end - 1]:
        assert await refusal(whole[:length]) == "weights-broken"


async def test_too_many_members_are_broken() -> None:
    """Headers without an end are no result either."""
    data = b"".join([archive(member(f"{n}"))[:512] for n in range(weights_archive.MOST_MEMBERS)]) + archive(trained())
    assert await refusal(data) == "weights-broken"


async def test_weights_over_the_limit_are_refused_by_their_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before they are fetched."""
    seen = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal seen
        yield archive(trained())[:1024]
        while True:
            seen += 1
            yield bytes(1_000_000)

    monkeypatch.setattr(weights_archive, "WEIGHTS_LIMIT", len(WEIGHTS) - 1)
    with pytest.raises(BrokenArtefactError) as caught:
        [piece async for piece in weights_in_tar(endless())]
    assert caught.value.code == "weights-too-large"
    assert seen == 0


@pytest.mark.parametrize("where", ["before", "after"])
async def test_an_archive_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Padding may follow the end mark, but not for ever."""
    monkeypatch.setattr(weights_archive, "ARCHIVE_LIMIT", 5_000_000)

    async def endless() -> AsyncIterator[bytes]:
        yield archive(trained()) if where == "after" else archive(member("big", b"x" * 10_000_000))[:100_000]
        while True:
            yield bytes(1_000_000)

    with pytest.raises(BrokenArtefactError) as caught:
        [piece async for piece in weights_in_tar(endless())]
    assert caught.value.code == "weights-too-large"


async def test_little_memory_is_used() -> None:
    """Weights of hundreds of megabytes pass through a small server."""
    big = 64 * 1024 * 1024
    head = archive(member("lora.safetensors", bytes(big)))[:512]
    chunk = bytes(256 * 1024)

    async def chunks() -> AsyncIterator[bytes]:
        yield head
        for _ in range(big // len(chunk)):
            yield chunk
        yield bytes(1024)

    tracemalloc.start()
    try:
        size = 0
        async for piece in weights_in_tar(chunks()):
            size += len(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == big
    assert peak < 4 * 1024 * 1024


async def test_the_download_is_closed_with_it() -> None:
    """A refused archive leaves no connection open."""
    is_closed = False

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal is_closed
        try:
            while True:
                yield b"<html>" * 1000
        finally:
            is_closed = True

    with pytest.raises(BrokenArtefactError):
        [piece async for piece in weights_in_tar(chunks())]
    assert is_closed
