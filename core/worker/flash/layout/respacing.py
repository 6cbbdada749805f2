"""The text of a cell as the page has it.

docvortex joins wrapped lines without a space ("0.9650.969", field A24), and turns full-width signs
into ASCII (A28).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.markdown.cells import cell_of_lines
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import Word

_MOST_STEPS = 400


def respaced(rows: Sequence[Sequence[Cell]], words: Sequence[Word]) -> tuple[tuple[Cell, ...], ...]:
    """The cells with the words that they were made of; those that match none stay."""
    free = sorted(words, key=lambda one: (round(one.box.y0), one.box.x0))
    done = []
    for row in rows:
        cells = []
        for cell in row:
            found = None if cell.inline else _made_of(_bare(cell.text), free)
            if found:
                for word in found:
                    free.remove(word)
            cells.append(_written(cell, found) if found else cell)
        done.append(tuple(cells))
    return tuple(done)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _made_of(text: str, free: Sequence[Word]) -> list[Word]:
    """Words that, one after another, are this text: each right of the last, or below it."""
    if not text:
        return []
    bare = [(word, _bare(word.text)) for word in free]
    steps = 0

    def go_on(rest: str, last: Word | None, taken: list[Word]) -> list[Word] | None:
        nonlocal steps
        steps += 1
        if steps > _MOST_STEPS:
            return None
        if not rest:
            return taken
        fitting = [
            word
            for word, letters in bare
            if letters and rest.startswith(letters) and not any(word is one for one in taken)
        ]
        if last is not None:
            fitting = sorted(
                (word for word in fitting if _follows(last, word)),
                key=lambda word: _distance(last, word),
            )
        for word in fitting[:6]:
            found = go_on(rest[len(_bare(word.text)) :], word, [*taken, word])
            if found is not None:
                return found
        return None

    return go_on(text, None, []) or []


def _follows(last: Word, word: Word) -> bool:
    right = word.box.x0 >= last.box.x1 - 2 and _level(last, word)
    return right or word.box.y0 >= last.box.y0 + 0.5 * last.box.height


def _level(last: Word, word: Word) -> bool:
    shared = min(last.box.y1, word.box.y1) - max(last.box.y0, word.box.y0)
    return shared > 0.3 * min(last.box.height, word.box.height)


def _distance(last: Word, word: Word) -> float:
    if _level(last, word):
        return word.box.x0 - last.box.x1
    return 10 * (word.box.y0 - last.box.y0) + abs(word.box.x0 - last.box.x0)


def _written(cell: Cell, words: Sequence[Word]) -> Cell:
    parts: list[list[Word]] = []
    for word in words:
        if parts and _level(parts[-1][-1], word):
            parts[-1].append(word)
        else:
            parts.append([replace(word, glued=False)])
    return cell_of_lines(parts, cell.rows, cell.columns, join=" ".join)
