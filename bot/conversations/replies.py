"""Answering a tap: the message it was on becomes the next step, or a new one comes when it cannot be edited."""

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from services.errors import NotFoundError

Screen = tuple[str, InlineKeyboardMarkup]
"""A message's text as HTML and its buttons."""


async def show(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None = None) -> None:
    """Edits the message of the tap and answers it."""
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(text, reply_markup=markup)
    else:
        await tell(query, text, markup)


async def tell(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None = None) -> None:
    """A new message in the chat of the tap, which is a private one: its id is the person's."""
    assert query.bot is not None
    await query.bot.send_message(query.from_user.id, text, reply_markup=markup)


def words_on(query: CallbackQuery) -> str:
    """What the pressed button says; raises `NotFoundError('button-old')` when the message is out of reach."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    for row in markup.inline_keyboard if markup else []:
        for one in row:
            if one.callback_data == query.data:
                return one.text
    raise NotFoundError("button-old")
