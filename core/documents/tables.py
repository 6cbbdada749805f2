"""Tables: formulas inside HTML cells, which no Markdown parser sees, and tables as rows of text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

_PIECE = re.compile(r"<[A-Za-z/!][^>]*>|\$\$(?P<display>[^$]+?)\$\$|\$(?P<inline>[^$\n]+?)\$")
_MAX_SPAN = 1000


def with_formulas(table: str, convert: Callable[[str, bool], str]) -> str:
    """Replace ``$…$`` and ``$$…$$`` in an HTML table's text by ``convert(latex, display)``."""

    def piece(match: re.Match[str]) -> str:
        display, inline = match["display"], match["inline"]
        tex = display if display is not None else inline
        if tex is None or (display is None and not is_formula(tex)):
            return match[0]
        return convert(html.unescape(tex), display is not None)

    return _PIECE.sub(piece, table)


def is_formula(tex: str) -> bool:
    """Tell ``$ x ^ 2 $`` from the words between two sums of money, ``$5 for tea and 6$``."""
    if re.search(r"[\\^_={}]", tex):
        return True
    if tex[:1].isspace() != tex[-1:].isspace():
        return False
    words = len(re.findall(r"[^\W\d_]{2,}", tex))
    return words < (1 if tex[:1].isdigit() else 2)


class _Rows(HTMLParser):
    """Collects the rows of the first table, cells that span others repeated as empty ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._pending: dict[int, int] = {}
        """Column → rows that a cell from above still covers."""
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._close()
            given = dict(attrs)
            self._cell = []
            self._span = (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close(self) -> None:
        if self._cell is None:
            return
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        self._skip(row)
        columns, rows = self._span
        text = " ".join("".join(self._cell).split())
        for number in range(columns):
            if rows > 1:
                self._pending[len(row)] = rows - 1
            row.append(text if number == 0 else "")
        self._cell = None

    def _skip(self, row: list[str]) -> None:
        while (left := self._pending.get(len(row), 0)) > 0:
            self._pending[len(row)] = left - 1
            row.append("")


def _span(value: str | None) -> int:
    if value is None or not (value.isascii() and value.isdigit()):
        return 1
    return max(1, min(int(value[:6]), _MAX_SPAN))


def rows_of(markdown: str) -> list[list[str]]:
    """The cells of a table, HTML or Markdown; no rows when the text is neither."""
    if "<t" in markdown.lower():
        parser = _Rows()
        parser.feed(markdown)
        parser.close()
        return [row for row in parser.rows if row]
    rows = []
    for line in markdown.splitlines():
        stripped = line.strip()
        if not stripped.startswith("|"):
            continue
        cells = re.split(r"(?<!\\)\|", stripped.strip("|") if stripped != "|" else "")
        if not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in cells):
            rows.append([cell.strip().replace("\\|", "|") for cell in cells])
    return rows


def as_tsv(markdown: str) -> str:
    """A table as tab-separated values, as spreadsheets take it from the clipboard."""
    return "\n".join(
        "\t".join(re.sub(r"\s+", " ", cell) for cell in row) for row in rows_of(markdown)
    )
