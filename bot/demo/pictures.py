"""Saves what the bot sent."""

from pathlib import Path

from bot.demo.chat import Bubble
from bot.demo.sandbox_api import SandboxApi

SUFFIXES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"RIFF": ".webp"}


class PictureFolder:
    """Files named by the part of the story that they come from. Pictures of an earlier run are removed."""

    def __init__(self, folder: Path, api: SandboxApi) -> None:
        self._api = api
        self.folder = folder
        self.saved: list[Path] = []
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            if old.suffix in SUFFIXES.values():
                old.unlink()

    async def save(self, bubbles: list[Bubble], part: str) -> list[Path]:
        """Writes every picture of these messages; returns the files."""
        media = [medium for bubble in bubbles for medium in bubble.media]
        files = []
        for number, medium in enumerate(media, start=1):
            data = await self._api.read(medium.url)
            suffix = next((end for start, end in SUFFIXES.items() if data.startswith(start)), ".bin")
            path = self.folder / f"{part}-{number}{suffix}"
            path.write_bytes(data)
            files.append(path)
        self.saved += files
        return files
