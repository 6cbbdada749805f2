"""Boxes to tick at the beginning of lines."""

from __future__ import annotations

import pytest

from core.worker.flash.text.marks import item_mark, starts_item
from tests.support.flash_lines import line


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("☐ I am a new member", "- [ ]"),
        ("☑ I was one last year", "- [x]"),
        ("☒ I agree", "- [x]"),
        ("☑同意上述条款", "- [x]"),
    ],
)
def test_a_line_with_a_box_is_a_task(text: str, written: str) -> None:
    mark = item_mark(line(text).words)
    assert mark is not None
    assert mark.written == written
    assert starts_item(line(text).words)


@pytest.mark.parametrize("text", ["☐ Cash ☑ Card", "□ 是 □ 否", "☐", "■ red □ blue"])
def test_several_boxes_on_one_line_stay_where_they_are(text: str) -> None:
    assert item_mark(line(text).words) is None


def test_a_square_alone_is_a_bullet_as_before() -> None:
    mark = item_mark(line("□ Repair the gate").words)
    assert mark is not None
    assert mark.written == "-"
