"""Live events: every job of the caller as it goes, in one stream that `fetch` reads."""

import asyncio
from uuid import UUID

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.web.api.job_status import JobStatus
from bot.web.api.live import Stream
from bot.web.api.route import Call, Route
from db.repositories.live_jobs import newest_event

HEARTBEAT_SECONDS = 15.0
SEND_SECONDS = 30.0
"""A phone that takes no byte for so long has gone."""

CUT_SHORT = (ConnectionError, TimeoutError, SQLAlchemyError)
"""The phone has gone, or takes nothing, or the rows cannot be read: the app opens another stream."""

HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
"""Without the last one a reverse proxy keeps the events until the stream ends."""


async def follow_events(call: Call) -> web.StreamResponse:
    """`event: job` with a JobStatus for every job at work and every change, until the bearer is over.

    With Last-Event-ID also the jobs to which something happened since. `event: end` says that a new stream must be
    opened, with a younger bearer; a comment comes every 15 s.
    """
    response = web.StreamResponse(headers=HEADERS)
    with call.desk.live.follow(call.user_id) as stream:
        await _begin(call, stream)
        try:
            await response.prepare(call.request)
            await _until_the_end(call, response, stream)
        except CUT_SHORT:
            # Waiting for a phone that takes nothing would keep the connection for as long as it likes.
            if call.request.transport is not None:
                call.request.transport.abort()
    return response


async def follow_events_by_post(call: Call) -> web.StreamResponse:
    """The same; some tunnels hold the answer to a GET back until it is whole."""
    return await follow_events(call)


async def _begin(call: Call, stream: Stream) -> None:
    live = call.desk.live
    for _, status in await live.at_work([call.user_id]):
        stream.offer(status)
    after = _last_event(call.request)
    if after is not None:
        for status in await live.catch_up(call.user_id, after):
            stream.offer(status)
    stream.changed.set()


async def _until_the_end(call: Call, response: web.StreamResponse, stream: Stream) -> None:
    ends_in = (call.caller.bearer.expires_at - call.services.clock.now()).total_seconds()
    bearer = asyncio.timeout(ends_in)
    try:
        async with bearer:
            await _go_on(call, response, stream)
    except TimeoutError:
        if not bearer.expired():
            raise
    await _write(response, b"event: end\ndata: {}\n\n")
    await response.write_eof()


async def _go_on(call: Call, response: web.StreamResponse, stream: Stream) -> None:
    # Headers alone prove nothing: a proxy that holds the body back passes them on.
    await _write(response, b": the line is open\n\n")
    while True:
        # Read before the statuses: who comes back with it is rather told twice than not at all.
        newest = await _newest(call) if stream.waiting else ""
        statuses = stream.take()
        if statuses:
            await _write(response, _told(newest, statuses))
        if stream.crowded_out:
            return
        try:
            await asyncio.wait_for(stream.changed.wait(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await _write(response, b": still here\n\n")


async def _newest(call: Call) -> str:
    async with call.services.db.read() as session:
        return str(await newest_event(session, call.user_id) or "")


def _told(newest: str, statuses: list[JobStatus]) -> bytes:
    return "".join(f"id: {newest}\nevent: job\ndata: {one.model_dump_json()}\n\n" for one in statuses).encode()


async def _write(response: web.StreamResponse, data: bytes) -> None:
    await asyncio.wait_for(response.write(data), SEND_SECONDS)


def _last_event(request: web.Request) -> UUID | None:
    try:
        return UUID(request.headers.get("Last-Event-ID", ""))
    except ValueError:
        return None


ROUTES = (
    Route("GET", "/events", follow_events, "Live events of the caller's jobs", content="text/event-stream"),
    Route(
        "POST",
        "/events",
        follow_events_by_post,
        "The same where GET is held back",
        content="text/event-stream",
    ),
)
