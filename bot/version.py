"""Which version of the product this is."""

from importlib.metadata import PackageNotFoundError, version


def our_version() -> str:
    """As the package was installed; a question mark where it runs from a folder without being installed."""
    try:
        return version("loragram")
    except PackageNotFoundError:
        return "?"
