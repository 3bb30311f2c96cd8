"""The lock of the Mini App's packages."""

from tests.support.sources import ROOT


def test_it_carries_versions_and_hashes_and_no_addresses() -> None:
    """Neither of a registry nor of anybody else: npm writes where packages ask for money, which is to be taken out."""
    lock = (ROOT / "miniapp" / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity": "sha512-' in lock
    assert "://" not in lock
