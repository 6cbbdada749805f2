"""What OCR found, as the drafts that the structure stage works on, like those of text pages.

Sizes and weights of recognised letters are right to some 10 %, and the rules for headings compare
exactly: so sizes of the whole document are gathered into a few, and bold is what has clearly more
ink than the text around it.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from core.worker.flash.layout.contents import with_contents
from core.worker.flash.layout.draft import Draft, PageLayout
from core.worker.flash.layout.paragraphs import paragraphs
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import BlockKind, Word
from core.worker.flash.ocr.findings import (
    AreaKind,
    FoundArea,
    FoundLine,
    FoundPage,
    FoundRun,
    FoundTable,
    ReadingHint,
)
from core.worker.flash.ocr.fixed_pitch import fixed_lines, is_typed
from core.worker.flash.ocr.footnotes import mark_notes
from core.worker.flash.ocr.upright import set_upright, turn_of
from core.worker.flash.text.column_edges import ColumnEdges
from core.worker.flash.text.lines import TextLine, ends_sentence
from core.worker.flash.text.words import is_cjk

BODY_SPREAD = 0.12
"""Sizes within this share of the body's are the body's; of long lines, within twice as much."""
LONG_LETTERS = 30
OTHER_SPREAD = 0.1
BOLD = 1.4
"""Times the ink of the body's letters; where the network takes the line for a title, less."""
BOLD_TITLE = 1.22
LEAST_LETTERS_FOR_BOLD = 6
BOLD_STROKE = 1.18
"""Times the width of the strokes of the body's lines, in letters of about the body's size."""
LEAST_LETTERS_FOR_STROKE = 3
HEAVY = 1.7
"""Times the usual ink: no long line has more."""
THIN = 0.5
"""No font has so little ink beside the body's."""
LARGEST = 3.0
"""Times the size of the body: what is larger and no title is a signature, or a letter in a seal."""
TITLE_FONT, FIXED_FONT = "title", "fixed"
"""Names in place of fonts: letters of a title are set in another than the body's."""
INDENT_EM = 1.2
"""A first line set in so far begins a paragraph."""
_REGIONS = {
    ReadingHint.TITLE: RegionKind.TITLE,
    ReadingHint.CAPTION: RegionKind.CAPTION,
    ReadingHint.MARGIN: RegionKind.FURNITURE,
    ReadingHint.TEXT: RegionKind.TEXT,
}


def to_layouts(
    pages: Mapping[int, FoundPage], sizes: Mapping[int, tuple[float, float]]
) -> list[PageLayout]:
    """Layouts of the pages with these places; ``sizes`` has width and height of each in points."""
    lines = [line for page in pages.values() for line in page.lines]
    letters = _Letters(lines, is_typed=is_typed(pages.values()))
    return [_layout(place, page, sizes[place], letters) for place, page in sorted(pages.items())]


def _layout(
    place: int, page: FoundPage, size: tuple[float, float], letters: _Letters
) -> PageLayout:
    turn = turn_of(page)
    if turn:
        page = set_upright(page, turn, size)
    drafts = list(_drafts(place, page, letters))
    width, height = (size[1], size[0]) if turn % 180 else size
    mark_notes(drafts, letters.body, height)
    return PageLayout(place, width, height, drafts, turn)


class _Letters:
    """The sizes and weights of a document."""

    def __init__(self, lines: Sequence[FoundLine], *, is_typed: bool = False) -> None:
        self.is_typed = is_typed
        self.body = _usual([(line.size, line.letters) for line in lines])
        """Size of most text, in points."""
        self._weights = {
            wide: _usual([(line.weight, line.letters) for line in lines if is_wide(line) is wide])
            for wide in (False, True)
        }
        self._stroke = _usual(
            [
                (line.stroke, line.letters)
                for line in lines
                if line.stroke and not is_wide(line) and self._is_body(line.size)
            ]
        )
        self._others = _gathered(
            Counter({line.size: line.letters for line in lines if not self._is_body(line.size)})
        )

    def size(self, line: FoundLine, near: float) -> float:
        """In points, one of a few. ``near``: the size of the lines around it and its own: a long
        line that differs from the body alone was measured wrongly, several are small print."""
        is_long = line.letters >= LONG_LETTERS
        if line.weight < THIN * self._weights[is_wide(line)]:  # its height was measured wrongly
            return round(self.body, 1)
        if self._is_low(line):
            return round(self.body, 1)
        is_small = is_long and max(line.size, near) < (1 - BODY_SPREAD) * self.body
        spread = 2 * BODY_SPREAD if is_long and not is_small else BODY_SPREAD
        if self._is_body(line.size, spread) or (
            line.size > LARGEST * self.body and line.hint is not ReadingHint.TITLE
        ):
            return round(self.body, 1)
        own = near if is_small else line.size
        return min(self._others, key=lambda size: abs(size - own), default=own)

    def is_bold(self, line: FoundLine) -> bool:
        if self._stroke and line.stroke and not is_wide(line) and self._is_near_body(line):
            letters = sum(c.isalpha() for word in line.words for c in word.text)
            is_wider = line.stroke > BOLD_STROKE * self._stroke
            return letters >= LEAST_LETTERS_FOR_STROKE and is_wider
        usual = self._weights[is_wide(line)]
        least = BOLD_TITLE if line.hint is ReadingHint.TITLE else BOLD
        alphabetic = sum(c.isalpha() for word in line.words for c in word.text)
        is_heavy = line.weight > least * usual > 0
        return alphabetic >= LEAST_LETTERS_FOR_BOLD and is_heavy and not self._is_low(line)

    def _is_low(self, line: FoundLine) -> bool:
        """A line of the body that was measured too low, as on a page that leans: it has the ink of
        the body's letters, not of smaller ones, and would be very bold."""
        usual = self._weights[is_wide(line)]
        return (
            line.letters >= LONG_LETTERS
            and line.weight > HEAVY * usual > 0
            and line.size < self.body
            and self._is_body(line.size * math.sqrt(line.weight / usual), BODY_SPREAD)
        )

    def _is_near_body(self, line: FoundLine) -> bool:
        return self._is_body(line.size, 2 * BODY_SPREAD)

    def _is_body(self, size: float, spread: float = BODY_SPREAD) -> bool:
        return abs(size - self.body) <= spread * self.body


def is_wide(line: FoundLine) -> bool:
    """Mostly Chinese or Japanese: such letters have more ink."""
    return 2 * sum(is_cjk(c) for word in line.words for c in word.text) > line.letters


def _usual(weighed: Sequence[tuple[float, int]]) -> float:
    """The middle one, by letters; of long lines where there are some."""
    values = sorted((value, letters) for value, letters in weighed if letters >= 12) or sorted(
        weighed
    )
    half, seen = sum(letters for _, letters in values) / 2, 0
    for value, letters in values:
        seen += letters
        if seen >= half:
            return value
    return 0.0


def _gathered(sizes: Counter[float]) -> list[float]:
    """A few sizes for many: each group is named by the one that most letters have."""
    groups: list[list[float]] = []
    for size in sorted(sizes):
        if groups and size <= groups[-1][0] * (1 + OTHER_SPREAD):
            groups[-1].append(size)
        else:
            groups.append([size])
    found = []
    for group in groups:
        usual: float = max(group, key=sizes.__getitem__)
        found.append(round(usual, 1))
    return found


def _drafts(place: int, page: FoundPage, letters: _Letters) -> Iterator[Draft]:
    runs = _lines_of_runs(page, letters)
    read = [one for part in page.parts if isinstance(part, FoundRun) for one in part.lines]
    hints = [one.hint for one in read]  # by the index of a line
    entries, runs = _without_entries(place, runs)
    edges = ColumnEdges([line for lines in runs.values() for line in lines])
    for number, part in enumerate(page.parts):
        if isinstance(part, FoundTable):
            yield Draft(
                place,
                kind=BlockKind.TABLE,
                region=RegionKind.TABLE,
                area=part.box,
                rows=_rows(part),
                score=part.score,
            )
        elif isinstance(part, FoundArea):
            is_formula = part.kind is AreaKind.FORMULA
            yield Draft(
                place,
                kind=BlockKind.FORMULA if is_formula else BlockKind.PICTURE,
                region=RegionKind.FORMULA if is_formula else RegionKind.PICTURE,
                area=part.box,
                alt=part.words,
            )
        else:
            yield from entries.get(number, ())
            told = [hints[line.index] for line in runs[number]]
            yield from _text(place, told, runs[number], edges)


def _slope(lines: Sequence[TextLine]) -> float:
    """How far lines fall on the page, as it was scanned, per point to the right."""
    ends = [
        (line.words[0].box.center, line.words[-1].box.center)
        for line in lines
        if len(line.words) >= 2 and not line.angle and line.box.width > 6 * line.size
    ]
    falls = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in ends if x1 - x0 > 1.0]
    return statistics.median(falls) if falls else 0.0


def levelled(lines: Sequence[TextLine]) -> list[TextLine]:
    """With one baseline, size and style for what stands at one height: a page number is measured
    higher than the title that it belongs to, and the dots between them are even by chance."""
    slope = _slope(lines)

    def height(line: TextLine) -> float:
        x, y = line.box.center
        return y - slope * x

    placed: list[list[TextLine]] = []
    for line in sorted(lines, key=height):
        last = placed[-1][0] if placed else None
        if (
            last is not None
            and not line.angle
            and abs(height(last) - height(line)) < 0.4 * last.box.height
        ):
            placed[-1].append(line)
        else:
            placed.append([line])
    found = []
    for row in placed:
        longest = max(row, key=lambda one: one.letters)
        for line in row:
            words = tuple(
                replace(word, baseline=longest.baseline, size=longest.size, mono=False)
                for word in line.words
            )
            found.append(TextLine(words, line.index))
    return sorted(found, key=lambda one: one.index)


def _without_entries(
    place: int, runs: Mapping[int, list[TextLine]]
) -> tuple[dict[int, list[Draft]], dict[int, list[TextLine]]]:
    """The entries of a table of contents, by the run of the first of them, and the other lines."""
    every = [line for lines in runs.values() for line in lines]
    entries, rest = with_contents(place, levelled(every))
    if not entries:
        return {}, dict(runs)
    kept = {line.index for line in rest}
    left = {number: [one for one in lines if one.index in kept] for number, lines in runs.items()}
    first = next(number for number, lines in runs.items() if len(left[number]) < len(lines))
    return {first: entries}, left


def _lines_of_runs(page: FoundPage, letters: _Letters) -> dict[int, list[TextLine]]:
    """Place of a run among the parts of its page → its lines."""
    found: dict[int, list[TextLine]] = {}
    index = 0
    for number, part in enumerate(page.parts):
        if isinstance(part, FoundRun):
            even = [False] * len(part.lines) if letters.is_typed else fixed_lines(part.lines)
            sizes = map(letters.size, part.lines, _near_sizes(part.lines))
            found[number] = [
                _line(line, letters, index + at, size, is_fixed=even[at])
                for at, (line, size) in enumerate(zip(part.lines, sizes, strict=True))
            ]
            index += len(found[number])
    return found


def _text(
    place: int, hints: Sequence[ReadingHint], lines: Sequence[TextLine], edges: ColumnEdges
) -> Iterator[Draft]:
    start = 0
    told = [(hint, line.angle) for hint, line in zip(hints, lines, strict=True)]
    for end in range(1, len(lines) + 1):
        if end < len(lines) and told[end] == told[start]:
            continue
        for block in _blocks(_by_rows(lines[start:end])):
            for part in paragraphs(
                block,
                edges.right_of(block),
                edges.wrapped_at(block),
                is_far=edges.is_far_from(block),
                is_verse=edges.is_verse(block),
            ):
                for indented in _indented(part):
                    yield Draft(place, indented, region=_REGIONS[told[start][0]])
        start = end


def _blocks(rows: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines that stand below each other: what is beside, or further up, is of another block (the
    address at the right of a letter's head, the next column)."""
    blocks: list[list[TextLine]] = []
    for row in rows:
        last = blocks[-1][-1] if blocks else None
        if last is None or (
            not row.angle
            and (
                row.box.x0 >= last.box.x1
                or row.box.x1 <= last.box.x0
                or row.baseline < last.baseline - row.size
            )
        ):
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _by_rows(lines: Sequence[TextLine]) -> list[TextLine]:
    """Pieces that stand side by side are one line."""
    rows: list[TextLine] = []
    for line in lines:
        last = rows[-1] if rows else None
        if (
            last is not None
            and not last.angle
            and abs(last.baseline - line.baseline) < 0.4 * max(last.size, line.size)
            and line.box.x0 >= last.box.x1 - 0.3 * line.size
        ):
            rows[-1] = TextLine((*last.words, *line.words), last.index)
        else:
            rows.append(line)
    return rows


def _indented(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """A paragraph begins at a line that is set in, after a line that is not."""
    if len(lines) < 3 or lines[0].angle:
        return [list(lines)]
    left = statistics.median(line.box.x0 for line in lines)
    parts = [[lines[0]]]
    for above, line in pairwise(lines):
        step = INDENT_EM * line.size
        is_set_in = line.box.x0 > left + step and above.box.x0 < left + step / 2
        if is_set_in and (ends_sentence(above.text) or line.box.x0 < left + 3 * step):
            parts.append([])
        parts[-1].append(line)
    return parts


def _near_sizes(lines: Sequence[FoundLine]) -> list[float]:
    """The middle size of each long line and the long ones next to it; of a short one its own."""
    near = []
    for number, line in enumerate(lines):
        around = lines[max(0, number - 1) : number + 2]
        sizes = [one.size for one in around if one.letters >= LONG_LETTERS]
        near.append(
            statistics.median(sizes)
            if line.letters >= LONG_LETTERS and len(sizes) > 1
            else line.size
        )
    return near


def _line(
    line: FoundLine, letters: _Letters, index: int, size: float, *, is_fixed: bool
) -> TextLine:
    is_title = line.hint is ReadingHint.TITLE
    font = TITLE_FONT if is_title else FIXED_FONT if is_fixed else ""
    bold = letters.is_bold(line)
    x0, y0, x1, y1 = (
        min(word.box.x0 for word in line.words),
        min(word.box.y0 for word in line.words),
        max(word.box.x1 for word in line.words),
        max(word.box.y1 for word in line.words),
    )
    foot = {0: y1, 90: x0, 180: y0, 270: x1}[line.angle]
    height = (y1 - y0) if line.angle % 180 == 0 else (x1 - x0)
    # Boxes of lines reach about a fifth of their height below the foot of the letters.
    baseline = foot - 0.25 * height if line.angle in (0, 270) else foot + 0.25 * height
    return TextLine(
        tuple(
            Word(
                word.text,
                word.box,
                font=font,
                size=size,
                bold=bold,
                mono=is_fixed and not is_title,
                angle=line.angle,
                baseline=round(baseline, 2),
                score=word.score,
            )
            for word in line.words
        ),
        index,
    )


def _rows(table: FoundTable) -> tuple[tuple[Cell, ...], ...]:
    """Rows of cells; rows and columns without any text are left out, and those in which no cell
    begins: a rule that was found twice."""
    filled = [cell for cell in table.cells if cell.text]
    rows = {row for cell in filled for row in range(cell.row, cell.row + cell.rows)}
    columns = {place for cell in filled for place in range(cell.column, cell.column + cell.columns)}
    rows &= {cell.row for cell in table.cells}
    columns &= {cell.column for cell in table.cells}
    found: dict[int, list[tuple[int, Cell]]] = {row: [] for row in sorted(rows)}
    for cell in table.cells:
        height = len(rows & set(range(cell.row, cell.row + cell.rows)))
        width = len(columns & set(range(cell.column, cell.column + cell.columns)))
        if height and width:
            first = min(rows & set(range(cell.row, cell.row + cell.rows)))
            found[first].append((cell.column, Cell(cell.text, height, width)))
    return tuple(
        tuple(cell for _, cell in sorted(row, key=lambda placed: placed[0]))
        for row in found.values()
    )
