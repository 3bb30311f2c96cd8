"""The create draft: one per person, the same in the chat and in the app."""

from bot.web.api.resources.draft_changes import DraftChange, change
from bot.web.api.resources.draft_reading import open_draft, shown_draft
from bot.web.api.resources.draft_shapes import CreateDraft
from bot.web.api.route import Call, Route


async def get_draft(call: Call) -> CreateDraft:
    """The open draft; raises `NotFoundError('draft-gone')` when there is none."""
    return await shown_draft(call, await open_draft(call))


async def begin_draft(call: Call) -> CreateDraft:
    """The open draft, a new one if there is none. Repeatable."""
    return await shown_draft(call, await call.services.drafts.open(call.user_id))


async def change_draft(call: Call) -> CreateDraft:
    """Takes answers, see `DraftChange`."""
    return await shown_draft(call, await change(call, await open_draft(call), call.body))


async def reset_draft_settings(call: Call) -> CreateDraft:
    """Takes back everything that was set by hand about the training."""
    view = await open_draft(call)
    return await shown_draft(call, await call.services.drafts.reset_settings(call.user_id, view.draft_id))


async def discard_draft(call: Call) -> None:
    """Gives the draft up; its photos are erased at the next clean-up. Repeatable."""
    view = await call.services.drafts.current(call.user_id)
    if view is not None:
        await call.services.drafts.discard(call.user_id, view.draft_id)


ROUTES = (
    Route("GET", "/draft", get_draft, "The open draft of a model", answer=CreateDraft, problems=(404,)),
    Route("POST", "/draft", begin_draft, "Open a draft, or get the open one", answer=CreateDraft),
    Route(
        "PATCH", "/draft", change_draft, "Answer questions of the draft; answers before a refused one stay",
        answer=CreateDraft, body=DraftChange, problems=(404, 409, 422),
    ),
    Route("DELETE", "/draft", discard_draft, "Give the draft up; its photos are erased"),
    Route(
        "DELETE", "/draft/settings", reset_draft_settings, "Train as the trainer has it by itself",
        answer=CreateDraft, problems=(404,),
    ),
)  # fmt: skip
