"""getMe and the methods that set and get the bot's name, descriptions, commands and menu button."""

import re
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.mini_app import app_address
from sandbox.telegram.profile import localised, scope_key
from sandbox.telegram.wire import Call
from sandbox.telegram.world import World

NAME_LIMIT = 64
SHORT_DESCRIPTION_LIMIT = 120
DESCRIPTION_LIMIT = 512
COMMANDS_LIMIT = 100
COMMAND_DESCRIPTION_LIMIT = 256

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


async def get_me(world: World, call: Call) -> dict[str, Any]:
    """The bot's User object with its abilities."""
    return world.bot_user() | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": world.profile.main_app is not None,
    }


async def set_my_commands(world: World, call: Call) -> bool:
    """Set the commands of a scope and language."""
    commands = call.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands list: expected an Array")
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_checked_command(item) for item in commands]
    key = _command_key(world, call)
    if checked:
        world.profile.commands[key] = checked
    else:
        world.profile.commands.pop(key, None)
    return True


async def get_my_commands(world: World, call: Call) -> list[dict[str, Any]]:
    """The commands set for exactly this scope and language."""
    return world.profile.commands.get(_command_key(world, call), [])


async def delete_my_commands(world: World, call: Call) -> bool:
    """Forget the commands of a scope and language."""
    world.profile.commands.pop(_command_key(world, call), None)
    return True


async def set_my_name(world: World, call: Call) -> bool:
    """Set the name for a language."""
    return _set_text(call, world.profile.names, "name", NAME_LIMIT)


async def get_my_name(world: World, call: Call) -> dict[str, str]:
    """The name for a language."""
    return {"name": localised(world.profile.names, _language(call)) or world.profile.name}


async def set_my_description(world: World, call: Call) -> bool:
    """Set the text of the empty chat for a language."""
    return _set_text(call, world.profile.descriptions, "description", DESCRIPTION_LIMIT)


async def get_my_description(world: World, call: Call) -> dict[str, str]:
    """The text of the empty chat for a language."""
    return {"description": localised(world.profile.descriptions, _language(call))}


async def set_my_short_description(world: World, call: Call) -> bool:
    """Set the text of the profile page for a language."""
    return _set_text(call, world.profile.short_descriptions, "short_description", SHORT_DESCRIPTION_LIMIT)


async def get_my_short_description(world: World, call: Call) -> dict[str, str]:
    """The text of the profile page for a language."""
    return {"short_description": localised(world.profile.short_descriptions, _language(call))}


async def set_chat_menu_button(world: World, call: Call) -> bool:
    """Set the menu button of a chat, or the default one."""
    button = call.json("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    if button["type"] == "web_app":
        _check_app_button(button)
    chat_id = call.integer("chat_id")
    if chat_id and chat_id not in world.people.by_id:
        raise bad_request("chat not found")
    if button["type"] == "default":
        world.profile.menu_buttons.pop(chat_id, None)
    else:
        world.profile.menu_buttons[chat_id] = button
    return True


async def get_chat_menu_button(world: World, call: Call) -> dict[str, Any]:
    """The menu button of a chat, or the default one."""
    return world.profile.menu_button(call.integer("chat_id"))


def _check_app_button(button: dict[str, Any]) -> None:
    app_address(button.get("web_app"), "menu button")
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse menu button: Can't find field \"text\"")


def _set_text(call: Call, texts: dict[str, str], name: str, limit: int) -> bool:
    text = call.text(name).strip()
    if len(text) > limit:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    if text:
        texts[_language(call)] = text
    else:
        texts.pop(_language(call), None)
    return True


def _language(call: Call) -> str:
    code = call.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("LANG_CODE_INVALID")
    return code


def _command_key(world: World, call: Call) -> tuple[str, str]:
    scope = call.json("scope")
    if scope is not None and (not isinstance(scope, dict) or scope.get("type") not in _SCOPES):
        raise bad_request("can't parse BotCommandScope: BotCommandScope has unsupported type")
    if scope and scope["type"] == "chat" and int(scope.get("chat_id", 0)) not in world.people.by_id:
        raise bad_request("chat not found")
    return scope_key(scope), _language(call)


def _checked_command(item: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise bad_request("can't parse commands list: expected an Object")
    command = str(item.get("command", "")).removeprefix("/")
    description = str(item.get("description", "")).strip()
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}
