"""Units of Markdown as safe HTML, one at a time, remembered by their text.

Every unit goes the same way: Markdown (or the HTML that engines write for tables) → HTML with
MathML → the sanitiser. What comes out may be put into a page as it is.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from core.documents.doubts import doubtful_text, doubts_of, is_doubtful, mark_doubts
from core.documents.math_conversion import Formula, MathConverter, formula_html
from core.documents.result import Result
from core.documents.sanitizer import make_sanitizer
from core.documents.sections import Unit, split_units
from core.documents.tables import is_formula, with_formulas
from core.messages import msg

MAX_HTML_UNIT = 400_000
"""Characters of one unit that are shown: a browser lays out a table of 5 MB for minutes."""
MAX_UNIT = 60_000
"""The same of Markdown: its parser takes some seconds for more, and cannot be stopped meanwhile."""
MAX_TABLE_LINES = 1_500
"""Of a Markdown table, in which every cell is parsed by itself."""
MAX_SECTION = 30
"""Units in a section where there are no pages to go by."""
MAX_CODE = 50_000
"""Characters of code that are coloured; lexers can be slow on what is not their language."""
_MEMORY_BYTES = 48 << 20

NOT_SHOWN = msg("This result cannot be shown. The log says more.")

_HTML_START = re.compile(r"\s*<(?:html|body|table|div|p|img|details)\b", re.IGNORECASE)
_PICTURE = re.compile(r"<img (?![^>]*\bwidth=)")
_PIXELS_PER_POINT = 96 / 72
"""Of CSS, whatever the screen."""
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline."""

    level: int
    """1 to 6."""
    text: str
    unit: int


@dataclass(frozen=True, slots=True)
class Section:
    """The units of one page, rendered."""

    page: int | None
    first_unit: int
    last_unit: int
    html: str
    """``<section>``, complete."""
    clipped: bool
    """A unit was too long and is shown in part."""


class UnitRenderer:
    """Renders units and remembers them. For one thread at a time."""

    def __init__(self, formula: Callable[[str, Formula, bool], str] | None = None) -> None:
        """``formula`` makes the HTML of a formula; by default MathML with its source beside it."""
        self._maths = MathConverter()
        self._formula = formula or _formula
        self._cleaner: nh3.Cleaner = make_sanitizer()
        self._parser = self._make_parser()
        self._known: dict[bytes, str] = {}
        self._known_bytes = 0
        self._references: dict[str, Any] = {}
        self._references_key = b""

    def begin(self, markdown: str) -> None:
        """Read what units of this document refer to: link definitions stand anywhere in it."""
        self._references = {}
        self._references_key = b""
        if _DEFINITION.search(markdown):
            env: dict[str, Any] = {}
            lines = "\n\n".join(line for line in markdown.splitlines() if _DEFINITION.match(line))
            self._parser.parse(lines, env)
            self._references = env.get("references", {})
            self._references_key = repr(sorted(self._references.items())).encode(
                "utf-8", "surrogatepass"
            )

    def render(self, text: str) -> str:
        """The HTML of one unit's text, sanitised."""
        digest = hashlib.blake2b(self._references_key, digest_size=16)
        digest.update(text.encode("utf-8", "surrogatepass"))
        key = digest.digest()
        known = self._known.get(key)
        if known is None:
            known = self._cleaner.clean(self._to_html(text))
            self._remember(key, known)
        return known

    def _remember(self, key: bytes, rendered: str) -> None:
        self._known_bytes += len(rendered) + 200
        if self._known_bytes > _MEMORY_BYTES:
            self._known.clear()
            self._known_bytes = len(rendered) + 200
        self._known[key] = rendered

    def _to_html(self, text: str) -> str:
        text = text.replace("\0", "�")
        if _HTML_START.match(text) and text.rstrip().endswith(">"):
            # Engines write tables as HTML; a blank line within would end it for Markdown.
            return with_formulas(text, self._formula_html)
        env: dict[str, Any] = {"references": dict(self._references)}
        try:
            rendered: str = self._parser.render(text, env)
        except RecursionError:
            return f"<pre>{html.escape(text)}</pre>"
        return rendered

    def _formula_html(self, tex: str, display: bool) -> str:
        return self._formula(tex, self._maths.convert(tex, display=display), display)

    def _make_parser(self) -> MarkdownIt:
        parser = MarkdownIt(
            "commonmark", {"html": True, "highlight": _highlight, "maxNesting": 100}
        )
        parser.enable(["table", "strikethrough"])
        dollarmath_plugin(parser, allow_space=True, allow_digits=True, double_inline=True)
        amsmath_plugin(parser)
        footnote_plugin(parser, move_to_end=False, always_match_refs=True, inline=False)
        rules: dict[str, Callable[[Token], str]] = {
            "math_inline": self._inline,
            "math_inline_double": lambda token: self._formula_html(token.content, True),
            "math_block": lambda token: self._formula_html(token.content, True),
            "math_block_label": self._labelled,
            "amsmath": lambda token: self._formula_html(token.content, True),
            "html_block": lambda token: with_formulas(token.content, self._formula_html),
            "footnote_ref": _footnote_reference,
            "footnote_reference_open": _footnote_open,
            "footnote_reference_close": lambda _token: "</div>",
        }
        for name, rule in rules.items():
            parser.add_render_rule(name, _as_rule(rule))
        return parser

    def _inline(self, token: Token) -> str:
        if not is_formula(token.content):
            return html.escape(f"${token.content}$")
        return self._formula_html(token.content, False)

    def _labelled(self, token: Token) -> str:
        return self._formula_html(f"{token.content}\\tag{{{token.info}}}", True)


def _formula(tex: str, formula: Formula, display: bool) -> str:
    return formula_html(tex, formula, display=display)


def _as_rule(rule: Callable[[Token], str]) -> Callable[..., str]:
    def render(_renderer: object, tokens: Sequence[Token], place: int, *_rest: object) -> str:
        return rule(tokens[place])

    return render


def _footnote_reference(token: Token) -> str:
    label = html.escape(str(token.meta.get("label", "")))
    return f'<sup class="fn"><a href="#fn-{label}">{label}</a></sup>'


def _footnote_open(token: Token) -> str:
    label = html.escape(str(token.meta.get("label", "")))
    return f'<div class="footnote" id="fn-{label}"><sup>{label}</sup> '


def _highlight(code: str, language: str, _attributes: str) -> str:
    """Markdown-it's hook: the coloured code, or nothing where there is no lexer for it."""
    if not language or len(code) > MAX_CODE:
        return ""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True, classprefix="c-")))


# The whole document ----------------------------------------------------------------------------


def clip(text: str) -> str:
    """The beginning of a text too long to be shown, cut where a row or a line ends."""
    is_html = _HTML_START.match(text) is not None
    limit = MAX_HTML_UNIT if is_html else MAX_UNIT
    head = text[:limit]
    if not is_html and head.lstrip().startswith("|"):
        head = "\n".join(head.split("\n", MAX_TABLE_LINES)[:MAX_TABLE_LINES])
    if len(head) == len(text):
        return text
    row = head.rfind("</tr>")
    if is_html and row > 0:
        return head[: row + len("</tr>")] + "</table>"
    line = head.rfind("\n") if len(head) == limit else -1
    return head[:line] if line > 0 else head


def sections(
    result: Result, units: Sequence[Unit], renderer: UnitRenderer, too_long: str
) -> Iterator[Section]:
    """Render page by page. ``too_long`` is the sentence put under a unit shown in part."""
    renderer.begin(result.markdown)
    first = 0
    while first < len(units):
        last = first
        page = units[first].page
        most = len(units) if page is not None else first + MAX_SECTION
        while last + 1 < min(len(units), most) and units[last + 1].page == page:
            last += 1
        parts = [
            _unit_html(result, units[number], number, renderer, too_long)
            for number in range(first, last + 1)
        ]
        length = units[last].end - units[first].start
        # A first guess in pixels; the browser remembers the real height.
        height = 60 + min(length, 200_000) // 3
        label = "" if page is None else f' data-page="{page}"'
        reading = None if page is None else result.origin.readings.get(page)
        if reading is not None:
            label += f' data-read="{reading.value}"'
        style = f"contain-intrinsic-size:auto {height}px"
        body = f'<section{label} style="{style}">{"".join(html for html, _ in parts)}</section>'
        yield Section(page, first, last, body, any(clipped for _, clipped in parts))
        first = last + 1


def _unit_html(
    result: Result, unit: Unit, number: int, renderer: UnitRenderer, too_long: str
) -> tuple[str, bool]:
    text = result.markdown[unit.start : unit.end]
    shown = clip(text)
    clipped = len(shown) < len(text)
    note = f'<p class="note">{html.escape(too_long)}</p>' if clipped else ""
    nowhere = "" if any(result.blocks[block].places for block in unit.blocks) else " nowhere"
    kind = html.escape(unit.type)
    rendered = renderer.render(shown)
    doubtful = ""
    if is_doubtful(result, unit):
        doubts = doubts_of(result, unit)
        rendered, all_found = mark_doubts(rendered, [doubtful_text(doubt) for doubt in doubts])
        doubtful = "" if doubts and all_found else " doubtful"
    body = (
        f'<div class="b{nowhere}{doubtful}" data-b="{number}" data-t="{kind}" dir="auto">'
        f"{_as_on_page(result, unit, rendered)}{note}</div>"
    )
    return body, clipped


def _as_on_page(result: Result, unit: Unit, rendered: str) -> str:
    """Give a picture the width that it has on the page: engines save it at many times that.

    Only the one picture of a block that is a picture: what else a box holds is not known.
    """
    if not _is_picture(unit.type) or "<td" in rendered or len(_PICTURE.findall(rendered)) != 1:
        return rendered
    boxes = [place.bbox for block in unit.blocks for place in result.blocks[block].places]
    width = round(max((box[2] - box[0] for box in boxes), default=0) * _PIXELS_PER_POINT)
    return _PICTURE.sub(f'<img width="{width}" ', rendered) if width > 0 else rendered


def _is_picture(block_type: str) -> bool:
    """What an engine shows as a picture, also where it could not read a table or a formula."""
    words = ("image", "figure", "chart", "seal", "table", "equation", "formula")
    return any(word in block_type.lower() for word in words)


def outline(result: Result, units: Sequence[Unit]) -> tuple[Heading, ...]:
    """The headings, in order."""
    headings = []
    for number, unit in enumerate(units):
        match = _HEADING.match(result.markdown, unit.start, unit.end)
        if match and (text := plain_text(match[2])):
            headings.append(Heading(len(match[1]), text, number))
    return tuple(headings)


def plain_text(markdown: str) -> str:
    """A heading's Markdown without its marks."""
    text = re.sub(r"<[^>]*>|\*\*|__|`", "", markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"\\([\\`*_{}\[\]()#+\-.!$|])", r"\1", text).split())


__all__ = ["Heading", "Section", "UnitRenderer", "outline", "sections", "split_units"]
