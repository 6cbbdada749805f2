"""Fonts of fixed width in text layers, by where their words begin."""

from __future__ import annotations

import random

from core.worker.flash.ocr.image import Span, hull
from core.worker.flash.ocr.lines import LineWord, OcrLine
from core.worker.flash.ocr.word_pitch import AS_CODE, with_pitch

PITCH = 12.0


def line(text: str, *, is_even: bool = True, row: int = 0) -> OcrLine:
    """As a layer has it: boxes end where the ink does, and places are off by a little."""
    drawn = random.Random(text)
    at, words = 100.0, []
    for word in text.split(" "):
        pitches = [PITCH if is_even else PITCH * drawn.choice((0.5, 1.0, 1.4)) for _ in word]
        x0 = at + drawn.uniform(-0.4, 0.4)
        words.append(
            LineWord(word, Span(x0, 30.0 * row, at + sum(pitches) - 1, 30.0 * row + 20), 1.0)
        )
        at += sum(pitches) + (PITCH if is_even else 0.6 * PITCH)
    return OcrLine(hull([one.span for one in words]), tuple(words), 20.0, 0.1)


def found(*lines: OcrLine) -> list[bool]:
    return [one.unevenness <= AS_CODE for one in with_pitch(lines)]


def test_lines_of_code_are_told_from_text() -> None:
    code = line("for name in sorted ( names ) :")
    assert found(code, line("the harbour master kept a book of every ship", is_even=False)) == [
        True,
        False,
    ]


def test_short_lines_are_code_by_the_pitch_of_the_sure_ones() -> None:
    code = line("for name in sorted ( names ) :")
    assert found(code, line("return names"), line("continue")) == [True, True, True]
    assert found(line("return names"), line("continue")) == [False, False], "nothing is sure"
    assert found(code, line("Voyage letters", is_even=False)) == [True, False]


def test_chinese_letters_are_even_in_any_font() -> None:
    assert found(line("港口 管理 人有 一本 簿子")) == [False]
