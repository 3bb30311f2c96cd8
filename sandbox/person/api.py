"""The person API: what the chat page, the demo and end-to-end tests use to be a person."""

import json
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.person.actions import Actions, CannotDo
from sandbox.person.requests import for_person, json_object, refusal
from sandbox.telegram.callbacks import Press
from sandbox.telegram.messages import view
from sandbox.telegram.people import Person
from sandbox.telegram.wire import Upload
from sandbox.telegram.world import World

# How long a press waits for answerCallbackQuery, in real seconds.
PRESS_WAIT = 10.0
SSE_KEEP_ALIVE = 15.0


class PersonApi:
    """Routes under /person."""

    def __init__(self, world: World, actions: Actions) -> None:
        self._world = world
        self._actions = actions

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        app.router.add_get("/person/api/people", self._people)
        app.router.add_post("/person/api/people", self._new_person)
        posts = {
            "message": self._message,
            "edit": self._edit,
            "photos": self._photos,
            "press": self._press,
            "block": self._block,
            "unblock": self._unblock,
            "language": self._language,
        }
        for name, handler in posts.items():
            app.router.add_post(f"/person/api/{{id}}/{name}", for_person(self._actions, handler))
        gets = {"chat": self._chat, "events": self._events, "bot": self._bot}
        for name, getter in gets.items():
            app.router.add_get(f"/person/api/{{id}}/{name}", for_person(self._actions, getter))
        app.router.add_get("/person/file/{file_id}", self._file)

    async def _people(self, request: web.Request) -> web.Response:
        people = [_shown(person) for person in self._world.people.by_id.values()]
        return web.json_response({"people": people})

    async def _new_person(self, request: web.Request) -> web.Response:
        try:
            body = await json_object(request)
            wanted = body.get("id")
            name = str(body.get("first_name") or "Ann")
            language = str(body.get("language_code") or "en")
            person = self._world.people.add(name, language, None if wanted is None else int(wanted))
        except ValueError as error:
            return refusal(400, str(error))
        return web.json_response(_shown(person))

    async def _message(self, request: web.Request, person: Person) -> web.Response:
        body = await json_object(request)
        reply_to = body.get("reply_to_message_id")
        message = self._actions.write(person, str(body.get("text", "")), int(reply_to) if reply_to else None)
        return web.json_response({"message_id": message.message_id})

    async def _edit(self, request: web.Request, person: Person) -> web.Response:
        body = await json_object(request)
        self._actions.rewrite(person, int(body.get("message_id") or 0), str(body.get("text", "")))
        return web.json_response({"message_id": int(body["message_id"])})

    async def _photos(self, request: web.Request, person: Person) -> web.Response:
        fields, uploads = await _form(request)
        kind = fields.get("as", "photo")
        if kind not in {"photo", "document"}:
            raise CannotDo('"as" is photo or document')
        messages = await self._actions.send_files(
            person, uploads, as_photo=kind == "photo", caption=fields.get("caption", "")
        )
        sent = [view(message) for message in messages]
        return web.json_response({"message_ids": [m["message_id"] for m in sent], "messages": sent})

    async def _press(self, request: web.Request, person: Person) -> web.Response:
        body = await json_object(request)
        message_id = int(body.get("message_id") or 0)
        if "button" in body:
            button = self._actions.data_of_button(person, message_id, str(body["button"]))
            if "callback_data" not in button:
                app = button.get("web_app", {}).get("url")
                return web.json_response({"answer": None, "url": button.get("url"), "app": app})
            data = str(button["callback_data"])
        else:
            data = str(body.get("data", ""))
        number = self._world.events.last(person.id)
        press = self._actions.press(person, message_id, data, forged=body.get("forged") is True)
        return web.json_response({"answer": await self._answer_to(press, number)})

    async def _answer_to(self, press: Press, number: int) -> dict[str, Any] | None:
        event = await self._world.events.wait(
            press.person_id, number, PRESS_WAIT, lambda event: event.get("query_id") == press.query_id
        )
        return press.answer if event is not None else None

    async def _block(self, request: web.Request, person: Person) -> web.Response:
        self._actions.set_blocked(person, True)
        return web.json_response({"blocked": True})

    async def _unblock(self, request: web.Request, person: Person) -> web.Response:
        self._actions.set_blocked(person, False)
        return web.json_response({"blocked": False})

    async def _language(self, request: web.Request, person: Person) -> web.Response:
        person.language_code = str((await json_object(request)).get("language_code") or "en")
        return web.json_response(_shown(person))

    async def _chat(self, request: web.Request, person: Person) -> web.Response:
        after = _number(request.query.get("after"))
        events = self._world.events.after(person.id, after)
        return web.json_response({"events": events, "last": self._world.events.last(person.id)})

    async def _bot(self, request: web.Request, person: Person) -> web.Response:
        shown = self._world.profile.shown(person.id, person.language_code)
        about = {"username": self._world.bot_user()["username"], "main_app": self._world.profile.main_app}
        return web.json_response(shown | about)

    async def _events(self, request: web.Request, person: Person) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Cache-Control": "no-store"})
        response.content_type = "text/event-stream"
        await response.prepare(request)
        number = _number(request.headers.get("Last-Event-ID") or request.query.get("after"))
        try:
            while True:
                for event in self._world.events.after(person.id, number):
                    number = int(event["n"])
                    text = json.dumps(event, ensure_ascii=False)
                    await response.write(f"id: {number}\ndata: {text}\n\n".encode())
                if await self._world.events.wait(person.id, number, SSE_KEEP_ALIVE) is None:
                    await response.write(b": still here\n\n")
        except ConnectionError:
            return response

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._world.files.by_id.get(request.match_info["file_id"])
        if stored is None:
            return refusal(404, "no such file")
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        shown = stored.mime in {"image/jpeg", "image/png", "image/webp", "image/gif"}
        kind = stored.mime if shown else "application/octet-stream"
        return web.Response(body=stored.data, content_type=kind, headers=headers)


async def _form(request: web.Request) -> tuple[dict[str, str], list[Upload]]:
    if not request.content_type.startswith("multipart/"):
        raise CannotDo("a multipart form is expected")
    fields: dict[str, str] = {}
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise CannotDo("a flat form is expected")
        data = bytes(await part.read(decode=True))
        if part.filename is not None:
            uploads.append(Upload(part.filename, data))
        else:
            fields[part.name or ""] = data.decode("utf-8", "replace")
    return fields, uploads


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _shown(person: Person) -> dict[str, Any]:
    return {"id": person.id, "first_name": person.first_name, "language_code": person.language_code}
