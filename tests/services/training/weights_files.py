"""Makes small `.safetensors` files for tests."""

import json
from typing import Any

LORA = "transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight"


def tensor(start: int, end: int, **values: Any) -> dict[str, Any]:
    """An F32 tensor between two offsets."""
    return {"dtype": "F32", "shape": [(end - start) // 4], "data_offsets": [start, end]} | values


def safetensors(header: Any = None, data: bytes = bytes(32), *, length: int | None = None) -> bytes:
    """The file's bytes; `header` may be an object or raw text, `length` may lie."""
    if header is None:
        header = {"__metadata__": {"format": "pt"}, LORA: tensor(0, 32)}
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + data
