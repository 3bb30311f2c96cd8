"""What people write is text, wherever it is shown: never markup, and never shown with its escapes."""

from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Person
from tests.bot.conversations.ready import person_with_model
from tests.bot.conversations.steps import agree, answer_all

NASTY = '<b>A&n"n</a> &lt;'


async def shows(person: Person, *parts: str) -> None:
    """A message with all parts came, and none since the last action shows an escape of ours."""
    for part in parts:
        assert NASTY in (await person.see(part))["text"]
    assert not [text for text in person.texts() if "&amp;" in text or "&lt;" in text.replace(NASTY, "")]


async def test_names_prompts_and_notes_are_shown_as_written(stage: Stage) -> None:
    """From the first word to the deleted model; the sandbox refuses broken markup as Telegram does."""
    ann = await stage.person(NASTY)
    await ann.say("/start")
    await shows(ann, "Hi")
    await answer_all(stage, ann, NASTY)
    await ann.press("Note")
    await ann.see("A note")
    await ann.say(NASTY)
    await shows(ann, "Trigger word:")
    await ann.press("Train")
    await shows(ann, "is ready.", "Is this the person?")
    await ann.press("Good")
    await shows(ann, "Good to hear!")
    await ann.say(NASTY)
    await shows(ann, "1 picture")
    await ann.press("Draw")
    await ann.see_pictures(1)
    await ann.see("Here it is.")
    assert all(NASTY in picture["text"] for picture in await ann.see_pictures(1))
    await ann.press("Same seed, other words")
    await shows(ann, "Last time:")
    await ann.say("/jobs")
    await shows(ann, "training: done")
    await ann.say("/models")
    await ann.press(f"{NASTY} · ready")
    await shows(ann, "(person), ready")
    await ann.press("Rename")
    await shows(ann, "Write the new name")
    await ann.say("/models")
    await ann.press(f"{NASTY} · ready")
    await ann.press("Delete")
    await shows(ann, "is deleted.")


async def test_a_refusal_shows_a_name_as_written(stage: Stage) -> None:
    """The name that is taken, and the one that is free, which also stands on a button."""
    ann = await person_with_model(stage, NASTY)
    await agree(ann)
    await ann.press("A person")
    await ann.press("Woman")
    await ann.see("What shall the model be called?")
    await ann.say(NASTY)
    await shows(ann, "already.")
    await ann.press(f"{NASTY} 2")
    await ann.see("Now the photos")
