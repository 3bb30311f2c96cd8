"""Weights are refused by their header, before anything loads them."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.errors import BrokenArtefactError
from services.training.weights import HEADER_LIMIT, WeightsCheck, check_weights
from tests.services.training.weights_files import LORA, safetensors, tensor


def test_a_good_file_is_measured() -> None:
    data = safetensors()
    facts = check_weights(data)
    assert (facts.size, facts.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("piece", [1, 3, 7, 8, 9, 64, 10_000])
async def test_the_size_of_the_pieces_does_not_matter(piece: int) -> None:
    data = safetensors()

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), piece):
            yield data[start : start + piece]

    check = WeightsCheck()
    passed = b"".join([chunk async for chunk in check.watch(chunks())])
    assert passed == data
    assert check.finish() == check_weights(data)


BAD: dict[str, bytes] = {
    "nothing": b"",
    "shorter than a length": b"1234567",
    "an error page": b"<html><body>Not found</body></html>",
    "a zip": b"PK\x03\x04" + bytes(100),
    "a header past the end": safetensors(length=10_000),
    "a header past the limit": safetensors(length=HEADER_LIMIT + 1),
    "not JSON": safetensors(b"{broken"),
    "not UTF-8": safetensors(b'{"\xff": 1}'),
    "a list": safetensors([]),
    "no tensors": safetensors({}),
    "only metadata": safetensors({"__metadata__": {}}),
    "deeply nested": safetensors(b"[" * 100_000),
    "a name twice": safetensors(b'{"%b": {}, "%b": {}}' % (LORA.encode(), LORA.encode())),
    "no LoRA": safetensors({"model.weight": tensor(0, 32)}),
    "unknown dtype": safetensors({LORA: tensor(0, 32, dtype="F31")}),
    "dtype is a list": safetensors({LORA: tensor(0, 32, dtype=["F32"])}),
    "past the data": safetensors({LORA: tensor(0, 36)}),
    "backwards": safetensors({LORA: tensor(32, 0)}),
    "negative": safetensors({LORA: tensor(0, 32, data_offsets=[-32, 0])}),
    "fractions": safetensors({LORA: tensor(0, 32, data_offsets=[0, 32.0])}),
    "three offsets": safetensors({LORA: tensor(0, 32, data_offsets=[0, 16, 32])}),
    "overlapping": safetensors({LORA: tensor(0, 24), "b.lora_B.weight": tensor(16, 32)}),
    "shape against size": safetensors({LORA: tensor(0, 32, shape=[9])}),
    "a shape without an end": safetensors({LORA: tensor(0, 32, shape=[9_999_999_999] * 400_000)}),
    "no shape": safetensors({LORA: {"dtype": "F32", "data_offsets": [0, 32]}}),
    "a tensor that is a number": safetensors({LORA: 1}),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_broken(data: Any) -> None:
    with pytest.raises(BrokenArtefactError) as refusal:
        check_weights(data)
    assert refusal.value.code == "weights-broken"


def test_a_file_over_the_limit_is_too_large() -> None:
    data = safetensors()
    assert check_weights(data, limit=len(data))
    with pytest.raises(BrokenArtefactError) as refusal:
        check_weights(data, limit=len(data) - 1)
    assert refusal.value.code == "weights-too-large"


def test_what_is_no_safetensors_is_refused_before_the_rest_is_read() -> None:
    check = WeightsCheck()
    with pytest.raises(BrokenArtefactError):
        check.feed(b"<!DOCTYPE html>")
