"""Texts in parse mode HTML: entities in UTF-16 units, strict refusals, and safe HTML for the page."""

import pytest
from aiogram.exceptions import TelegramBadRequest

from sandbox.telegram.entities import formatted, to_safe_html
from tests.sandbox.telegram.stand import Stand


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("я <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_bad_html_is_refused_with_the_place(stand: Stand, source: str, problem: str) -> None:
    ann = await stand.person()
    with pytest.raises(TelegramBadRequest) as refused:
        await stand.bot.send_message(ann, source, parse_mode="HTML")
    assert refused.value.message.endswith(f"can't parse entities: {problem}")


async def test_entities_count_in_utf16_units_and_arrive_whole(stand: Stand) -> None:
    ann = await stand.person()
    sent = await stand.bot.send_message(
        ann, '😀 <b>bold <i>both</i></b> <a href="https://e.org/?a=1&amp;b=2">link</a> &lt;3', parse_mode="HTML"
    )
    assert sent.text == "😀 bold both link <3"
    found = [(e.type, e.offset, e.length, e.url) for e in sent.entities or []]
    assert found == [
        ("bold", 3, 9, None),
        ("italic", 8, 4, None),
        ("text_link", 13, 4, "https://e.org/?a=1&b=2"),
    ]
    assert sent.html_text.startswith("😀 <b>bold <i>both</i></b>")


def test_page_html_carries_no_foreign_tag_or_script_address() -> None:
    text, entities = formatted('<a href="javascript:alert(1)">a</a> &lt;img src=x onerror=alert(1)&gt;', "HTML", None)
    shown = to_safe_html(text, entities)
    assert shown == "a &lt;img src=x onerror=alert(1)&gt;"


def test_page_html_closes_what_it_opens_when_entities_touch() -> None:
    text, entities = formatted("<b>a<i>b</i></b><code>c</code>", "HTML", None)
    assert to_safe_html(text, entities) == "<b>a<i>b</i></b><code>c</code>"


def test_block_of_code_has_its_language_and_inline_code_has_none() -> None:
    block = formatted('<pre><code class="language-python">x</code></pre>', "HTML", None)[1]
    assert block == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]
    inline = formatted('a <code class="language-python">x</code>', "HTML", None)[1]
    assert inline == [{"type": "code", "offset": 2, "length": 1}]


def test_outer_space_is_cut_and_entities_move_with_the_text() -> None:
    text, entities = formatted("\n  <b> x</b>  ", "HTML", None)
    assert (text, entities) == ("x", [{"type": "bold", "offset": 0, "length": 1}])
