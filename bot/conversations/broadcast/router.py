"""Broadcasts as one router; it stands behind the door of the admin chat."""

from aiogram import Router

from bot.conversations.broadcast import choices, command, confirming, steering, words


def router() -> Router:
    """All screens and steps."""
    broadcast = Router(name="broadcasts")
    broadcast.include_routers(*(part.router() for part in (command, words, choices, confirming, steering)))
    return broadcast
