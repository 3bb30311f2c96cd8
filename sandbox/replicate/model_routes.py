"""/v1/models and their versions: create, get, list, delete."""

import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.bodies import answer, read_body
from sandbox.clock import SandboxClock, iso
from sandbox.contracts.replicate import load_api
from sandbox.door import Door
from sandbox.nursery import Nursery
from sandbox.replicate.catalogue import HARDWARE, Catalogue, Model, Version
from sandbox.replicate.checks import Check
from sandbox.replicate.keys import USERNAME
from sandbox.replicate.pages import page_body
from sandbox.replicate.problems import Problem, invalid_field, not_found, told
from sandbox.replicate.queue import RunQueue
from sandbox.replicate.schemas import openapi_schema
from sandbox.shelf import Shelf

DELETION_SECONDS = 120.0
"""Simulated seconds until the deletion of a version takes effect: "a few minutes"."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")


class ModelRoutes:
    """Handlers of models and versions."""

    def __init__(
        self,
        catalogue: Catalogue,
        queue: RunQueue,
        delivery: Shelf,
        clock: SandboxClock,
        nursery: Nursery,
        base_url: Callable[[], str],
    ) -> None:
        self._catalogue = catalogue
        self._queue = queue
        self._delivery = delivery
        self._clock = clock
        self._nursery = nursery
        self._base_url = base_url
        self._check = Check(load_api()["$defs"]["model_request"], "")

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        models, add = "/replicate/v1/models", app.router.add_route
        one = f"{models}/{{owner}}/{{name}}"
        for method, path, handler in (
            ("POST", models, self.create),
            ("GET", one, self.get),
            ("DELETE", one, self.delete),
            ("GET", f"{one}/versions", self.versions),
            ("GET", f"{one}/versions/{{version}}", self.version),
            ("DELETE", f"{one}/versions/{{version}}", self.delete_version),
        ):
            add(method, path, door.guard(told(handler), "replicate.models"))

    async def create(self, request: web.Request) -> web.StreamResponse:
        """Make a model of ours."""
        try:
            body = json.loads(await read_body(request))
        except ValueError as broken:
            raise Problem(400, "Bad request", "The request body is not valid JSON") from broken
        self._check.refuse_wrong(body)
        if body["owner"] != USERNAME:
            raise Problem(403, "Forbidden", "You do not have permission to create a model for this owner")
        if not _NAME.fullmatch(body["name"]):
            raise invalid_field("name", "format", "Model names are lower-case letters, digits, dots, - and _")
        if body["visibility"] not in ("public", "private"):
            raise invalid_field("visibility", "enum", 'Must be one of the following: "public", "private"')
        if body["hardware"] not in HARDWARE:
            raise invalid_field("hardware", "enum", "Not a hardware SKU; GET /v1/hardware lists them")
        model = Model(USERNAME, body["name"], body["visibility"], body.get("description", ""), body["hardware"])
        self._catalogue.create(model)
        return answer(self._described(model), 201)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """A model with its latest version."""
        return answer(self._described(self._model(request)))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """Remove a private model of ours that has no versions."""
        self._catalogue.delete(self._own(request))
        return web.Response(status=204)

    async def versions(self, request: web.Request) -> web.StreamResponse:
        """The versions of a model, newest first."""
        rows = [_version(version) for version in self._model(request).versions]
        return answer(page_body(request, self._base_url(), len(rows), rows))

    async def version(self, request: web.Request) -> web.StreamResponse:
        """One version."""
        return answer(_version(_find(self._model(request), request)))

    async def delete_version(self, request: web.Request) -> web.StreamResponse:
        """Ask for the removal of a version of ours; it takes a while and takes predictions and outputs with it."""
        version = _find(self._own(request), request)
        self._nursery.start(self._remove(version), "replicate version")
        return web.Response(status=202)

    async def _remove(self, version: Version) -> None:
        await self._clock.sleep(DELETION_SECONDS)
        version.gone = True
        for run in self._queue.forget_predictions(version):
            for url in run.output or []:
                self._delivery.remove_url(url)

    def _model(self, request: web.Request) -> Model:
        model = self._catalogue.find(f"{request.match_info['owner']}/{request.match_info['name']}")
        if model is None:
            raise not_found()
        return model

    def _own(self, request: web.Request) -> Model:
        model = self._model(request)
        if model.owner != USERNAME:
            raise not_found()
        if model.visibility != "private":
            raise Problem(403, "Forbidden", "Only private models and their versions can be deleted")
        return model

    def _described(self, model: Model) -> dict[str, Any]:
        versions = model.versions
        return {
            "url": f"https://replicate.com/{model.id}",
            "owner": model.owner,
            "name": model.name,
            "description": model.description or None,
            "visibility": model.visibility,
            "is_official": model.official,
            "github_url": None,
            "paper_url": None,
            "license_url": None,
            "run_count": model.run_count,
            "cover_image_url": None,
            "default_example": None,
            "latest_version": _version(versions[0]) if versions else None,
        }


def _find(model: Model, request: web.Request) -> Version:
    wanted = request.match_info["version"]
    version = next((known for known in model.versions if known.id == wanted), None)
    if version is None:
        raise not_found()
    return version


def _version(version: Version) -> dict[str, Any]:
    return {
        "id": version.id,
        "created_at": iso(version.created),
        "cog_version": "0.14.1",
        "openapi_schema": openapi_schema(version),
    }
