"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

import asyncio
import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.errors import bad_request, conflict
from sandbox.telegram.wire import Call
from sandbox.telegram.world import Webhook, World

# Telegram's own caps: 100 updates an answer, 50 seconds of waiting.
MAX_UPDATES = 100
MAX_WAIT = 50

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


async def get_updates(world: World, call: Call) -> list[dict[str, Any]]:
    """Long polling. Raises ApiError 409 with a webhook set, or when another getUpdates takes over."""
    if world.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    _take_allowed(world, call)
    if offset := call.integer("offset"):
        world.updates.confirm_below(offset)
    limit = min(max(call.integer("limit", MAX_UPDATES), 1), MAX_UPDATES)
    world.poller += 1
    poller = world.poller
    world.updates.wake()
    try:
        async with asyncio.timeout(min(max(call.integer("timeout"), 0), MAX_WAIT)):
            while not (ready := world.updates.oldest(limit)):
                await world.updates.changed.wait()
                _check_still_mine(world, poller)
    except TimeoutError:
        return []
    copies = 2 if world.settings.duplicate_updates else 1
    return [update.body for update in ready for _ in range(copies)]


async def set_webhook(world: World, call: Call) -> bool:
    """Post updates to an address on this machine from now on."""
    url = call.text("url")
    if not url:
        return await delete_webhook(world, call)
    _check_url(url)
    secret = call.text("secret_token")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.integer("max_connections", 40)
    _take_allowed(world, call)
    if call.boolean("drop_pending_updates"):
        world.updates.drop_all()
    world.webhook = Webhook(url, secret, min(max(connections, 1), 100))
    world.updates.wake()
    return True


async def delete_webhook(world: World, call: Call) -> bool:
    """Back to polling."""
    if call.boolean("drop_pending_updates"):
        world.updates.drop_all()
    world.webhook = Webhook()
    world.updates.wake()
    return True


async def get_webhook_info(world: World, call: Call) -> dict[str, Any]:
    """Address, pending updates and the last error of the webhook."""
    webhook = world.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
        info["ip_address"] = "127.0.0.1"
    if webhook.last_error:
        info["last_error_date"] = webhook.last_error_at
        info["last_error_message"] = webhook.last_error
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


def _take_allowed(world: World, call: Call) -> None:
    allowed = call.json("allowed_updates")
    if isinstance(allowed, list):
        world.updates.allowed = [str(kind) for kind in allowed]


def _check_still_mine(world: World, poller: int) -> None:
    if world.webhook.url:
        raise conflict("terminated by setWebhook request")
    if world.poller != poller:
        raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.hostname != "localhost" and not _is_loopback(parts.hostname):
        raise bad_request("bad webhook: the sandbox posts to loopback addresses alone")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
