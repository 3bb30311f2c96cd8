"""The agreement before the first photo."""

import pytest

from db.enums import Retention
from services.training.rules import TrainingRules
from tests.bot.web.api.caller import ApiStage
from tests.bot.web.api.making import agree, send


async def test_a_yes_is_to_what_was_shown(api: ApiStage) -> None:
    """The record says how long, and a yes twice is one yes."""
    caller = await api.caller(71)
    shown = (await caller.get("/draft/consent")).body
    assert "fal.ai" in shown["html"]
    assert (shown["needed"], shown["providers"]) == (True, [{"key": "fal", "name": "fal.ai"}])
    assert set(shown["retentions"]) == set(Retention)
    for _ in range(2):
        reply = await caller.post("/draft/consent", {"mark": shown["mark"], "retention": "until_trained"})
        assert (reply.status, reply.body["needed"]) == (200, False)
    given = await api.services.consents.current(71)
    assert given is not None
    assert given.retention is Retention.UNTIL_TRAINED
    assert (await caller.post("/draft")).body["consent"]["needed"] is False


async def test_a_yes_to_another_text_is_none(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Providers that came since must be read first."""
    caller = await api.caller(71)
    mark = (await caller.get("/draft/consent")).body["mark"]
    rules: TrainingRules = api.services.rules.training
    monkeypatch.setattr(rules, "providers", ("fal", "replicate"))
    reply = await caller.post("/draft/consent", {"mark": mark, "retention": "days_30"})
    assert (reply.status, reply.code) == (409, "consent-missing")
    assert await api.services.consents.current(71) is None


async def test_without_a_provider_there_is_nothing_to_agree_to(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """No yes is kept that is to nobody."""
    monkeypatch.setattr(api.services.rules.training, "providers", ())
    assert (await agree(await api.caller(71))).code == "no-provider"


async def test_no_photo_is_taken_before_the_yes(api: ApiStage) -> None:
    """As in the chat, which asks before it fetches one."""
    caller = await api.caller(71)
    view = (await caller.post("/draft")).body
    reply = await send(caller, 1)
    assert (reply.status, reply.code) == (409, "consent-missing")
    assert (await caller.get("/draft")).body["photo_count"] == view["photo_count"] == 0


@pytest.mark.parametrize("sent", [{}, {"mark": "x"}, {"mark": "x" * 65, "retention": "days_30"}, {"retention": 30}])
async def test_half_a_yes_is_none(api: ApiStage, sent: object) -> None:
    """Both the text and the time are said."""
    reply = await (await api.caller(71)).post("/draft/consent", sent)
    assert (reply.status, reply.code) == (400, "request-bad")
