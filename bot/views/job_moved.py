"""The message that a training goes to another provider than the one it was ordered from."""

from math import ceil

from bot.excerpts import titled
from bot.views.base import Rendered, ViewContext
from bot.views.training_subject import training_in, usual_seconds_of


async def job_moved(context: ViewContext) -> Rendered:
    """`params`: `job_id`, `before` and `after`, names of providers. What the training is there is said as long as it is
    there; a later move has a message of its own."""
    training = await training_in(context)
    names = {name: context.plain(f"provider-{context.params[name]}") for name in ("before", "after")}
    parts = [context.text("job-moved", name=titled(training.lora.name), **names)]
    if training.job.provider == context.params["after"]:
        terms = context.text(
            "job-moved-terms",
            trainer=context.plain(f"trainer-{training.version.trainer}"),
            usd=f"${training.job.estimated_cost:.2f}",
            minutes=ceil(await usual_seconds_of(context.services, training) / 60),
        )
        parts.append(terms)
    return Rendered("\n\n".join(parts), silent=True)
