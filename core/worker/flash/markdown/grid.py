"""Tables as grids of cells, and as Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from core.worker.flash.markdown.escaping import cleaned, escaped

FILLED = 0.4
"""A table with fewer of its cells filled is none (a trial, docs/quality.md 5)."""
_KEPT_TAGS = frozenset({"sup", "sub", "b", "i", "strong", "em", "code"})
_MOST_SPAN = 200


@dataclass(frozen=True)
class Cell:
    """One cell where it begins."""

    text: str
    """Plain text; ``\\n`` parts lines."""
    rows: int = 1
    columns: int = 1
    inline: str = ""
    """HTML of the text where it has raised or lowered letters."""


Rows = Sequence[Sequence[Cell]]


class _Reader(HTMLParser):
    """Rows and cells of the HTML that engines write; nested tables are text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self._text: list[str] | None = None
        self._inline: list[str] = []
        self._spans = (1, 1)
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        elif tag == "tr" and self._depth == 1:
            self.rows.append([])
        elif tag in ("td", "th") and self._depth == 1:
            given = dict(attrs)
            self._text, self._inline = [], []
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
        elif self._text is not None:
            if tag in ("br", "p", "li", "tr", "div"):
                self._text.append("\n")
                self._inline.append("<br>")
            elif tag in ("td", "th"):
                self._text.append(" ")
                self._inline.append(" ")
            elif tag in _KEPT_TAGS:
                self._inline.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
        elif tag in ("td", "th") and self._depth == 1 and self._text is not None:
            if not self.rows:
                self.rows.append([])
            text = cleaned("".join(self._text)).strip()
            inline = cleaned("".join(self._inline)).strip()
            plain = html.escape(text, quote=False).replace("\n", "<br>")
            self.rows[-1].append(Cell(text, *self._spans, "" if inline == plain else inline))
            self._text = None
        elif self._text is not None and tag in _KEPT_TAGS:
            self._inline.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
            self._inline.append(html.escape(data, quote=False))


def _span(text: str | None) -> int:
    return min(_MOST_SPAN, max(1, int(text))) if text and text.isdigit() else 1


def from_html(text: str) -> list[list[Cell]]:
    """The rows of an HTML table; none for text that holds no table."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [row for row in reader.rows if row]


def is_table(rows: Rows) -> bool:
    """At least two rows and two columns, and enough of the cells filled."""
    cells = [cell for row in rows for cell in row]
    places = sum(cell.rows * cell.columns for cell in cells)
    filled = sum(cell.rows * cell.columns for cell in cells if cell.text.strip())
    return len(rows) >= 2 and width_of(rows) >= 2 and filled >= FILLED * places


def width_of(rows: Rows) -> int:
    """Columns."""
    return max((sum(cell.columns for cell in row) for row in rows), default=0)


def to_markdown(rows: Rows) -> str:
    """A pipe table where Markdown can say it, else HTML."""
    if all(cell.rows == cell.columns == 1 for row in rows for cell in row):
        return _pipes(rows)
    return _html(rows)


def _pipes(rows: Rows) -> str:
    width = width_of(rows)
    lines = [[_pipe_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    lines.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _pipe_cell(cell: Cell) -> str:
    if cell.inline:
        parts = re.split(r"(</?[a-z]+>)", cell.inline)
        text = "".join(
            part if re.fullmatch(r"</?[a-z]+>", part) else escaped(html.unescape(part))
            for part in parts
        )
    else:
        text = "<br>".join(escaped(line.strip()) for line in cell.text.split("\n"))
    return text.replace("|", "\\|")


def _html(rows: Rows) -> str:
    return "<table>\n" + "\n".join(f"<tr>{_html_row(row)}</tr>" for row in rows) + "\n</table>"


def _html_row(row: Sequence[Cell]) -> str:
    cells = []
    for cell in row:
        spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        text = cell.inline or html.escape(cell.text, quote=False).replace("\n", "<br>")
        cells.append(f"<td{spans}>{text}</td>")
    return "".join(cells)
