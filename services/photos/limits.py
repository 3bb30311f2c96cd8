"""What a photo, and a set of photos, may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PhotoLimits:
    """Counts are photos of one data set, sides and pixels those of the file as sent.

    `max_bytes` is what Telegram lets a bot download. A shorter side under `refused_side` is refused.
    `max_pixels` is read from the header, before anything is decoded.
    """

    min_count: int = 4
    max_count: int = 20
    best_min: int = 10
    best_max: int = 15
    max_bytes: int = 20 * 1024 * 1024
    refused_side: int = 256
    max_pixels: int = 64_000_000
    long_side: int = 2048
    quality: int = 92
