"""The agreement that stands before the first photo."""

from pydantic import Field

from bot.speaker import Speaker
from bot.views.draft_steps import RETENTIONS
from bot.views.provider_names import provider_names
from bot.web.api.resources.draft_shapes import ConsentText, ProviderNamed
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Sent
from db.enums import Retention
from services.errors import ConflictError


class Agreeing(Sent):
    """A yes to the text of `mark`, with how long photos are kept."""

    mark: str = Field(max_length=64)
    retention: Retention


async def get_draft_consent(call: Call) -> ConsentText:
    """The text in force; no draft is needed to read it."""
    say = Speaker(call.desk.texts, call.caller.language)
    consents, providers = call.services.consents, call.services.rules.training.providers
    return ConsentText(
        html=say.text("create-consent", providers=provider_names(say, providers)),
        mark=consents.mark(providers),
        providers=[ProviderNamed(key=provider, name=say.plain(f"provider-{provider}")) for provider in providers],
        retentions=list(RETENTIONS),
        needed=await consents.needed(call.user_id, providers),
    )


async def agree_to_draft_consent(call: Call) -> ConsentText:
    """Keeps the yes; photos of the chat that wait for it are fetched from now on.

    Raises `ConflictError('no-provider')`, and `ConflictError('consent-missing')` for the mark of another text than the
    one in force: that one has to be read first.
    """
    services, agreed = call.services, call.body
    providers = services.rules.training.providers
    if not providers:
        raise ConflictError("no-provider")
    if agreed.mark != services.consents.mark(providers):
        raise ConflictError("consent-missing")
    await services.consents.give(call.user_id, providers, agreed.retention)
    view = await services.drafts.current(call.user_id)
    if view is not None:
        await services.albums.look_again(call.user_id, view.draft_id)
    return await get_draft_consent(call)


ROUTES = (
    Route("GET", "/draft/consent", get_draft_consent, "The agreement before the first photo", answer=ConsentText),
    Route(
        "POST", "/draft/consent", agree_to_draft_consent, "Agree to the text that was shown",
        answer=ConsentText, body=Agreeing, problems=(409,),
    ),
)  # fmt: skip
