"""The account, its webhook secret, and the list of hardware."""

from aiohttp import web

from sandbox.bodies import answer
from sandbox.door import Door
from sandbox.replicate.catalogue import HARDWARE
from sandbox.replicate.keys import USERNAME
from sandbox.replicate.signing import WebhookSigner


class AccountRoutes:
    """Handlers of what belongs to the token."""

    def __init__(self, signer: WebhookSigner) -> None:
        self._signer = signer

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        api, add = "/replicate/v1", app.router.add_get
        add(f"{api}/account", door.guard(self.account, "replicate.account"))
        add(f"{api}/hardware", door.guard(self.hardware, "replicate.hardware"))
        add(f"{api}/webhooks/default/secret", door.guard(self.secret, "replicate.secret"))

    async def account(self, request: web.Request) -> web.StreamResponse:
        """Whose token it is."""
        github = f"https://github.com/{USERNAME}"
        return answer({"type": "user", "username": USERNAME, "name": "Sandbox", "github_url": github})

    async def hardware(self, request: web.Request) -> web.StreamResponse:
        """What models can run on."""
        return answer([{"name": name, "sku": sku} for sku, name in HARDWARE.items()])

    async def secret(self, request: web.Request) -> web.StreamResponse:
        """The secret that all webhooks of the account are signed with."""
        return answer({"key": self._signer.secret})
