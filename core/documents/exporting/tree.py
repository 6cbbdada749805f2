"""A result as a tree of safe HTML: what the page shows is what every other format is made from."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

from lxml import etree, html

from core.documents.render import UnitRenderer
from core.documents.result import Result
from core.documents.sections import Unit, split_units

MAX_PICTURE_BYTES = 30 << 20
"""Larger pictures are left out of the file that is made, and named in it."""

Element: TypeAlias = Any
"""An element of lxml, which has no types."""


@dataclass(frozen=True)
class RenderedUnit:
    unit: Unit
    number: int
    markup: str


def parts(result: Result) -> Iterator[RenderedUnit]:
    """The units, in order."""
    renderer = UnitRenderer()
    renderer.begin(result.markdown)
    for number, unit in enumerate(split_units(result)):
        yield RenderedUnit(unit, number, renderer.render(result.markdown[unit.start : unit.end]))


def tree_of(markup: str) -> Element:
    """Sanitised HTML as a ``<div>`` of elements."""
    if not markup.strip():
        return etree.Element("div")
    return html.fragment_fromstring(_clean(markup), create_parent="div")


def _clean(text: str) -> str:
    """Control characters, which XML cannot hold, as spaces."""
    return "".join(" " if ord(char) < 32 and char not in "\t\n" else char for char in text)


def picture(result: Result, source: str | None) -> Path | None:
    """The file of a picture of the result; ``None`` when it is missing, outside or too large."""
    if not source:
        return None
    try:
        root = result.folder.resolve(strict=True)
        path = (root / unquote(source)).resolve(strict=True)
        if not path.is_relative_to(root) or not path.is_file():
            return None
        return path if path.stat().st_size <= MAX_PICTURE_BYTES else None
    except (OSError, ValueError, RuntimeError):
        return None


def media_type(path: Path) -> str:
    """A picture's media type."""
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def title_of(result: Result) -> str:
    """What to call the document."""
    if result.origin.source is not None and result.origin.source.stem:
        return result.origin.source.stem
    return result.markdown_path.stem


def language_of(result: Result) -> str:
    """``zh`` when a tenth of the letters are Han, else ``en``."""
    sample = result.markdown[:20_000]
    han = sum("\u4e00" <= char <= "\u9fff" for char in sample)
    letters = sum(char.isalpha() for char in sample)
    return "zh" if letters and han > letters / 10 else "en"


def is_formula(element: Element) -> bool:
    """A formula, with its LaTeX in ``data-tex``."""
    return "maths" in (element.get("class") or "").split()


def tag_of(element: Element) -> str:
    """The name of an element; nothing for a comment."""
    return element.tag if isinstance(element.tag, str) else ""


@dataclass(frozen=True)
class PlacedCell:
    """A cell of a table, where it begins."""

    row: int
    column: int
    rows: int
    columns: int
    content: Element
    is_head: bool


def cells_of(table: Element) -> tuple[int, int, list[PlacedCell]]:
    """How many rows and columns a table has, and its cells; spans that overlap are cut."""
    taken: set[tuple[int, int]] = set()
    cells: list[PlacedCell] = []
    count = width = 0
    listed = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    for row, element in enumerate(listed):
        count = row + 1
        column = 0
        for content in element:
            if tag_of(content) not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            rows = min(_span(content.get("rowspan")), len(listed) - row)
            columns = _span(content.get("colspan"))
            while columns > 1 and any((row, column + n) in taken for n in range(columns)):
                columns -= 1
            cells.append(PlacedCell(row, column, rows, columns, content, tag_of(content) == "th"))
            taken.update((row + r, column + c) for r in range(rows) for c in range(columns))
            column += columns
            width = max(width, column)
    return count, width, cells


def _span(value: str | None) -> int:
    return max(1, min(int(value), 200)) if value and value.isascii() and value.isdigit() else 1
