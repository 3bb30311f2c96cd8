"""The privacy page: what is kept and for how long, and who gets what. It speaks of this bot's own providers alone."""

from collections.abc import Sequence

from bot.speaker import Speaker


def privacy_page(say: Speaker, providers: Sequence[str], keepers: Sequence[str]) -> str:
    """`providers` may be sent something; `keepers` are others that still keep models of the person."""
    parts = [say.text("privacy-page")]
    if providers:
        parts.append(say.text("privacy-providers", providers=_names(say, providers)))
        parts += [say.text(f"privacy-at-{provider}") for provider in providers]
    else:
        parts.append(say.text("privacy-nobody"))
    if keepers:
        parts.append(say.text("privacy-kept", providers=_names(say, keepers)))
    return "\n".join([*parts, say.text("privacy-delete")])


def _names(say: Speaker, providers: Sequence[str]) -> str:
    return ", ".join(say.plain(f"provider-{provider}") for provider in providers)
