"""Words that a line is drawn through: what a draft of a contract takes out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.model import Box, Word

MIDDLE_EM = (0.1, 0.45)
"""How far above the feet of letters such a line runs; an underline runs below them."""
COVERED = 0.8
"""Of a word's width."""
BEYOND_EM = 1.0
"""How far the line may go on beyond the words: a rule of a table goes on for long."""


def with_struck(words: Sequence[Word], rules: Sequence[Box]) -> tuple[list[Word], list[Box]]:
    """The words, those struck out told so, and the rules that strike none."""
    order = sorted(range(len(words)), key=lambda number: words[number].baseline)
    feet = [words[number].baseline for number in order]
    most = MIDDLE_EM[1] * max((word.size for word in words), default=0.0)
    struck: set[int] = set()
    kept: list[Box] = []
    for rule in rules:
        under: list[int] = []
        if rule.width > rule.height:
            y = rule.center[1]
            near = order[bisect_left(feet, y) : bisect_right(feet, y + most)]
            under = [number for number in near if _crosses(rule, words[number])]
        if under and _ends_with(rule, [words[number] for number in under]):
            struck.update(under)
        else:
            kept.append(rule)
    if not struck:
        return list(words), kept
    return [
        replace(word, struck=True) if number in struck else word
        for number, word in enumerate(words)
    ], kept


def _crosses(rule: Box, word: Word) -> bool:
    rise = word.baseline - rule.center[1]
    return (
        not word.angle
        and MIDDLE_EM[0] * word.size <= rise <= MIDDLE_EM[1] * word.size
        and min(rule.x1, word.box.x1) - max(rule.x0, word.box.x0) >= COVERED * word.box.width
    )


def _ends_with(rule: Box, words: Sequence[Word]) -> bool:
    beyond = BEYOND_EM * words[0].size
    left, right = min(word.box.x0 for word in words), max(word.box.x1 for word in words)
    return rule.x0 >= left - beyond and rule.x1 <= right + beyond
