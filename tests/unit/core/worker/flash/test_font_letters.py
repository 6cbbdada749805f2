"""What fonts say of their letters, made such that PDFium reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.preparation.font_letters import letters_told, with_narrow_ranges

HEAD = b"/CIDInit /ProcSet findresource begin\n"


def told(ranges: bytes, count: int = 1) -> bytes:
    return HEAD + b"%d beginbfrange\n%s\nendbfrange\nendcmap" % (count, ranges)


@pytest.mark.parametrize(
    "mapping",
    [
        told(b"<0041> <005A> <0041>"),
        told(b"<41> <5A> <0041>"),
        told(b"<0041> <0042> [<0041> <0042>]"),
        HEAD + b"1 beginbfchar\n<0041> <0042>\nendbfchar",
        b"no mapping at all",
    ],
)
def test_what_is_narrow_stays_byte_for_byte(mapping: bytes) -> None:
    assert with_narrow_ranges(mapping) == mapping


@given(
    st.integers(0, 0xFFFF).flatmap(
        lambda first: st.tuples(st.just(first), st.integers(first, 0xFFFF))
    ),
    st.integers(0, 0xD7FF),
)
def test_wide_ranges_say_the_same_in_parts(ends: tuple[int, int], letter: int) -> None:
    first, last = ends
    mapping = told(b"<%04x> <%04x> <%04x>" % (first, last, letter))
    narrow = with_narrow_ranges(mapping)
    before, after = letters_told(mapping), letters_told(narrow)
    assert {code: before[code] for code in after} == after
    lost = {ord(before[code]) for code in set(before) - set(after)}
    assert all(code >= 0xD700 for code in lost), "nothing but halves of letters"
    for line in narrow.splitlines():
        if line.startswith(b"<"):
            assert line[1:3] == line[8:10], "one first byte"
    blocks = narrow.count(b"beginbfrange")
    assert blocks == narrow.count(b"endbfrange")
    assert all(int(line.split()[0]) <= 100 for line in narrow.splitlines() if b"beginbf" in line)
