"""Words to cells by where they stand: columns from the blanks between them, rows from their lines.

For tables that are not drawn as grids. Wrapped lines stay in their cell, heads may reach over
several columns (docs/quality.md, "Tables without a grid").
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.worker.flash.markdown.cells import cell_of_lines
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import Box, Word, around
from core.worker.flash.text.lines import joined, joined_lines

_PIECE_EM = 0.65
"""A wider gap parts two pieces of a line; spaces between words are narrower."""
_NUMBERS_EM = 0.3
"""The same between two numbers."""
_BLANK_EM = 0.35
"""The narrowest blank between two columns."""
_CROSSING = 0.2
"""The share of lines with two pieces or more that may cross the gap between two columns."""
_ALONE = 0.2
"""The same of lines with one piece: names of groups of rows."""
_SOME_LINES = 4
"""With at least this many lines, one may cross it: a head over two columns."""
_TIGHT_EM = 1.45
"""Lines of one cell are no further apart."""
_OVERLAP_EM = 0.15
_SIDE_PT = 1.0
_APART_EM = 1.5
"""Of the height of a line."""
_HYPHENS = "-\u2010\u00ad"
_NUMERIC = re.compile(r"^[^\w]*\d[\d\s.,:/%–-]*[^\w]*\w{0,2}$")
_MOST_LINES = 400


@dataclass(frozen=True)
class Piece:
    """Words of a line side by side: a cell, or a line of one."""

    words: tuple[Word, ...]
    first: int = 0
    last: int = 0
    """Columns from which and to which it reaches."""

    @cached_property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    @cached_property
    def text(self) -> str:
        return joined(self.words)

    @cached_property
    def is_numeric(self) -> bool:
        return bool(_NUMERIC.match(self.text))


@dataclass(frozen=True)
class _Line:
    pieces: tuple[Piece, ...]
    size: float

    @cached_property
    def box(self) -> Box:
        return around([piece.box for piece in self.pieces])

    @cached_property
    def baseline(self) -> float:
        return statistics.median(piece.words[0].baseline for piece in self.pieces)

    @cached_property
    def columns(self) -> frozenset[int]:
        return frozenset(
            column for piece in self.pieces for column in range(piece.first, piece.last + 1)
        )


@dataclass(frozen=True)
class Aligned:
    """Rows of cells, and what they are judged by."""

    rows: tuple[tuple[Cell, ...], ...]
    columns: int
    prose: float
    """Share of the lines of cells that fill their column with a sentence's words."""


def to_lines(words: Sequence[Word]) -> list[list[Piece]]:
    """Lines from top to bottom, each of its pieces from left to right."""
    lines: list[list[Word]] = []
    for atom in sorted(_atoms(words), key=lambda one: (one[0].baseline, one[0].box.x0)):
        word = atom[0]
        for line in reversed(lines[-3:]):
            if abs(line[0].baseline - word.baseline) <= 0.3 * max(word.size, 4.0):
                line.extend(atom)
                break
        else:
            if lines and _is_script(lines[-1], word):
                lines[-1].extend(atom)
            else:
                lines.append(atom)
    return [_pieces(sorted(line, key=lambda one: one.box.x0)) for line in lines]


def _atoms(words: Sequence[Word]) -> list[list[Word]]:
    """Words with what is glued to them: a raised letter stands on the line of its word."""
    atoms: list[list[Word]] = []
    for word in words:
        if word.glued and atoms and abs(word.box.x0 - atoms[-1][-1].box.x1) < word.size:
            atoms[-1].append(word)
        else:
            atoms.append([word])
    return atoms


def _is_script(line: Sequence[Word], word: Word) -> bool:
    """A raised or lowered letter right beside a word of the line."""
    return len(word.text) <= 3 and any(
        word.size <= 0.88 * one.size
        and abs(word.box.x0 - one.box.x1) < 0.3 * one.size
        and abs(word.baseline - one.baseline) < 0.6 * one.size
        for one in line
    )


def _pieces(line: Sequence[Word]) -> list[Piece]:
    pieces: list[list[Word]] = []
    for word in line:
        last = pieces[-1][-1] if pieces else None
        numbers = last is not None and _is_number(last.text) and _is_number(word.text)
        room = (_NUMBERS_EM if numbers else _PIECE_EM) * max(word.size, 4.0)
        if pieces and word.box.x0 - max(one.box.x1 for one in pieces[-1]) < room:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [Piece(tuple(piece)) for piece in pieces]


def _is_number(text: str) -> bool:
    return any(c.isdigit() for c in text) and not any(c.isalpha() for c in text)


def blanks(lines: Sequence[Sequence[Piece]], size: float) -> list[tuple[float, float]]:
    """What stays empty between the columns, from top to bottom."""
    told = [line for line in lines if len(line) >= 2]
    alone = [line[0] for line in lines if len(line) == 1]
    if not told:
        return []
    allowed = max(int(_CROSSING * len(told)), len(told) >= _SOME_LINES)
    edges = sorted({x for line in lines for piece in line for x in (piece.box.x0, piece.box.x1)})
    sides = [[(piece.box.x0, piece.box.x1) for piece in line] for line in told]
    spans = [(piece.box.x0, piece.box.x1) for piece in alone]
    runs: list[list[tuple[float, float, int]]] = []
    before = -1.0
    for left, right in itertools.pairwise(edges):
        middle = (left + right) / 2
        crossing = sum(any(x0 < middle < x1 for x0, x1 in line) for line in sides)
        over = sum(x0 < middle < x1 for x0, x1 in spans)
        if crossing > allowed or over > _ALONE * len(alone):
            continue
        if left != before:
            runs.append([])
        runs[-1].append((left, right, crossing + over))
        before = right
    return [gap for run in runs if (gap := _clearest(run, _BLANK_EM * size)) is not None]


def _clearest(run: Sequence[tuple[float, float, int]], least: float) -> tuple[float, float] | None:
    """The widest part of a blank that the fewest lines reach into."""
    for allowed in sorted({crossing for _, _, crossing in run}):
        parts: list[tuple[float, float]] = []
        for left, right, crossing in run:
            if crossing > allowed:
                continue
            if parts and parts[-1][1] == left:
                parts[-1] = (parts[-1][0], right)
            else:
                parts.append((left, right))
        widest = max(parts, key=lambda part: part[1] - part[0])
        if widest[1] - widest[0] >= least:
            return widest
    return None


def _parts(lines: Sequence[Sequence[Piece]], middle: float) -> bool:
    """There is something on both sides: in two lines, unless there is one only."""
    left = sum(any(p.box.x1 <= middle for p in line) for line in lines)
    right = sum(any(p.box.x0 >= middle for p in line) for line in lines)
    return min(left, right) >= min(2, len(lines))


def aligned(
    words: Sequence[Word], rules: Sequence[Box], borders: Sequence[float] = ()
) -> Aligned | None:
    """The cells of a table's words; ``rules`` are the level ones that run through it, ``borders``
    the places between its columns where they are drawn."""
    raw = to_lines(words)
    if not 2 <= len(raw) <= _MOST_LINES:
        return None
    size = statistics.median(word.size for word in words)
    whole = around([word.box for word in words])
    full = [rule for rule in rules if rule.width >= 0.9 * whole.width]
    parted = [rule for rule in rules if rule.width < 0.9 * whole.width]
    head_end = _head_end(raw, full)
    gaps = [
        gap
        for gap in blanks([line for line in raw if line[0].box.center[1] > head_end] or raw, size)
        if _parts(raw, (gap[0] + gap[1]) / 2)
    ]
    if borders:
        gaps = _at_borders(gaps, borders)
    if not gaps:
        return None
    lines = [_Line(tuple(_placed(line, gaps, parted)), size) for line in raw]
    groups = _grouped(lines, full, parted, head_end)
    width = len(gaps) + 1
    rows = tuple(_row(group, width) for group in groups)
    return Aligned(rows, width, _prose(lines, gaps, whole))


def _at_borders(
    gaps: Sequence[tuple[float, float]], borders: Sequence[float]
) -> list[tuple[float, float]]:
    """The blank at each border, or a narrow one where cells are set tightly."""
    narrow = 0.5
    return [
        next((gap for gap in gaps if gap[0] <= x <= gap[1]), (x - narrow, x + narrow))
        for x in sorted(borders)
    ]


def _head_end(lines: Sequence[Sequence[Piece]], full: Sequence[Box]) -> float:
    """The height of the rule below the heads; 0 where there is none."""
    top = min(piece.box.y0 for piece in lines[0])
    foot = max(piece.box.y1 for piece in lines[-1])
    inner = sorted(rule.center[1] for rule in full if top < rule.center[1] < foot)
    if not inner:
        return 0.0
    above = sum(line[0].box.center[1] < inner[0] for line in lines)
    return inner[0] if above <= max(4, len(lines) // 2) and above <= len(lines) - 2 else 0.0


def _placed(
    line: Sequence[Piece], gaps: Sequence[tuple[float, float]], parted: Sequence[Box]
) -> list[Piece]:
    """The pieces with their columns; those of one column are one piece."""
    found: list[Piece] = []
    over = [
        rule
        for rule in parted
        # One with several heads above it is the rule below the heads, and stands over no column.
        if sum(rule.x0 - 2.0 <= piece.box.center[0] <= rule.x1 + 2.0 for piece in line) == 1
    ]
    for piece in line:
        for one in _split(piece, gaps):
            first, last = _columns(one.box, gaps)
            under = _spanner(one.box, over)
            if under is not None:
                low, high = _columns(under, gaps)
                first, last = min(first, low), max(last, high)
            before = found[-1] if found else None
            if before is None or before.last < first:
                found.append(Piece(one.words, first, last))
            elif _is_apart(before, one) and last > before.last:
                found.append(Piece(one.words, before.last + 1, last))
            elif _is_apart(before, one) and first > before.first:
                found[-1] = Piece(before.words, before.first, first - 1)
                found.append(Piece(one.words, first, last))
            else:
                found[-1] = Piece((*before.words, *one.words), before.first, max(last, before.last))
    return found


def _is_apart(left: Piece, right: Piece) -> bool:
    """Heads far from each other are two, though one reaches over the blank into the column of the
    other ("Description … Amount", where the longest description ends below the second head)."""
    return right.box.x0 - left.box.x1 > _APART_EM * right.box.height


def _split(piece: Piece, gaps: Sequence[tuple[float, float]]) -> list[Piece]:
    """Parted where a blank between columns falls between two of its words."""
    parts: list[list[Word]] = [[piece.words[0]]]
    for before, word in itertools.pairwise(piece.words):
        is_parted = any(
            before.box.x1 <= right + 0.5 * (right - left)
            and word.box.x0 >= right - _SIDE_PT
            and before.box.x1 <= left + _SIDE_PT
            for left, right in gaps
        )
        if is_parted and not word.glued:
            parts.append([])
        parts[-1].append(word)
    return [Piece(tuple(part)) for part in parts]


def _columns(box: Box, gaps: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """From which column to which a box reaches."""
    first = sum(box.x0 >= (left + right) / 2 for left, right in gaps)
    last = sum(box.x1 > (left + right) / 2 for left, right in gaps)
    if last > first and box.x1 < gaps[last - 1][1] + _SIDE_PT:
        last -= 1  # only into the blank
    if last > first and box.x0 > gaps[first][0] - _SIDE_PT:
        first += 1
    return first, max(first, last)


def _spanner(box: Box, parted: Sequence[Box]) -> Box | None:
    """The shorter rule right below a head, which says over which columns it stands."""
    for rule in parted:
        if (
            -2.0 <= rule.center[1] - box.y1 < 0.6 * box.height
            and rule.x0 - 2.0 <= box.center[0] <= rule.x1 + 2.0
            and rule.width > box.width
        ):
            return rule
    return None


def _grouped(
    lines: Sequence[_Line], full: Sequence[Box], parted: Sequence[Box], head_end: float
) -> list[list[_Line]]:
    """Lines of one row, together."""
    heights = [rule.center[1] for rule in full]
    groups: list[list[_Line]] = []
    for line in lines:
        last = groups[-1] if groups else None
        if last is None or any(last[-1].box.center[1] < y < line.box.center[1] for y in heights):
            groups.append([line])
        elif _is_of_row(last, line) or (
            line.box.center[1] < head_end and _is_of_head(last, line, parted)
        ):
            last.append(line)
        else:
            groups.append([line])
    return groups


def _is_of_row(row: Sequence[_Line], line: _Line) -> bool:
    """Whether the row goes on in this line."""
    size = line.size
    is_below_head = any(
        piece.first != piece.last and line.columns & one.columns
        for one in row
        for piece in one.pieces
    )
    if not is_below_head and any(
        min(one.box.y1, line.box.y1) - max(one.box.y0, line.box.y0) > _OVERLAP_EM * size
        and line.baseline - one.baseline < 0.95 * size
        and not one.columns & line.columns
        for one in row
    ):
        return True  # set in the middle of a cell of two lines
    if any(piece.first != piece.last for one in (*row, line) for piece in one.pieces):
        return False
    if line.baseline - row[-1].baseline > _TIGHT_EM * size:
        return False
    if _is_label(row) and 0 in line.columns and line.pieces[0].text[:1].islower():
        return True  # a label of two lines, with its numbers on the second
    filled = frozenset().union(*(one.columns for one in row))
    if not line.columns < filled:
        return False
    for piece in line.pieces:
        above = [p for one in row for p in one.pieces if p.first == piece.first]
        if not above or piece.is_numeric or above[-1].is_numeric:
            return False
    if 0 not in line.columns:
        return True
    first = line.pieces[0]
    above = [p for one in row for p in one.pieces if p.first == 0]
    return bool(above) and (first.text[:1].islower() or above[-1].text[-1:] in _HYPHENS)


def _is_label(row: Sequence[_Line]) -> bool:
    return all(line.columns == {0} for line in row)


def _is_of_head(row: Sequence[_Line], line: _Line, parted: Sequence[Box]) -> bool:
    """Heads of several lines are one row, but for those that stand over several columns."""
    if any(piece.first != piece.last for one in (*row, line) for piece in one.pieces):
        return False
    if any(row[-1].box.center[1] < rule.center[1] < line.box.center[1] for rule in parted):
        return False
    return line.baseline - row[-1].baseline <= _TIGHT_EM * line.size


def _row(group: Sequence[_Line], width: int) -> tuple[Cell, ...]:
    spans: dict[int, int] = {}
    held: dict[int, list[tuple[Word, ...]]] = {}
    for line in group:
        for piece in line.pieces:
            spans[piece.first] = max(spans.get(piece.first, 1), piece.last - piece.first + 1)
            held.setdefault(piece.first, []).append(piece.words)
    cells: list[Cell] = []
    column = 0
    while column < width:
        wide = min(spans.get(column, 1), width - column)
        inner = [words for at in range(column, column + wide) for words in held.get(at, ())]
        cells.append(cell_of_lines(inner, columns=wide, join=_joined_lines))
        column += wide
    return tuple(cells)


def _joined_lines(texts: Iterable[str]) -> str:
    """Wrapped lines as one, without the hyphen that parted a word."""
    whole = ""
    for text in texts:
        if whole[-1:] in _HYPHENS and whole[-2:-1].isalpha() and text[:1].islower():
            whole = whole[:-1] + text
        else:
            whole = joined_lines((whole, text))
    return whole


def _prose(lines: Sequence[_Line], gaps: Sequence[tuple[float, float]], whole: Box) -> float:
    edges = [whole.x0, *(x for gap in gaps for x in gap), whole.x1]
    told = [piece for line in lines for piece in line.pieces]
    full = 0
    for piece in told:
        room = edges[2 * piece.last + 1] - edges[2 * piece.first]
        full += len(piece.words) >= 4 and piece.box.width >= 0.8 * room
    return full / max(1, len(told))
