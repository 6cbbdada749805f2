"""Units of Markdown as HTML: what is shown, and what can never get into the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.block import Block
from core.documents.render import (
    MAX_HTML_UNIT,
    MAX_TABLE_LINES,
    MAX_UNIT,
    UnitRenderer,
    clip,
    outline,
    sections,
)
from core.documents.result import Origin, Result
from core.documents.sections import split_units
from core.documents.tables import as_tsv, is_formula, rows_of


def result_of(markdown: str, blocks: tuple[Block, ...] = ()) -> Result:
    return Result(Path("/r"), Path("/r/r.md"), markdown, blocks, Origin(), ())


def rendered(text: str) -> str:
    renderer = UnitRenderer()
    renderer.begin(text)
    return renderer.render(text)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("# A *b*", "<h1>A <em>b</em></h1>"),
        ("H<sub>2</sub>O ~~x~~", "H<sub>2</sub>O <s>x</s>"),
        ("- a\n- b", "<ul>"),
        ("3. a", '<ol start="3">'),
        ("| a |\n|:-:|\n| 1 |", '<td style="text-align:center">1</td>'),
        ("$ a ^ { 2 } $", "<msup><mi>a</mi><mn>2</mn></msup>"),
        ("$$\na\n$$", '<math display="block"><mi>a</mi></math>'),
        ("$$\na\n$$ (7)", '<span class="tag">(7)</span>'),
        ("a $$b$$ c", '<math display="block"><mi>b</mi></math>'),
        (r"\begin{align}a&=b\end{align}", "<mtable"),
        ("x $\\frac{1}{2$ y", "mended"),
        ("```python\ndef f(): ...\n```", '<span class="c-k">def</span>'),
        ("```nonsense\n<x>\n```", "&lt;x&gt;"),
        ("![a](images/b.png)", '<img src="images/b.png" alt="a">'),
        ("text[^1]", '<a href="#fn-1"'),
        ("[^1]: The note.", '<div class="footnote" id="fn-1">'),
        ("see [x]\n\n[x]: https://example.org", '<a href="https://example.org"'),
        ('<small style="color:#6b7280">note</small>', '<small style="">note</small>'),
        ("$\\color{red}x$", '<mrow style="color:#FF0000">'),
        ("ان شاء الله", "<p>ان شاء الله</p>"),
    ],
)
def test_what_engines_write_is_shown(markdown: str, shown: str) -> None:
    assert shown in rendered(markdown)


def test_tables_keep_their_spans_blank_lines_and_formulas() -> None:
    html = rendered(
        '<html><body><table><tr><td rowspan="2" colspan="3">$ x _ 1 < 2 $</td></tr>\n\n'
        "<tr><td>$$y$$ 5$ and 6$</td></tr></table></body></html>"
    )
    assert 'rowspan="2"' in html
    assert 'colspan="3"' in html
    assert "<msub><mi>x</mi><mn>1</mn></msub><mo>&lt;</mo>" in html
    assert "5$ and 6$" in html
    assert html.count("<tr>") == 2


@pytest.mark.parametrize("money", ["costs $5 and $10 now", "$5 for tea and 6$"])
def test_sums_of_money_are_no_formulas(money: str) -> None:
    assert "<math" not in rendered(money)


def test_a_formula_may_be_a_word() -> None:
    assert is_formula("sin x")
    assert is_formula(" 5 m ")
    assert not is_formula("5 dollars for tea")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>x",
        "<img src=x onerror=alert(1)>",
        "<iframe src='https://example.org'></iframe>",
        "<svg onload=alert(1)><a href='javascript:1'>x</a></svg>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/track.png)",
        "![x](file:///etc/passwd)",
        "![x](../../etc/passwd)",
        "![x](images/%2e%2e/%2e%2e/etc/passwd)",
        "![x](//example.org/x.png)",
        "<a href='../../other'>x</a>",
        "<p style='background:url(https://example.org)'>x</p>",
        "<math><mi href='javascript:1'>x</mi><annotation-xml encoding='text/html'><img src=//e>",
        "<table><tr><td colspan=99999999 onclick=x>y</td></tr></table>",
        "<style>@import 'https://example.org'</style>",
        "<base href='https://example.org'><form action=x><input></form><link rel=x href=y>",
        "<div data-b=3>x</div>",
        '$"><script>x</script>$',
    ],
)
def test_nothing_runs_and_nothing_loads(hostile: str) -> None:
    for html in (rendered(hostile), rendered(f"<table><tr><td>{hostile}</td></tr></table>")):
        assert not re.search(
            r"<(?:script|iframe|svg|style|base|form|input|link|object)|<[^>]*(?:\son\w+="
            r"|(?:src|href)=\"(?!#|https|x\")|javascript|url\(|data-b|99999)|<img[^>]*https",
            re.sub(r'data-tex="[^"]*"', "", html),
        ), html


@given(st.text(alphabet="<>/$`|*_[]()!\\\"'=&# \nascriptonmghref", max_size=120))
def test_no_text_gets_out_of_its_unit(text: str) -> None:
    html = rendered(text)
    assert not re.search(r"<(?:script|style|iframe)|<[^>]*\son\w+\s*=", html)
    assert html.count("<div") == html.count("</div>")


def test_sections_follow_the_pages() -> None:
    markdown = "# One\n\nfirst\n\nsecond\n\nno place"
    blocks = (
        Block("title", 0, 5, 0, (0.0, 0.0, 1.0, 1.0)),
        Block("text", 7, 12, 0, None),
        Block("text", 14, 20, 3, (0.0, 0.0, 1.0, 1.0)),
    )
    result = result_of(markdown, blocks)
    units = split_units(result)
    made = list(sections(result, units, UnitRenderer(), "too long"))
    assert [(s.page, s.first_unit, s.last_unit) for s in made] == [(0, 0, 1), (3, 2, 3)]
    assert 'data-page="3"' in made[1].html
    assert 'class="b nowhere" data-b="1"' in made[0].html
    assert 'class="b" data-b="2"' in made[1].html
    assert [(h.level, h.text, h.unit) for h in outline(result, units)] == [(1, "One", 0)]


def test_text_without_pages_has_sections_all_the_same() -> None:
    result = result_of("\n\n".join(f"Paragraph {number}" for number in range(70)))
    made = list(sections(result, split_units(result), UnitRenderer(), "too long"))
    assert [(s.page, s.first_unit, s.last_unit) for s in made] == [
        (None, 0, 29),
        (None, 30, 59),
        (None, 60, 69),
    ]


def test_a_giant_table_is_shown_in_part_with_a_word() -> None:
    row = "<tr><td>cell</td></tr>"
    markdown = f"<table>{row * (MAX_HTML_UNIT // len(row) + 10)}</table>"
    result = result_of(markdown)
    (section,) = sections(result, split_units(result), UnitRenderer(), "Too long & more")
    assert section.clipped
    assert '<p class="note">Too long &amp; more</p>' in section.html
    assert section.html.count("<tr>") == MAX_HTML_UNIT // len(row)


def test_long_markdown_is_cut_where_a_line_ends() -> None:
    assert clip("short") == "short"
    assert clip("x" * (MAX_UNIT + 5)) == "x" * MAX_UNIT
    lines = "a line\n" * MAX_UNIT
    assert clip(lines).endswith("a line")
    assert MAX_UNIT - 10 < len(clip(lines)) <= MAX_UNIT
    table = "|a|\n|-|\n" + "|x|\n" * (2 * MAX_TABLE_LINES)
    assert clip(table).count("\n") == MAX_TABLE_LINES - 1


@pytest.mark.slow
def test_deep_nesting_is_shown_somehow() -> None:
    assert "x" in rendered(">" * 50 + "x")
    assert "<blockquote>" in rendered(">" * 5000 + "x")
    assert "x" in rendered("[" * 20_000 + "x")


def test_what_was_rendered_is_remembered() -> None:
    renderer = UnitRenderer()
    renderer.begin("")
    first = renderer.render("*x*")
    assert renderer.render("*x*") is first
    renderer.begin("[*x*]: y\n[x]: z")
    assert renderer.render("*x*") is not first


def test_a_table_as_tab_separated_values() -> None:
    html = (
        "<table><tr><th>a</th><th colspan=2>b</th></tr><tr><td rowspan=2>1<br>2</td><td>x</td>"
        "<td>&lt;y&gt;</td></tr><tr><td>z</td></tr></table>"
    )
    assert as_tsv(html) == "a\tb\t\n1 2\tx\t<y>\n\tz"
    assert rows_of("| a | b\\|c |\n|:--|--:|\n| 1 | |") == [["a", "b|c"], ["1", ""]]
    assert rows_of("no table") == []


@pytest.mark.parametrize(
    ("kind", "markdown", "shown"),
    [
        ("image", "![a](images/b.png)", '<img width="240" src="images/b.png"'),
        ("image", "![a](images/b.png)\n\nFig. 1: a caption", '<img width="240" src='),
        ("table", "![](images/t.jpg)", '<img width="240" src="images/t.jpg"'),
        ("image", "![](a.png) ![](b.png)", '<img src="a.png"'),
        ("image", '<img src="a.png" width="7">', 'width="7"'),
        ("table", '<table><tr><td><img src="a.png"></td></tr></table>', '<img src="a.png"'),
        ("text", "word ![](a.png) word", '<img src="a.png"'),
    ],
)
def test_a_picture_is_as_wide_as_on_its_page(kind: str, markdown: str, shown: str) -> None:
    block = Block(kind, 0, len(markdown), 0, (100.0, 50.0, 280.0, 90.0))
    result = result_of(markdown, (block,))
    (section,) = sections(result, split_units(result), UnitRenderer(), "")
    assert shown in section.html


def test_a_picture_without_a_place_keeps_its_own_width() -> None:
    result = result_of("![a](b.png)", (Block("image", 0, 11, 3, None),))
    (section,) = sections(result, split_units(result), UnitRenderer(), "")
    assert "width=" not in section.html
