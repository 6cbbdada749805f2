"""Markdown as a reader sees it: headings, items, code, tables and text, whoever wrote it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

Grid = list[list[str]]
"""Rows of cells; a cell that spans several places stands in each of them."""

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_MATH = re.compile(r"\$\$?([^$\n]+)\$\$?")


@dataclass
class Parsed:
    """The parts of a document, each in its order."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    """Lines of fences, without blanks at their ends."""
    tables: list[Grid] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    """Everything in its order, one string a block: what text and order are compared by."""

    @property
    def text(self) -> str:
        return " ".join(self.paragraphs)


def plain(text: str) -> str:
    """Text for comparison: compatibility forms are one, and each run of blanks is one space."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", " ", text).strip()


def letters(text: str) -> str:
    """Only letters and digits, in lower case: for finding the same heading or item again."""
    return re.sub(r"[\W_]+", "", plain(text)).lower()


def parse(markdown: str) -> Parsed:
    """Take a document apart. HTML tables count as tables, other tags as nothing."""
    parsed = Parsed()
    cursor = 0
    for found in _TABLE.finditer(markdown):
        _parse_plain(markdown[cursor : found.start()], parsed)
        _add_table(_html_grid(found.group()), parsed)
        cursor = found.end()
    _parse_plain(markdown[cursor:], parsed)
    return parsed


def _parse_plain(markdown: str, parsed: Parsed) -> None:
    tokens = _MARKDOWN.parse(_TAG.sub(lambda tag: _in_place_of(tag.group()), markdown))
    position = 0
    lists = 0
    first_in_item = False
    while position < len(tokens):
        token = tokens[position]
        if token.type == "list_item_open":
            lists, first_in_item = lists + 1, True
        elif token.type == "list_item_close":
            lists -= 1
        elif token.type == "heading_open":
            text = _inline(tokens[position + 1])
            parsed.headings.append((int(token.tag[1]), text))
            _add_text(text, parsed)
            position += 1
        elif token.type in ("fence", "code_block"):
            lines = [line.strip() for line in token.content.splitlines() if line.strip()]
            parsed.code += [plain(line) for line in lines]
            _add_text("\n".join(lines), parsed)
        elif token.type == "table_open":
            end = next(
                at for at in range(position, len(tokens)) if tokens[at].type == "table_close"
            )
            _add_table(_pipe_grid(tokens[position:end]), parsed)
            position = end
        elif token.type == "inline":
            text = _inline(token)
            if lists and first_in_item:
                parsed.items.append(text)
                first_in_item = False
            _add_text(text, parsed)
        position += 1


def _in_place_of(tag: str) -> str:
    return "\n" if re.match(r"</?(br|p|div|li|tr)\b", tag, re.IGNORECASE) else ""


def _add_text(text: str, parsed: Parsed) -> None:
    if text := plain(text):
        parsed.paragraphs.append(text)


def _add_table(grid: Grid, parsed: Parsed) -> None:
    if grid:
        parsed.tables.append(grid)
        for row in grid:
            _add_text(" ".join(dict.fromkeys(cell for cell in row if cell)), parsed)


def _inline(token: Token) -> str:
    return plain(_MATH.sub(r"\1", "".join(_inline_parts(token.children or []))))


def _inline_parts(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
        # a picture shows no text


def _pipe_grid(tokens: list[Token]) -> Grid:
    grid: Grid = []
    for position, token in enumerate(tokens):
        if token.type == "tr_open":
            grid.append([])
        elif token.type in ("th_open", "td_open"):
            grid[-1].append(_inline(tokens[position + 1]))
    return grid


class _TableReader(HTMLParser):
    """Cells with their spans; a table within a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[str, int, int]]] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        if self._depth == 1 and tag == "tr":
            self.rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            given = dict(attrs)
            self._cell = []
            self._spans = (_number(given.get("rowspan")), _number(given.get("colspan")))
        elif self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
        if self._depth == 1 and tag in ("td", "th") and self._cell is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append((plain("".join(self._cell)), *self._spans))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def _number(text: str | None) -> int:
    return min(100, max(1, int(text))) if text and text.isdigit() else 1


def _html_grid(html: str) -> Grid:
    reader = _TableReader()
    reader.feed(html)
    taken: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(reader.rows):
        column = 0
        for text, rows, columns in cells:
            while (row, column) in taken:
                column += 1
            for down in range(rows):
                for right in range(columns):
                    taken[row + down, column + right] = text
            column += columns
    if not taken:
        return []
    height = 1 + max(row for row, _ in taken)
    width = 1 + max(column for _, column in taken)
    return [[taken.get((row, column), "") for column in range(width)] for row in range(height)]
