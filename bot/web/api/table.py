"""All routes of the API, in the order of its documentation."""

from bot.web.api.resources import (
    activity,
    datasets,
    draft,
    draft_consent,
    draft_photos,
    events,
    generations,
    images,
    lora_training,
    loras,
    me,
    prompts,
    session,
    trainers,
    training_orders,
    trainings,
)
from bot.web.api.route import Route

ROUTES: tuple[Route, ...] = (
    *session.ROUTES,
    *me.ROUTES,
    *draft.ROUTES,
    *draft_consent.ROUTES,
    *draft_photos.ROUTES,
    *training_orders.ROUTES,
    *datasets.ROUTES,
    *loras.ROUTES,
    *lora_training.ROUTES,
    *trainings.ROUTES,
    *trainers.ROUTES,
    *generations.ROUTES,
    *images.ROUTES,
    *prompts.ROUTES,
    *activity.ROUTES,
    *events.ROUTES,
)
