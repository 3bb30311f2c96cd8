"""api.fal.ai/v1 and the key set: prices, models, webhook addresses."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.bodies import answer
from sandbox.door import Door
from sandbox.fal.endpoints import Endpoint
from sandbox.fal.pages import error, page
from sandbox.fal.schemas import openapi
from sandbox.fal.signing import WebhookSigner


class PlatformRoutes:
    """Handlers of the platform API."""

    def __init__(self, endpoints: Mapping[str, Endpoint], signer: WebhookSigner) -> None:
        self._endpoints = endpoints
        self._signer = signer

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        api = "/fal/api/v1"
        add = app.router.add_get
        add("/fal/rest/.well-known/jwks.json", door.guard(self.jwks, "fal.jwks", needs_key=False))
        add(f"{api}/meta", door.guard(self.meta, "fal.meta", needs_key=False))
        add(f"{api}/models", door.guard(self.models, "fal.models"))
        add(f"{api}/models/pricing", door.guard(self.pricing, "fal.pricing"))

    async def jwks(self, request: web.Request) -> web.StreamResponse:
        """The keys that webhooks are signed with."""
        return answer(self._signer.jwks())

    async def meta(self, request: web.Request) -> web.StreamResponse:
        """Where webhooks come from."""
        return answer({"webhook_ip_ranges": ["127.0.0.1/32", "::1/128"]})

    async def pricing(self, request: web.Request) -> web.StreamResponse:
        """Unit prices of the endpoints that are asked for (1 to 50)."""
        wanted = _wanted(request)
        if not 1 <= len(wanted) <= 50:
            return error(400, "validation_error", "endpoint_id takes 1 to 50 endpoints")
        unknown = [name for name in wanted if name not in self._endpoints]
        if unknown:
            return error(404, "not_found", f"Endpoint {unknown[0]} not found")
        prices = [
            {
                "endpoint_id": name,
                "unit_price": self._endpoints[name].unit_price,
                "unit": self._endpoints[name].unit,
                "currency": "USD",
            }
            for name in wanted
        ]
        return answer({"prices": prices, "next_cursor": None, "has_more": False})

    async def models(self, request: web.Request) -> web.StreamResponse:
        """The endpoints, with their schemas where `expand=openapi-3.0` asks for them."""
        wanted = _wanted(request)
        category = request.query.get("category")
        chosen = [
            endpoint
            for endpoint in self._endpoints.values()
            if (not wanted or endpoint.id in wanted) and category in (None, endpoint.category)
        ]
        if request.query.get("status", "active") != "active":
            chosen = []
        expand = "openapi-3.0" in request.query.getall("expand", [])
        return page(request, "models", [_model(endpoint, expand) for endpoint in chosen])


def _model(endpoint: Endpoint, expand: bool) -> dict[str, Any]:
    model: dict[str, Any] = {
        "endpoint_id": endpoint.id,
        "metadata": {
            "display_name": endpoint.title,
            "category": endpoint.category,
            "description": f"The sandbox's {endpoint.title}.",
            "status": "active",
            "tags": [],
            "updated_at": "2026-06-11T00:00:00.000Z",
            "is_favorited": False,
            "model_url": f"https://fal.run/{endpoint.id}",
            "license_type": "commercial",
            "kind": "training" if endpoint.trainer else "inference",
        },
    }
    if expand:
        model["openapi"] = openapi(endpoint)
    return model


def _wanted(request: web.Request) -> list[str]:
    given = request.query.getall("endpoint_id", [])
    return [name for value in given for name in value.split(",") if name]
