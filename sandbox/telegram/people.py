"""The people of the sandbox: each has one private chat with the bot."""

from dataclasses import dataclass, field
from typing import Any

FIRST_PERSON_ID = 1001


@dataclass
class Person:
    """A Telegram user. `started` once the person wrote first: before that a bot cannot write."""

    id: int
    first_name: str
    language_code: str
    started: bool = False

    def user(self) -> dict[str, Any]:
        """The Bot API's User object."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }

    def chat(self) -> dict[str, Any]:
        """The Bot API's Chat object of the private chat."""
        return {"id": self.id, "first_name": self.first_name, "type": "private"}


@dataclass
class People:
    """Everybody, by id."""

    by_id: dict[int, Person] = field(default_factory=dict)

    def add(self, first_name: str, language_code: str, person_id: int | None = None) -> Person:
        """A new person with the next free id, or with `person_id`. Raises ValueError where it is taken."""
        number = person_id if person_id is not None else max([FIRST_PERSON_ID - 1, *self.by_id]) + 1
        if number in self.by_id or number <= 0:
            raise ValueError("this id is taken or not a person's")
        person = Person(number, first_name, language_code)
        self.by_id[number] = person
        return person
