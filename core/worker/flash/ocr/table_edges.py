"""Where a scanned table begins and ends: lines of text above and below it are none of its rows.

The layout network draws its box around the title of an account and the line below its last row, and
rows of pieces side by side have the next paragraph at their foot.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.worker.flash.ocr.lines import OcrLine

LEAST_LETTERS = 8
CROSSED = 0.5
"""Share of the rows with several pieces that begin one where the line runs through."""
LEAST_ROWS = 2


def rows_of(lines: Sequence[OcrLine]) -> list[list[OcrLine]]:
    """Lines that stand beside each other, together, from top to foot."""
    rows: list[list[OcrLine]] = []
    for line in sorted(lines, key=lambda one: one.span.mid_y):
        if rows and rows[-1][0].span.shares_rows(line.span) > 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def inner_rows(rows: Sequence[Sequence[OcrLine]]) -> tuple[int, int]:
    """From which row to before which one the table reaches."""
    start, end = 0, len(rows)
    told = [row for row in rows if len(row) >= 2]
    if len(told) < LEAST_ROWS:
        return start, end
    while start < end and _is_text(rows[start], told):
        start += 1
    while end > start and _is_text(rows[end - 1], told):
        end -= 1
    return start, end


def without_outer_text(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """The lines of a table, without those of text at its top and at its foot."""
    rows = rows_of(lines)
    start, end = inner_rows(rows)
    return [line for row in rows[start:end] for line in row]


def _is_text(row: Sequence[OcrLine], told: Sequence[Sequence[OcrLine]]) -> bool:
    """One line from the left edge on that runs through the place where other rows have a blank."""
    if len(row) != 1 or row[0].letters < LEAST_LETTERS:
        return False
    span, height = row[0].span, row[0].span.height
    left = min(line.span.x0 for other in told for line in other)
    crossed = sum(
        any(span.x0 + height < line.span.x0 < span.x1 - 0.5 * height for line in other)
        for other in told
    )
    return span.x0 <= left + height and crossed >= CROSSED * len(told)
