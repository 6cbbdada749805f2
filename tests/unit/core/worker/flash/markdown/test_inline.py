"""Text within a block: emphasis, scripts, code, links, hyphens; and escaping."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.worker.flash.markdown.escaping import cleaned, code_span, escaped, escaped_start, fenced
from core.worker.flash.markdown.inline import Vocabulary, render
from core.worker.flash.model import Word
from core.worker.flash.text.lines import TextLine, to_segments
from tests.support.flash_lines import line, word


def rendered(*words: Word) -> str:
    return render(to_segments(words), Vocabulary([]))


def styled(text: str, **style: bool) -> TextLine:
    """``*bold*`` words in this text get the style."""
    plain = line(text)
    words = [
        replace(one, text=one.text.strip("*"), **style) if one.text.startswith("*") else one  # type: ignore[arg-type]
        for one in plain.words
    ]
    return TextLine(tuple(words), 0)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ({"bold": True}, "a **b c** d"),
        ({"italic": True}, "a *b c* d"),
        ({"bold": True, "italic": True}, "a ***b c*** d"),
        ({"mono": True}, "a `b c` d"),
    ],
)
def test_emphasis_of_runs(style: dict[str, bool], expected: str) -> None:
    assert render([styled("a *b* *c* d", **style)], Vocabulary([])) == expected


def test_a_comma_between_bold_words_is_no_noise() -> None:
    words = styled("*b* , *c* d", bold=True)
    assert render([words], Vocabulary([])) == "**b , c** d"


def test_scripts_stand_at_their_words() -> None:
    base = word("H", 72, 100)
    low = replace(word("2", base.box.x1, 102, size=6), glued=False)
    after = word("O", low.box.x1, 100)
    high = word("3", after.box.x1, 96, size=6)
    assert rendered(base, low, after, high) == "H<sub>2</sub>O<sup>3</sup>"


def test_links_keep_their_addresses() -> None:
    linked = replace(word("site", 72, 100), link="https://example.org/a b")
    assert rendered(linked) == "[site](<https://example.org/a b>)"


def test_hyphens_at_the_end_of_lines() -> None:
    lines = [line("a mea-"), line("sured well-", y=112), line("known thing", y=124)]
    known = Vocabulary([line("a well-known fact")])
    assert render(lines, known) == "a measured well-known thing"


def test_chinese_lines_are_joined_without_a_space() -> None:
    assert render([line("保证道路"), line("完好", y=112)], Vocabulary([])) == "保证道路完好"


def test_characters_that_nobody_sees_go() -> None:
    assert cleaned("a\u202eb\ufffec\x07d\ufeff\u00ade") == "abcde"
    assert cleaned("𝐴\ud835") == "𝐴\ufffd"


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading",
        "> greater",
        "- no item",
        "+ plus",
        "1986. A great year",
        "--- dashes",
        "=== equals",
        "![picture](http://example.org/x.png)",
        "C:\\temp\\[x](y) [a]: b [^1]",
        "__init__ *args **kwargs snake_case `tick` ```three```",
        "<script>alert(1)</script> &amp; &#35; ~~struck~~",
    ],
)
def test_markdown_that_is_the_text_shows_as_it_stands(text: str) -> None:
    assert shown(escaped_start(escaped(text))) == text


def shown(markdown: str) -> str:
    """What a reader sees of one paragraph."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    return "".join(child.content for child in tokens[1].children or [])


@given(st.text("ab1 .)#>*_-+=~`[]()!<>&;:\\|$^中", min_size=1, max_size=30))
def test_any_text_shows_as_it_stands(text: str) -> None:
    text = " ".join(text.split())
    if text:
        assert shown(escaped_start(escaped(text))) == text


def test_code_holds_its_backticks() -> None:
    assert code_span("a`b") == "``a`b``"
    assert code_span("`a") == "`` `a ``"
    assert fenced(["```", "x"]).startswith("````\n```\nx\n````")


def test_signs_from_a_fixed_pitch_font_are_no_code() -> None:
    assert rendered(word("☑", 72, 100, mono=True), word("Card", 84, 100)) == "☑ Card"


def test_a_lowered_sign_is_no_script() -> None:
    assert rendered(word("and", 72, 100), word(";", 88, 102, size=7, glued=True)) == "and;"


def test_raised_letters_of_a_web_page_are_scripts_though_they_are_hardly_smaller() -> None:
    raised = word("a", 88, 96.2, size=8.6)
    assert rendered(word("(t)", 72, 100), raised) == "(t)<sup>a</sup>"
