"""What the world outside saw: paid calls on the wire, bytes of media, taps that a bad client sends."""

from typing import Any

from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Message, Person


async def paid_calls(stage: Stage) -> list[dict[str, Any]]:
    """The bodies of all submits to fal, in order."""
    async with stage.http.get("/control/fal/wire") as answer:
        rows = (await answer.json())["requests"]
    return [row["body"] for row in rows if row["method"] == "POST" and row["endpoint"]]


async def media_of(person: Person, message: Message) -> bytes:
    """The bytes of a message's picture or file."""
    async with person.http.get(message["media"][0]["url"]) as answer:
        assert answer.status == 200
        return await answer.read()


async def tap(person: Person, message: Message, data: str) -> str | None:
    """A tap with any data, whether a button carries it or not; the text of the answer."""
    await person.settle()
    body = {"message_id": message["message_id"], "data": data, "forged": True}
    async with person.http.post(f"/person/api/{person.id}/press", json=body) as answer:
        found = (await answer.json())["answer"]
    assert found is not None, "nobody answered the tap"
    text: str | None = found.get("text")
    return text
