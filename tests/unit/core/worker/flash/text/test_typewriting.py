"""Documents in one fixed-pitch font: typed text, or a program."""

from __future__ import annotations

from core.worker.flash.model import Word
from core.worker.flash.text.lines import to_segments
from core.worker.flash.text.typewriting import is_typewritten, plain, without_typed_rules
from tests.support.flash_lines import PROSE, line


def typed(*texts: str, mono: bool = True) -> list[Word]:
    return [
        word
        for number, text in enumerate(texts)
        for word in line(text, 72, 100 + 12 * number, mono=mono).words
    ]


def test_letters_and_receipts_are_typed_and_programs_are_not() -> None:
    assert is_typewritten([typed(*PROSE, "Dear Sir,", "Milk 2L     1.85", "TOTAL = 10.15")])
    assert not is_typewritten(
        [typed("def load(path):", "    with open(path) as file:", "        return file.read()")]
    )
    assert not is_typewritten([typed(*PROSE), typed(*PROSE, mono=False)])
    assert not is_typewritten([])


def test_their_font_says_nothing_then() -> None:
    assert not any(word.mono for word in plain(typed(*PROSE)))


def test_a_row_of_dashes_is_a_rule() -> None:
    segments = to_segments(
        typed("Bread 1.40", "--------------------", "====================", "1 - 2")
    )
    kept, rules = without_typed_rules(segments)
    assert [one.text for one in kept] == ["Bread 1.40", "1 - 2"]
    assert len(rules) == 2
    assert all(rule.width > 50 and rule.height < 1 for rule in rules)
