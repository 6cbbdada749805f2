"""Documents that are set in one fixed-pitch font throughout: letters from a typewriter, receipts,
plain text that was printed. In these it says nothing; in a printed program it is code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.worker.flash.model import Box, Word
from core.worker.flash.text.lines import TextLine

_RULE = re.compile(r"^[-=─━═*.·~]{8,}$")
SHARE = 0.85
"""Of all letters: below it there is code in a text."""
_CODE_LINES = 0.2
_CODE = re.compile(
    r"[{};]\s*$|^(?:[$#>]{1,3} |//|/\*|\*/|import |from \w+ import|#include|def |class |return\b)"
    r"|\w\([^)]*\)[:;.]|\w\(\)|==|!=|<=|>=|[+-]=|->|=>|::|&&|\|\||</|^[\w.\[\]\"']+ ?= ?\S"
)
"""What a line of a program, of a configuration or of a terminal has, and a sentence has not."""


def is_typewritten(pages: Iterable[Sequence[Word]]) -> bool:
    """Whether the words of some pages, line by line in their order, are typed and no program."""
    mono = whole = 0
    texts: list[str] = []
    for words in pages:
        for line in _lines(words):
            letters = sum(len(word.text) for word in line)
            whole += letters
            mono += letters if line[0].mono else 0
            texts.append(" ".join(word.text for word in line))
        if mono <= SHARE * whole:
            return False
    return bool(texts) and not is_program(texts)


def is_program(lines: Sequence[str]) -> bool:
    """Whether some lines in a fixed-pitch font are code."""
    return sum(bool(_CODE.search(line)) for line in lines) >= _CODE_LINES * len(lines)


def plain(words: Sequence[Word]) -> list[Word]:
    """The same in a font that says nothing."""
    return [replace(word, mono=False) if word.mono else word for word in words]


def without_typed_rules(segments: Sequence[TextLine]) -> tuple[list[TextLine], list[Box]]:
    """The lines that say something, and where a row of dashes stands in place of a rule."""
    kept: list[TextLine] = []
    rules: list[Box] = []
    for segment in segments:
        if not segment.angle and _RULE.match(segment.text.replace(" ", "")):
            box = segment.box
            rules.append(Box(box.x0, box.center[1] - 0.25, box.x1, box.center[1] + 0.25))
        else:
            kept.append(segment)
    return kept, rules


def _lines(words: Sequence[Word]) -> Iterable[list[Word]]:
    line: list[Word] = []
    for word in words:
        if line and abs(line[0].baseline - word.baseline) > 0.5 * max(word.size, 1.0):
            yield line
            line = []
        line.append(word)
    if line:
        yield line
