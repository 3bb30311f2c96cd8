"""DATA_KEY: one text, a key for each use, and a clear refusal of anything else."""

import base64

import pytest

from services.storage.keys import derive_keys

MASTER = base64.urlsafe_b64encode(bytes([251]) * 32).decode()


def test_each_use_has_a_key_of_its_own() -> None:
    """Stable over restarts, different between uses, and neither is the master key."""
    keys = derive_keys(MASTER)
    assert keys == derive_keys(f" {MASTER}\n")
    assert len({keys.files, keys.links, bytes([251]) * 32}) == 3
    assert len(keys.files) == len(keys.links) == 32
    assert "files" not in repr(keys)


@pytest.mark.parametrize(
    "text",
    ["", "short", "ключ", base64.urlsafe_b64encode(bytes(31)).decode(), base64.urlsafe_b64encode(bytes(33)).decode(),
     MASTER[:-1], MASTER.replace("-", "*").replace("_", "*"), "00" * 32],
)  # fmt: skip
def test_a_malformed_key_is_refused_without_repeating_it(text: str) -> None:
    """The sentence says what is expected; it ends in logs, so the text itself is not in it."""
    with pytest.raises(ValueError, match="DATA_KEY must be 32 random bytes") as refused:
        derive_keys(text)
    assert not text or text not in str(refused.value)
