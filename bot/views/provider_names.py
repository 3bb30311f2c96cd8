"""Providers by the names that people know."""

from collections.abc import Sequence

from bot.speaker import Speaker


def provider_names(say: Speaker, providers: Sequence[str]) -> str:
    """ "fal.ai", "fal.ai or Replicate", "a, b or c"."""
    names = [say.plain(f"provider-{provider}") for provider in providers]
    if len(names) < 2:
        return "".join(names)
    return say.plain("provider-or", first=", ".join(names[:-1]), second=names[-1])
