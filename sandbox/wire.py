"""What was asked of a provider's stand-in, in order of arrival."""

from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock


@dataclass
class WireEntry:
    """One request as it was seen. `at` is real unix seconds; `headers` are those that the protocol defines;
    `outcome` is the status or the fault that was played, "abandoned" where the caller hung up, "open" while
    the answer is due.
    """

    method: str
    path: str
    query: dict[str, str]
    at: float
    carries_key: bool
    headers: dict[str, str]
    endpoint: str | None = None
    body: Any = None
    request_id: str | None = None
    outcome: str = "open"


ENTRY = web.RequestKey("provider_wire_entry", WireEntry)
"""Where a handler finds the entry of its own request, to add endpoint, body and request id."""


class Wire:
    """Every request to one stand-in, in order of arrival.

    `key_scheme` is the first word of an Authorization header with the provider's key; `told` are the lower-case
    beginnings of the header names that are written down.
    """

    def __init__(self, clock: SandboxClock, key_scheme: str, told: tuple[str, ...]) -> None:
        self._clock = clock
        self._key_scheme = key_scheme
        self._told = told
        self._entries: list[WireEntry] = []

    def write_down(self, request: web.Request) -> WireEntry:
        """Add a request."""
        names = [name for name in request.headers if name.lower().startswith(self._told)]
        entry = WireEntry(
            method=request.method,
            path=request.path,
            query=dict(request.query),
            at=self._clock.real_now(),
            carries_key=request.headers.get("Authorization", "").startswith(f"{self._key_scheme} "),
            headers={name.lower(): request.headers[name] for name in names},
        )
        self._entries.append(entry)
        return entry

    def rows(self) -> list[dict[str, Any]]:
        """All entries as JSON-ready rows."""
        return [asdict(entry) for entry in self._entries]

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()
