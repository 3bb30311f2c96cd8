"""Small but valid .safetensors files: written for trained LoRAs, read when a generation loads one."""

import hashlib
import json
import struct

RANK = 4
WIDTH = 16
_BLOCKS = ("attn.to_q", "attn.to_k", "attn.to_v", "attn.to_out.0")
# A header larger than this is refused by the format's own readers.
_MOST_HEADER_BYTES = 100_000_000


def make_weights(fingerprint: bytes, base_model: str, metadata: dict[str, str], comfy: bool = False) -> bytes:
    """A LoRA file whose numbers follow from `fingerprint`: same fingerprint, same bytes.

    Tensors are F32 pairs lora_A [4, 16] and lora_B [16, 4] with values in [-0.1, 0.1].
    """
    prefix = "diffusion_model" if comfy else "transformer"
    names = [
        (f"{prefix}.single_transformer_blocks.0.{block}.lora_{side}.weight", shape)
        for block in _BLOCKS
        for side, shape in (("A", (RANK, WIDTH)), ("B", (WIDTH, RANK)))
    ]
    header: dict[str, object] = {"__metadata__": {"format": "pt", "base_model": base_model, **metadata}}
    size = RANK * WIDTH * 4
    for number, (name, shape) in enumerate(names):
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [number * size, (number + 1) * size]}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    noise = hashlib.shake_256(fingerprint).digest(len(names) * RANK * WIDTH)
    data = struct.pack(f"<{len(noise)}f", *((byte - 127.5) / 1275 for byte in noise))
    return struct.pack("<Q", len(text)) + text + data


def read_header(data: bytes) -> dict[str, object]:
    """The JSON header of a .safetensors file. Raises ValueError where `data` is none."""
    if len(data) < 8:
        raise ValueError("the file is shorter than a header length")
    (length,) = struct.unpack("<Q", data[:8])
    if length > min(len(data) - 8, _MOST_HEADER_BYTES):
        raise ValueError("the header is longer than the file")
    header = json.loads(data[8 : 8 + length].decode("utf-8"))
    if not isinstance(header, dict):
        raise ValueError("the header is no JSON object")
    tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
    if not tensors:
        raise ValueError("the file holds no tensors")
    for name, entry in tensors.items():
        _check_tensor(name, entry, len(data) - 8 - length)
    return header


def _check_tensor(name: str, entry: object, room: int) -> None:
    if not isinstance(entry, dict) or not {"dtype", "shape", "data_offsets"} <= entry.keys():
        raise ValueError(f"the tensor {name} has no dtype, shape and offsets")
    offsets = entry["data_offsets"]
    if not isinstance(offsets, list) or len(offsets) != 2:
        raise ValueError(f"the tensor {name} has wrong offsets")
    start, end = offsets
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= room):
        raise ValueError(f"the tensor {name} lies outside the file")
