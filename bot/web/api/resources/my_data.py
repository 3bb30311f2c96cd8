"""What is held about the caller, and what may be asked to be done with all of it."""

from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer


class MyData(Answer):
    """Counts of what is held; deleted models count until they are erased. `may_compare_faces`: whether there is a
    question about faces to answer at all. `is_leaving`: everything is being deleted."""

    photos: int
    photo_bytes: int
    captions: int
    models: int
    versions: int
    weight_bytes: int
    pictures: int
    prompts: int
    may_compare_faces: bool
    is_leaving: bool


class ExportAsked(Answer):
    """Everything in one file is on its way into the chat; `is_new`: it is put together now, which takes minutes."""

    is_new: bool


async def get_my_data(call: Call) -> MyData:
    """As it stands."""
    desk, user_id = call.services.my_data, call.user_id
    mine = await desk.held.of(user_id)
    held = mine.held
    return MyData(
        photos=held.photos,
        photo_bytes=held.photo_bytes,
        captions=held.captions,
        models=held.models,
        versions=held.versions,
        weight_bytes=held.weight_bytes,
        pictures=held.pictures,
        prompts=held.prompts,
        may_compare_faces=desk.compares_faces or (mine.agreed is not None and mine.agreed.faces),
        is_leaving=await desk.requests.is_leaving(user_id),
    )


async def export_my_data(call: Call) -> ExportAsked:
    """The file comes as a message of its own. Repeatable: while one is made or lies here, that one comes."""
    asked = await call.services.my_data.requests.ask_export(call.user_id, call.caller.language)
    return ExportAsked(is_new=asked.is_new)


async def erase_my_data(call: Call) -> None:
    """Begins to delete everything, here and at the providers; it cannot be taken back. Running orders are stopped, and
    the chat hears when it is done."""
    await call.services.my_data.requests.ask_erase_all(call.user_id, call.caller.language)


ROUTES = (
    Route("GET", "/my-data", get_my_data, "What is held about the caller", answer=MyData),
    Route(
        "POST", "/my-data/export", export_my_data, "Everything in one file, into the chat", answer=ExportAsked,
        status=202,
    ),
    Route("DELETE", "/my-data", erase_my_data, "Delete everything, here and at the providers", status=204),
)  # fmt: skip
