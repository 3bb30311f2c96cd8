"""What stands in README.txt of an export. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "en": """\
Everything this bot holds about you.

photos/    Your training photos as they are stored, by model and data set. The text file beside each photo
           is its caption.
models/    By model: the weights of every version (.safetensors, they work in any program that takes LoRAs for the
           base model named in data.json) and the pictures drawn with it.
data.json  Everything else: profile, consents, models and their settings, orders with prompts, what was sent to
           which provider, credits, messages. Times are UTC. "files" names every file in this archive, "missing"
           those that were erased while it was made.

Not here: messages and pictures in your Telegram chat, which you have already, and what providers keep for a time of
their own; /privacy says how long. The bot keeps this archive for 24 hours.
""",
        "ru": """\
Всё, что этот бот хранит о вас.

photos/    Ваши фото для обучения в том виде, в каком они хранятся, по моделям и наборам. Текстовый файл рядом с
           фото содержит подпись к нему.
models/    По моделям: веса каждой версии (.safetensors, подходят любой программе, которая принимает LoRA для
           базовой модели из data.json) и нарисованные картинки.
data.json  Всё остальное: профиль, согласия, модели и их настройки, заказы с описаниями, что и какому провайдеру
           отправлено, кредиты, сообщения. Время указано по UTC. "files" перечисляет все файлы архива, "missing"
           те, что были стёрты, пока он собирался.

Чего здесь нет: сообщений и картинок из чата в Telegram, они у вас уже есть, и того, что провайдеры какое-то время
хранят у себя; сколько, сказано в /privacy. Сам архив бот хранит 24 часа.
""",
    }
)


def readme(language: str) -> str:
    """The text in the person's language, else in English."""
    return _TEXTS.get(language, _TEXTS["en"])
