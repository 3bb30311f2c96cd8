"""The session: Telegram's launch becomes a bearer, and a bearer that is good becomes a younger one."""

from datetime import datetime

from pydantic import Field

from bot.middlewares.people import NAME_LIMIT, language_of
from bot.web.api.bearers import Bearer, BearerError
from bot.web.api.launch_data import LONGEST, LaunchError, read_launch
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from bot.web.api.turned_away import NoSessionError, TooFastError
from db.repositories.people import meet


class Opening(Sent):
    """What Telegram gave the Mini App."""

    init_data: str = Field(max_length=LONGEST)


class Session(Answer):
    """A bearer for the Authorization header. It can be renewed while it is good, until `session_ends_at`."""

    bearer: str
    expires_at: datetime
    session_ends_at: datetime
    user_id: int


async def open_session(call: Call) -> Session:
    """Whoever opened the Mini App within the last hour; raises `ForbiddenError` for people without access."""
    services, now = call.services, call.services.clock.now()
    try:
        launch = read_launch(call.body.init_data, call.desk.bot_token, now)
    except LaunchError:
        raise NoSessionError from None
    seconds = call.desk.openings.wait_for(launch.user_id)
    if seconds:
        raise TooFastError(seconds)
    async with services.db.write() as session:
        language = language_of(launch.language_code)
        user = await meet(
            session,
            launch.user_id,
            first_name=launch.first_name[:NAME_LIMIT],
            username=launch.username,
            language=language,
            now=now,
        )
        services.access.require(user)
    return _session(*call.desk.bearers.issue(launch.user_id, launch.at, now))


async def renew_session(call: Call) -> Session:
    """A younger bearer for the one that was shown."""
    try:
        return _session(
            *call.desk.bearers.issue(call.user_id, call.caller.bearer.launched_at, call.services.clock.now())
        )
    except BearerError:
        raise NoSessionError from None


def _session(token: str, bearer: Bearer) -> Session:
    return Session(
        bearer=token, expires_at=bearer.expires_at, session_ends_at=bearer.session_ends_at, user_id=bearer.user_id
    )


ROUTES = (
    Route(
        "POST", "/session", open_session, "Open a session with Telegram's initData",
        answer=Session, body=Opening, problems=(401, 403), public=True,
    ),
    Route("POST", "/session/renew", renew_session, "A younger bearer for a good one", answer=Session),
)  # fmt: skip
