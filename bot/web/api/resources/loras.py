"""The caller's models: the list, one of them, other words for it, deleting with a day to undo it."""

from uuid import UUID

from pydantic import Field

from bot.web.api.resources.lora_shapes import LoraFull, LoraItem, lora_full, lora_items
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Limit, Offset, Page, Sent
from db.enums import LoraStatus, LoraType
from services.loras.shelf import ShelfWish, SortBy

LONGEST = 4000
"""Of a text that is sent; how long it may be says the rule that judges it."""


class ShelfQuery(Sent):
    """`search`: what name or description hold, in whatever letters."""

    status: LoraStatus | None = None
    search: str = Field(default="", max_length=100)
    sort: SortBy = SortBy.RECENT
    limit: Limit = 50
    offset: Offset = 0


class LoraPage(Page):
    """A part of the caller's models."""

    items: list[LoraItem]


class NameQuery(Sent):
    """A name that somebody types. `type`: what the model will be of; without it words are judged as for a person."""

    name: str = Field(max_length=LONGEST)
    type: LoraType | None = None


class NameCheck(Answer):
    """Whether the caller has no model of that name; else a name like it that is free."""

    free: bool
    suggestion: str | None


class LoraChange(Sent):
    """What is not sent stays; an empty description removes it."""

    name: str | None = Field(default=None, max_length=LONGEST)
    description: str | None = Field(default=None, max_length=LONGEST)


async def list_loras(call: Call) -> LoraPage:
    """The caller's models that are not deleted."""
    services, query = call.services, call.query
    wish = ShelfWish(query.limit, query.offset, query.status, query.search, query.sort)
    shelf = await services.loras.shelf(call.user_id, wish)
    async with services.db.read() as session:
        items = await lora_items(session, call, shelf.models)
    return LoraPage(items=items, total=shelf.total, limit=query.limit, offset=query.offset)


async def check_lora_name(call: Call) -> NameCheck:
    """For whoever types a name; reserves nothing. Raises `InvalidInputError` for a name that no model may have."""
    check = await call.services.loras.check_name(call.user_id, call.query.name, call.query.type)
    return NameCheck(free=check.is_free, suggestion=None if check.is_free else check.suggestion)


async def get_lora(call: Call) -> LoraFull:
    """Everything about one model."""
    return await _full(call, call.ids["lora_id"])


async def change_lora(call: Call) -> LoraFull:
    """Another name or description; raises `ConflictError('name-taken')`. The trigger word stays."""
    lora_id, change = call.ids["lora_id"], call.body
    await call.services.loras.change(call.user_id, lora_id, name=change.name, description=change.description)
    return await _full(call, lora_id)


async def delete_lora(call: Call) -> None:
    """Hides the model, erased after a day. Repeatable. Raises `ConflictError('model-busy')` while it is trained."""
    await call.services.loras.delete(call.user_id, call.ids["lora_id"])


async def restore_lora(call: Call) -> LoraFull:
    """Undoes a deletion within the day, under a numbered name where the old one is taken. Repeatable. Raises
    `ConflictError('undo-too-late')`."""
    lora_id = call.ids["lora_id"]
    await call.services.loras.undo_delete(call.user_id, lora_id)
    return await _full(call, lora_id)


async def _full(call: Call, lora_id: UUID) -> LoraFull:
    services = call.services
    whole = await services.loras.whole(call.user_id, lora_id)
    can_retry = await services.trainings.can_retry(call.user_id, lora_id)
    async with services.db.read() as session:
        return await lora_full(session, call, whole, can_retry=can_retry)


ROUTES = (
    Route("GET", "/loras", list_loras, "The caller's models", answer=LoraPage, query=ShelfQuery),
    # Before {lora_id}, which would take the word for an id.
    Route(
        "GET", "/loras/name-check", check_lora_name, "Whether a name is free", answer=NameCheck, query=NameQuery,
        problems=(422,),
    ),
    Route("GET", "/loras/{lora_id}", get_lora, "One model", answer=LoraFull),
    Route(
        "PATCH", "/loras/{lora_id}", change_lora, "Rename or describe a model",
        answer=LoraFull, body=LoraChange, problems=(409, 422),
    ),
    Route("DELETE", "/loras/{lora_id}", delete_lora, "Delete a model, for a day undoably", problems=(409,)),
    Route(
        "POST", "/loras/{lora_id}/restore", restore_lora, "Undo a deletion", answer=LoraFull, problems=(409,),
    ),
)  # fmt: skip
