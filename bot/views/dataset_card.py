"""The card below photos that were added to a model's data set."""

from uuid import UUID

from bot.keyboards.datasets import last_page
from bot.speaker import Speaker
from bot.views.base import Rendered, ViewContext
from bot.views.dataset_list import dataset_screen


async def dataset_card(context: ViewContext) -> Rendered:
    """`params`: `lora_id`. Raises `NotFoundError` when the model is gone."""
    view = await context.services.datasets.of_model(context.chat_id, UUID(context.params["lora_id"]))
    say = Speaker(context.texts, context.language)
    return dataset_screen(say, view, last_page(view), say.text("dataset-added", count=len(view.photos)))
