"""Addresses that our keys may be sent to."""

import ipaddress

import httpx


def is_safe_base(address: str) -> bool:
    """Whether `address` can be the base of a provider's API: https anywhere, plain http on this machine only."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return False
    if not url.host or url.userinfo or url.query or url.fragment:
        return False
    return url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, by its usual name or by address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    default = {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.host, url.port or default


def is_below(url: httpx.URL, base: httpx.URL) -> bool:
    """Whether `url` is at the base's origin, inside its path."""
    return origin(url) == origin(base) and url.path.startswith(base.path.rstrip("/") + "/")
