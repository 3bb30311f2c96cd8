"""Doors on the network: Telegram, provider webhooks, files, health."""
