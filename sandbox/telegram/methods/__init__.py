"""Every Bot API method of the stand-in by its lower-case name: Telegram ignores the case."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.telegram.methods import copying, editing, interaction, profile, receiving, sending
from sandbox.telegram.wire import Call
from sandbox.telegram.world import World

Handler = Callable[[World, Call], Awaitable[Any]]


def all_methods() -> Mapping[str, Handler]:
    """Handlers by lower-case method name. Each returns the "result" of the answer or raises ApiError."""
    named: dict[str, Handler] = {
        "getMe": profile.get_me,
        "setMyCommands": profile.set_my_commands,
        "getMyCommands": profile.get_my_commands,
        "deleteMyCommands": profile.delete_my_commands,
        "setMyName": profile.set_my_name,
        "getMyName": profile.get_my_name,
        "setMyDescription": profile.set_my_description,
        "getMyDescription": profile.get_my_description,
        "setMyShortDescription": profile.set_my_short_description,
        "getMyShortDescription": profile.get_my_short_description,
        "setChatMenuButton": profile.set_chat_menu_button,
        "getChatMenuButton": profile.get_chat_menu_button,
        "getUpdates": receiving.get_updates,
        "setWebhook": receiving.set_webhook,
        "deleteWebhook": receiving.delete_webhook,
        "getWebhookInfo": receiving.get_webhook_info,
        "sendMessage": sending.send_message,
        "sendPhoto": sending.send_photo,
        "sendDocument": sending.send_document,
        "sendMediaGroup": sending.send_media_group,
        "editMessageText": editing.edit_message_text,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageMedia": editing.edit_message_media,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "deleteMessage": editing.delete_message,
        "deleteMessages": editing.delete_messages,
        "copyMessage": copying.copy_message,
        "copyMessages": copying.copy_messages,
        "forwardMessage": copying.forward_message,
        "answerCallbackQuery": interaction.answer_callback_query,
        "sendChatAction": interaction.send_chat_action,
        "setMessageReaction": interaction.set_message_reaction,
        "pinChatMessage": interaction.pin_chat_message,
        "sendMessageDraft": interaction.send_message_draft,
        "getFile": interaction.get_file,
        "getChat": interaction.get_chat,
    }
    return {name.lower(): handler for name, handler in named.items()}
