"""All routes of the API, in the order of its documentation."""

from bot.web.api.resources import (
    activity,
    events,
    generations,
    images,
    lora_training,
    loras,
    me,
    prompts,
    session,
    trainers,
    trainings,
)
from bot.web.api.route import Route

ROUTES: tuple[Route, ...] = (
    *session.ROUTES,
    *me.ROUTES,
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
