"""Chinese lines whose signs come from two fonts, and blanks between ideographs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.worker.flash.layout.paragraphs import paragraphs
from core.worker.flash.markdown.inline import Vocabulary, render
from core.worker.flash.text.lines import TextLine, joined
from core.worker.flash.text.marks import item_mark
from tests.support.flash_lines import word


def parts(*texts: str, gap: float = 0.0, glued: bool = True) -> TextLine:
    """Words side by side; ideographs are as wide as high."""
    words, x = [], 72.0
    for number, text in enumerate(texts):
        one = word(text, x, 100, glued=glued and number > 0)
        one = replace(one, box=replace(one.box, x1=x + 10 * len(text)))
        words.append(one)
        x = one.box.x1 + gap
    return TextLine(tuple(words), 0)


@pytest.mark.parametrize(
    ("texts", "marker", "rest"),
    [
        (("1", "．下列物体中属于光源的是"), "1．", "下列物体中属于光源的是"),
        (("（", "2", "）求汽车的速度"), "（2）", "求汽车的速度"),
        (("A．月亮",), "A．", "月亮"),
        (("A", "．月亮"), "A．", "月亮"),
        (("3", "、", "填空"), "3、", ""),
    ],
)
def test_a_number_in_two_fonts_is_a_mark(texts: tuple[str, ...], marker: str, rest: str) -> None:
    mark = item_mark(parts(*texts).words)
    assert mark is not None
    assert (mark.marker, mark.rest) == (marker, rest)


def test_a_year_or_a_size_in_another_font_is_none() -> None:
    assert item_mark(parts("2025", "年的报告").words) is None
    assert item_mark(parts("3", "个人").words) is None


def test_a_blank_of_a_letter_between_ideographs_is_a_space() -> None:
    line = parts("某某大学", "软件工程", gap=10, glued=False)
    assert joined(line.words) == "某某大学 软件工程"
    assert render([line], Vocabulary([])) == "某某大学 软件工程"
    assert joined(parts("通", "知", gap=10, glued=False).words) == "通知"  # a title set wide
    assert joined(parts("某某大学", "软件工程", gap=3, glued=False).words) == "某某大学软件工程"


def text_lines(*told: tuple[str, float, float]) -> list[TextLine]:
    found = []
    for number, (text, x, y) in enumerate(told):
        one = word(text, x, y)
        found.append(TextLine((replace(one, box=replace(one.box, x1=x + 10 * len(text))),), number))
    return found


def test_a_paragraph_that_is_set_in_below_a_short_line_is_one() -> None:
    lines = text_lines(
        ("乙方：上海某某设备有限公司", 72, 100),
        ("根据有关规定甲乙双方经友好协商就设备采购事宜达成", 92, 118),
        ("如下协议。", 72, 136),
    )
    assert [len(part) for part in paragraphs(lines)] == [1, 2]


def test_a_label_below_a_label_needs_no_room_above_it() -> None:
    lines = text_lines(
        ("会议时间：二〇二五年十一月三日下午", 72, 100), ("会议地点：三楼会议室", 72, 118)
    )
    assert [len(part) for part in paragraphs(lines)] == [1, 1]
