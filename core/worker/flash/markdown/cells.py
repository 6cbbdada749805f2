"""Words of a table's cell to its text, with raised and lowered letters where it has some."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence

from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import Word, around
from core.worker.flash.text.lines import joined, joined_lines, parted

_SCRIPT_SIZE = 0.88
_SCRIPT_SHIFT = 0.12
"""Of the size of the line."""
_SCRIPT_LETTERS = 12

Join = Callable[[Iterable[str]], str]


def cell_of(words: Sequence[Word], rows: int = 1, columns: int = 1) -> Cell:
    """The words of a cell, line by line, with a space between the lines."""
    return cell_of_lines(_lines(words), rows, columns)


def cell_of_lines(
    lines: Sequence[Sequence[Word]], rows: int = 1, columns: int = 1, join: Join = joined_lines
) -> Cell:
    """The same of words that stand in lines already."""
    marked = [with_scripts(line) for line in lines]
    inline = join(marked) if any("</su" in text for text in marked) else ""
    return Cell(join(joined(line) for line in lines), rows, columns, inline)


def with_scripts(words: Sequence[Word]) -> str:
    """HTML of the words of one line."""
    size = max((word.size for word in words), default=0.0)
    baseline = next((word.baseline for word in words if word.size == size), 0.0)
    text = ""
    before: Word | None = None
    for word in words:
        letters = html.escape(word.text, quote=False)
        shift = baseline - word.baseline
        if (
            0 < word.size <= _SCRIPT_SIZE * size
            and abs(shift) > _SCRIPT_SHIFT * size
            and len(word.text) <= _SCRIPT_LETTERS
            and not word.angle
        ):
            tag = "sup" if shift > 0 else "sub"
            letters = f"<{tag}>{letters}</{tag}>"
        text += f" {letters}" if before is not None and parted(before, word) else letters
        before = word
    return text


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box.center[1]):
        if lines and _same_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda one: one.box.x0)
    return lines


def _same_line(line: Sequence[Word], word: Word) -> bool:
    whole = around([one.box for one in line])
    shared = min(whole.y1, word.box.y1) - max(whole.y0, word.box.y0)
    return shared > 0.5 * min(whole.height, word.box.height)
