"""What is known of a file before it is cleaned, and lost by cleaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A file as it was sent: format as Pillow names it, sides in pixels after turning upright, size in bytes, the
    estimated quality of a JPEG (None for other formats) and the day in its data as YYYY-MM-DD, where it has one."""

    format: str
    width: int
    height: int
    size: int
    jpeg_quality: int | None = None
    taken_on: str | None = None
