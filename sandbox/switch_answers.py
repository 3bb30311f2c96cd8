"""Switches of a stand-in over HTTP."""

from aiohttp import web

from sandbox.bodies import answer, read_json
from sandbox.switches import Switches


async def change_switches(request: web.Request, switches: Switches) -> web.Response:
    """Turns the switches that the body names and answers with all of them; 400 where a name or value is wrong, and
    nothing is turned."""
    try:
        wanted = await read_json(request)
        if not isinstance(wanted, dict):
            raise ValueError("the settings are a JSON object")
        switches.change(wanted)
    except ValueError as wrong:
        return answer({"error": str(wrong)}, 400)
    return answer(vars(switches))
