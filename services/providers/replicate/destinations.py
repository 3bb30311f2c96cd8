"""Destination models: a private model at Replicate for each LoRA, where its trainings put their versions.

Removed once it has no versions; a version's removal takes minutes, and takes its predictions along.
"""

import re
from collections.abc import Mapping
from typing import Any

from services.errors import ProviderError
from services.in_turn import in_turn
from services.providers.questions import question_error
from services.providers.replicate.api import Api, is_own_model, is_version
from services.providers.wire import AnswerError

HARDWARE = (
    "gpu-t4",
    "gpu-l40s",
    "gpu-a40-small",
    "gpu-a40-large",
    "gpu-a100-large",
    "gpu-h100",
    "gpu-h200",
)
"""What a destination may be made with, the cheapest first. The field must be filled, but a trained version runs on
what its trainer says."""

_NAME = re.compile(r"[a-z0-9\-]{1,40}")
_OWNER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}")
# Replicate's page does not say which of these tells that the name is taken.
_TAKEN = (409, 422)
# Nor which of these tells that a model still has versions.
_HAS_VERSIONS = (400, 403, 409, 422)


class Destinations:
    """Finds and makes destination models. All raise `ProviderError`."""

    def __init__(self, api: Api, username: str | None) -> None:
        self._api = api
        self._owner = username

    async def account(self) -> str:
        """The name of the account that our token belongs to."""
        username = (await self._api.ask("/v1/account")).get("username")
        if not isinstance(username, str) or not _OWNER.fullmatch(username):
            raise ProviderError("provider-answer")
        return username

    async def full_name(self, name: str) -> str:
        """`owner/name`, whether it is there or not."""
        if not _NAME.fullmatch(name):
            raise ValueError("a destination's name is 1 to 40 of a-z, 0-9 and -")
        return f"{await self._known_owner()}/{name}"

    async def of(self, name: str) -> str:
        """`owner/name`, made where it is missing."""
        full_name = await self.full_name(name)
        path = f"/v1/models/{full_name}"
        model = await self._api.find(path)
        if model is None:
            made = await self._make(full_name)
            # What was made is looked at where its maker's answer does not say who can see it.
            model = made if isinstance(made.get("visibility"), str) else await self._api.ask(path)
        if model.get("visibility") != "private":
            # Versions of any other model may draw this person for everybody.
            raise ProviderError("provider-answer", destination=full_name, problem="not private")
        return full_name

    async def forget(self, full_name: str) -> bool:
        """Removes `owner/name` with its versions; False while Replicate is at it."""
        owner = full_name.partition("/")[0]
        if not is_own_model(full_name):
            raise ValueError("only destinations of ours are removed: owner/lora- and 32 hex digits")
        path = f"/v1/models/{full_name}"
        if await self._api.find(path) is None:
            await self._check_seen(owner)
            return True
        versions = await self._versions(path)
        await in_turn(versions, lambda version: self._remove(f"{path}/versions/{version}"))
        try:
            if not await self._api.delete(path):
                await self._check_seen(owner)
        except AnswerError as answer:
            if versions and answer.status in _HAS_VERSIONS:
                return False
            raise _removal_error(answer) from answer
        return True

    async def _known_owner(self) -> str:
        if self._owner is None:
            self._owner = await self.account()
        return self._owner

    async def _check_seen(self, owner: str) -> None:
        """Private models of another account are "not found" too, so that says nothing about them."""
        if owner.lower() != (await self.account()).lower():
            raise ProviderError("provider-account", owner=owner)

    async def _versions(self, path: str) -> list[str]:
        """Ids on the first page, the newest; what is on later ones comes up when these are gone."""
        rows = (await self._api.ask(f"{path}/versions")).get("results")
        if not isinstance(rows, list):
            raise ProviderError("provider-answer")
        ids = [row.get("id") if isinstance(row, Mapping) else None for row in rows]
        if not all(is_version(one) for one in ids):
            raise ProviderError("provider-answer")
        return [str(one) for one in ids]

    async def _remove(self, path: str) -> None:
        try:
            await self._api.delete(path)
        except AnswerError as answer:
            raise _removal_error(answer) from answer

    async def _make(self, full_name: str) -> Mapping[str, Any]:
        owner, _, name = full_name.partition("/")
        wanted = {"owner": owner, "name": name, "visibility": "private", "hardware": await self._hardware()}
        try:
            made = await self._api.send("POST", "/v1/models", body=wanted)
        except AnswerError as answer:
            # Another replica may have been quicker.
            there = await self._api.find(f"/v1/models/{full_name}") if answer.status in _TAKEN else None
            if there is None:
                raise question_error(answer) from answer
            return there
        return made if isinstance(made, Mapping) else {}

    async def _hardware(self) -> str:
        try:
            rows = await self._api.send("GET", "/v1/hardware")
        except AnswerError as answer:
            raise question_error(answer) from answer
        rows = rows if isinstance(rows, list) else []
        offered = [row.get("sku") for row in rows if isinstance(row, Mapping)]
        skus = [sku for sku in offered if isinstance(sku, str) and sku]
        if not skus:
            raise ProviderError("provider-answer")
        return next((sku for sku in HARDWARE if sku in skus), skus[0])


def _removal_error(answer: AnswerError) -> ProviderError:
    # The questions before it were answered, so this is not about the key: something may not be removed.
    if answer.status == 403:
        return ProviderError("provider-answer", status=answer.status)
    return question_error(answer)
