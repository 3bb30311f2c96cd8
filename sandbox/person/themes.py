"""The colours that the person's client has, as it tells them to a Mini App: Telegram's own, light and dark."""

_NAMES = (
    "bg_color", "secondary_bg_color", "text_color", "hint_color", "link_color", "button_color", "button_text_color",
    "header_bg_color", "accent_text_color", "section_bg_color", "section_header_text_color", "subtitle_text_color",
    "destructive_text_color", "section_separator_color", "bottom_bar_bg_color",
)  # fmt: skip
_LIGHT = (
    "#ffffff", "#f4f4f5", "#000000", "#707579", "#3390ec", "#3390ec", "#ffffff", "#ffffff", "#3390ec", "#ffffff",
    "#3390ec", "#707579", "#df3f40", "#e4e4e7", "#ffffff",
)  # fmt: skip
_DARK = (
    "#212121", "#181818", "#ffffff", "#aaaaaa", "#8774e1", "#8774e1", "#ffffff", "#212121", "#8774e1", "#212121",
    "#8774e1", "#aaaaaa", "#e53935", "#303030", "#212121",
)  # fmt: skip

THEMES = {"light": dict(zip(_NAMES, _LIGHT, strict=True)), "dark": dict(zip(_NAMES, _DARK, strict=True))}
"""Theme parameters by name."""
