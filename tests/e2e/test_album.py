"""Ten photos and a Done that overtakes nine of them, by webhook as Telegram delivers them."""

import pytest

from tests.e2e.conftest import Owners
from tests.e2e.owner import Owner

PHOTOS = range(1, 11)


async def _photos_step(owner: Owner) -> None:
    say = owner.person.say
    words = owner.words
    await say("/create")
    await owner.person.see(words("create-type-ask"))
    await owner.person.press(words("create-type-character"))
    await owner.person.see("")
    await owner.person.press(words("class-woman"))
    await owner.person.see("")
    await say("Anna")
    await owner.person.see("")


@pytest.mark.parametrize("overtake", [True, False])
async def test_one_answer_and_ten_photos(owners: Owners, overtake: bool) -> None:
    """One card comes, is edited as photos come in, and ends with all of them; nothing else is said."""
    owner = await owners(webhook=True)
    await _photos_step(owner)
    await owner.stage.control("telegram/settings", {"overtake": overtake})
    person, words = owner.person, owner.words
    await person.send_photos(*PHOTOS)
    since = person.since
    await person.press(words("create-done"), is_answered=overtake)
    if overtake:
        assert await _stored(owner) < len(PHOTOS), "Done did not overtake anything"
    train = words("create-train")
    card = await owner.see_button(train)
    assert "10" in card["text"]
    person.since = since
    assert {event["message_id"] for event in person.new()} == {card["message_id"]}
    assert [train in owner.labels(event) for event in person.new()].count(True) == 1, "it is shown once when all are in"
    assert await _stored(owner) == len(PHOTOS)


async def _stored(owner: Owner) -> int:
    view = await owner.stage.services.drafts.current(owner.person.id)
    assert view is not None
    return view.photos
