"""The address this process listens on, taken before anything else so that its port is known."""

import socket

from bot.settings import SettingsError


def open_socket(host: str, port: int, *, any_port_if_taken: bool = False) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises SettingsError when the address cannot be had."""
    try:
        return _bound(host, port)
    except OSError as error:
        if any_port_if_taken:
            return _bound(host, 0)
        raise SettingsError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Another program uses it, or HOST is not an address "
            "of this machine: change PORT or HOST in .env."
        ) from None


def port_of(listening: socket.socket) -> int:
    """The port that was taken."""
    return int(listening.getsockname()[1])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening
