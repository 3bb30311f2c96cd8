"""The create draft: shown, answered, and given up."""

import asyncio
from typing import Any

import pytest

from bot.web.api.resources.draft_changes import typed
from db.enums import LoraType
from services.training.draft_view import DraftView
from tests.bot.web.api.caller import ApiStage, Caller
from tests.support.rows import make_lora, make_user


async def drawn(api: ApiStage, user_id: int = 71) -> Caller:
    """Somebody with an empty draft."""
    caller = await api.caller(user_id)
    assert (await caller.post("/draft")).status == 200
    return caller


async def in_chat(api: ApiStage, user_id: int = 71) -> DraftView:
    """The draft as the chat sees it."""
    view = await api.services.drafts.current(user_id)
    assert view is not None
    return view


async def test_a_draft_is_opened_once_and_given_up(api: ApiStage) -> None:
    """One per person; giving up is repeatable, and nothing is opened by looking."""
    caller = await api.caller(71)
    assert (await caller.get("/draft")).code == "draft-gone"
    first, second = await asyncio.gather(caller.post("/draft"), caller.post("/draft"))
    assert first.status == second.status == 200
    assert first.body["id"] == second.body["id"] == (await caller.get("/draft")).body["id"]
    assert [(await caller.delete("/draft")).status for _ in range(2)] == [204, 204]
    assert (await caller.get("/draft")).status == 404


async def test_a_draft_says_all_that_a_screen_needs(api: ApiStage) -> None:
    """What is missing, what it costs and who pays, and the limits."""
    shown = (await (await drawn(api)).post("/draft")).body
    view = await in_chat(api)
    assert shown["needs"] == ["type", "class_word", "name", "photos"]
    assert (shown["least_photos"], shown["most_photos"], shown["photo_count"]) == (4, 20, 0)
    assert (shown["cost_usd"], shown["usual_minutes"]) == (str(view.chosen.usd), view.chosen.minutes)
    assert (shown["price"], shown["who_pays"]) == (0, "operator")
    assert (shown["quota"]["limit"], shown["quota"]["left"]) == (5, 5)
    assert shown["consent"] == {
        "needed": True, "mark": api.services.consents.mark(view.providers), "providers": ["fal"]
    }  # fmt: skip
    assert shown["trainer"] in {one["key"] for one in shown["trainers"]}
    assert [one["key"] for one in shown["settings"]] == [one.key.value for one in view.settings]
    assert (shown["paused"], shown["several"], shown["photos"]) == (None, False, [])
    assert (shown["coach"]["score"], shown["coach"]["trained"]) == (0, 0)


async def test_a_price_is_paid_by_the_person(api: ApiStage) -> None:
    """Nobody is surprised by what their credits are for."""
    api.services.rules.training.price = 300
    shown = (await (await drawn(api)).get("/draft")).body
    assert (shown["price"], shown["balance"], shown["who_pays"]) == (300, 0, "you")


async def test_words_are_in_the_persons_language(api: ApiStage) -> None:
    """Names of settings and what trainers are for are read by people."""
    caller = await api.caller(72, language="ru")
    shown = (await caller.post("/draft")).body
    words = [shown["trainers"][0]["best_use"], *(one["about"] for one in shown["settings"])]
    assert all(any("а" <= letter <= "я" for letter in text) for text in words)


async def test_answers_are_those_of_the_chat(api: ApiStage) -> None:
    """What is answered here is answered there, and the other way round."""
    caller = await drawn(api)
    answers = {
        "type": "character", "class_word": "Woman", "name": "Anna", "description": "for cards",
        "trigger_word": "ANNA_TEST", "quality": "quick",
    }  # fmt: skip
    shown = (await caller.patch("/draft", answers)).body
    assert {name: shown[name] for name in answers} == answers | {"class_word": "woman"}
    assert (shown["needs"], shown["trigger_is_own"]) == (["photos"], True)
    fields = (await in_chat(api)).fields
    assert (fields.name, fields.class_word, fields.trigger_word) == ("Anna", "woman", "ANNA_TEST")
    await api.services.drafts.choose_type(71, (await in_chat(api)).draft_id, LoraType.STYLE)
    assert (await caller.get("/draft")).body["type"] == "style"


async def test_null_takes_the_description_back_and_nothing_else(api: ApiStage) -> None:
    """What is left out stays, too."""
    caller = await drawn(api)
    await caller.patch("/draft", {"name": "Anna", "description": "for cards"})
    assert (await caller.patch("/draft", {"name": None})).body["description"] == "for cards"
    shown = (await caller.patch("/draft", {"description": None})).body
    assert (shown["name"], shown["description"]) == ("Anna", None)


async def test_answers_before_a_refused_one_stay(api: ApiStage) -> None:
    """And those behind it are not looked at."""
    caller = await drawn(api)
    reply = await caller.patch("/draft", {"class_word": "!", "type": "product", "name": "Anna"})
    assert (reply.status, reply.code) == (422, "class-bad")
    shown = (await caller.get("/draft")).body
    assert (shown["type"], shown["name"]) == ("product", None)


async def test_a_taken_name_comes_with_a_free_one(api: ApiStage) -> None:
    """409 with a suggestion that can be taken as it is."""
    user = await make_user(api.services.db, id=71)
    await make_lora(api.services.db, user, name="Anna", name_key="anna", trigger_word="ANNA_1", trigger_key="anna_1")
    caller = await drawn(api)
    reply = await caller.patch("/draft", {"name": "anna"})
    assert (reply.status, reply.code, reply.body["params"]["suggestion"]) == (409, "name-taken", "anna 2")
    reply = await caller.patch("/draft", {"trigger_word": "ANNA_1"})
    assert (reply.status, reply.code) == (409, "trigger-taken")


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"name": " "}, 400, "name-empty"),
        ({"name": "x" * 256}, 400, "name-too-long"),
        ({"name": "x" * 2001}, 400, "request-bad"),
        ({"description": "x" * 501}, 422, "description-too-long"),
        ({"trigger_word": "?"}, 422, "trigger-bad"),
        ({"trainer": "nobody"}, 404, "trainer-unknown"),
        ({"settings": {"nonsense": 1}}, 422, "button-old"),
        ({"settings": {"steps": 7_000_000}}, 422, "setting-bad"),
        ({"settings": {"steps": 1.125}}, 422, "setting-bad"),
        ({"settings": {"steps": True}}, 400, "request-bad"),
        ({"settings": {"steps": 1e300}}, 400, "request-bad"),
        ({"settings": []}, 400, "request-bad"),
        ({"type": "ghost"}, 400, "request-bad"),
        ({"user_id": 72}, 400, "request-bad"),
        ([], 400, "request-bad"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_told(api: ApiStage, sent: Any, status: int, code: str) -> None:
    """With the code that says what to do; nothing is changed."""
    caller = await drawn(api)
    before = await caller.get("/draft")
    reply = await caller.patch("/draft", sent)
    assert (reply.status, reply.code) == (status, code)
    assert (await caller.get("/draft")).body == before.body


async def test_a_model_is_not_described_as_a_child(api: ApiStage) -> None:
    """The words' rules hold here as in the chat."""
    reply = await (await drawn(api)).patch("/draft", {"type": "character", "class_word": "little girl"})
    assert (reply.status, reply.code) == (422, "words-minors")


async def test_settings_are_set_and_reset(api: ApiStage) -> None:
    """Numbers and words alike; a setting says whether it is the person's own."""
    caller = await drawn(api)
    setting = (await caller.get("/draft")).body["settings"][0]
    assert (setting["key"], setting["is_own"]) == ("steps", False)
    for sent in (setting["least"], str(int(setting["least"]))):
        shown = (await caller.patch("/draft", {"settings": {"steps": sent}})).body
        assert (shown["settings"][0]["value"], shown["settings"][0]["is_own"]) == (setting["least"], True)
        shown = (await caller.delete("/draft/settings")).body
        assert shown["settings"][0] == setting


async def test_a_training_beyond_the_price_limit_is_not_set(api: ApiStage) -> None:
    """429: a limit, not a mistake."""
    caller = await drawn(api)
    shown = (await caller.get("/draft")).body
    api.services.rules.training.budget.max_training_usd = (await in_chat(api)).chosen.usd
    reply = await caller.patch("/draft", {"settings": {"steps": shown["settings"][0]["most"]}})
    assert (reply.status, reply.code) == (429, "training-too-expensive")


@pytest.mark.parametrize(
    ("value", "text"), [(1000, "1000"), (1000.0, "1000"), (0.0004, "0.00040000"), (1.125, "1.1250000"), ("x", "x")]
)
def test_numbers_are_written_so_that_nothing_is_a_thousand(value: str | int | float, text: str) -> None:
    """1.125 steps are a mistake, not 1125."""
    assert typed(value) == text


async def test_everybody_sees_their_own_draft(api: ApiStage) -> None:
    """Nobody's answers and nobody's discarding reach another's draft."""
    mine, other = await drawn(api, 71), await drawn(api, 72)
    await mine.patch("/draft", {"name": "Anna"})
    assert (await other.get("/draft")).body["name"] is None
    await other.delete("/draft")
    assert (await mine.get("/draft")).body["name"] == "Anna"
    replies = [
        await other.get("/draft"),
        await other.patch("/draft", {"name": "Eve"}),
        await other.delete("/draft/settings"),
    ]
    assert {(reply.status, reply.code) for reply in replies} == {(404, "draft-gone")}
