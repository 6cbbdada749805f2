"""Facts of the olmOCR kind: a text is there or not, one before another, a cell beside another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rapidfuzz.fuzz import partial_ratio

from tests.quality.parsed import Grid, parse, plain

_LIKE = 92


def share_of_facts(markdown: str, facts: list[dict[str, Any]]) -> float:
    """Share of the facts that hold."""
    parsed = parse(markdown)
    text = plain(parsed.text)
    return sum(_holds(fact, text, parsed.tables) for fact in facts) / len(facts)


def _holds(fact: dict[str, Any], text: str, tables: list[Grid]) -> bool:
    kind = fact["type"]
    if kind == "present":
        return _place(fact["text"], text) >= 0
    if kind == "absent":
        return _place(fact["text"], text[-fact.get("last_n", 0) :]) < 0
    if kind == "order":
        before, after = _place(fact["before"], text), _place(fact["after"], text)
        return 0 <= before < after
    if kind == "table":
        return any(_cell(fact, grid) for grid in tables)
    if kind == "baseline" and "max_length" in fact:
        return len(text) <= int(fact["max_length"])
    if kind == "baseline":
        return bool(text) != bool(fact.get("check_disabled") or fact.get("expect_blank"))
    if kind == "math":
        return plain(fact["math"]).replace(" ", "") in text.replace(" ", "")
    raise ValueError(f"a fact of an unknown kind: {kind}")


def _place(sought: str, text: str) -> int:
    sought = plain(sought)
    exact = text.lower().find(sought.lower())
    if exact >= 0 or len(sought) < 15:
        return exact
    return 0 if partial_ratio(sought.lower(), text.lower()) >= _LIKE else -1


def _cell(fact: dict[str, Any], grid: Grid) -> bool:
    sought = plain(fact["cell"])
    return any(
        plain(cell) == sought and all(_neighbour(fact, grid, at) for at in fact)
        for at_row, row in enumerate(grid)
        for at_column, cell in enumerate(row)
        for _neighbour in (_Neighbours(grid, at_row, at_column).hold,)
    )


class _Neighbours:
    """What stands around one cell."""

    def __init__(self, grid: Grid, row: int, column: int) -> None:
        self._grid, self._row, self._column = grid, row, column

    def hold(self, fact: dict[str, Any], _grid: Grid, side: str) -> bool:
        if side not in ("up", "down", "left", "right", "top_heading", "left_heading"):
            return True
        return plain(fact[side]) in {plain(cell) for cell in self._on(side)}

    def _on(self, side: str) -> Iterator[str]:
        row = self._grid[self._row]
        column = [line[self._column] for line in self._grid if self._column < len(line)]
        if side == "up":
            yield from column[: self._row][-1:]
        elif side == "down":
            yield from column[self._row + 1 :][:1]
        elif side == "left":
            yield from row[: self._column][-1:]
        elif side == "right":
            yield from row[self._column + 1 :][:1]
        elif side == "top_heading":
            yield from column[: self._row]
        else:
            yield from row[: self._column]
