"""What the bot says about itself: name, descriptions, commands, menu button."""

from dataclasses import dataclass, field
from typing import Any


def scope_key(scope: dict[str, Any] | None) -> str:
    """One key for a BotCommandScope; the default scope where there is none."""
    scope = scope or {"type": "default"}
    return ":".join(str(scope.get(name, "")) for name in ("type", "chat_id", "user_id")).rstrip(":")


@dataclass
class BotProfile:
    """Texts by language code ("" is every language without its own), commands by scope and language."""

    name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)

    def commands_for(self, chat_id: int, language: str) -> list[dict[str, Any]]:
        """The commands a person sees in a private chat, by Telegram's order of scopes."""
        for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
            for code in (language, ""):
                if commands := self.commands.get((scope, code)):
                    return commands
        return []

    def menu_button(self, chat_id: int) -> dict[str, Any]:
        """The menu button of a chat; chat 0 is the default for all."""
        own = self.menu_buttons.get(chat_id) or self.menu_buttons.get(0)
        return own or {"type": "commands"}

    @property
    def main_app(self) -> str | None:
        """The address that https://t.me/<bot>?startapp opens. BotFather keeps it apart; here it is the app of
        everybody's menu button."""
        app = self.menu_button(0).get("web_app")
        return str(app["url"]) if app else None

    def shown(self, chat_id: int, language: str) -> dict[str, Any]:
        """Everything a person sees of the bot in one language."""
        return {
            "name": localised(self.names, language) or self.name,
            "description": localised(self.descriptions, language),
            "short_description": localised(self.short_descriptions, language),
            "commands": self.commands_for(chat_id, language),
            "menu_button": self.menu_button(chat_id),
        }


def localised(texts: dict[str, str], language: str) -> str:
    """The text of a language, else the text for every language, else nothing."""
    return texts.get(language) or texts.get("", "")
