"""Prices at the right end of lines, and numbers that only stand beside text."""

from __future__ import annotations

import pytest

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.right_values import with_values
from tests.support.flash_lines import PROSE, block


def texts(*drafts: Draft) -> list[str]:
    return [one.text for one in with_values(drafts)]


def column(*values: str, x: float = 420.0, y: float = 100.0, step: float = 40.0) -> Draft:
    """Values below each other, each on the height of a name."""
    parts = [block(value, x=x, y=y + step * number) for number, value in enumerate(values)]
    return Draft(0, [part.lines[0] for part in parts], region=parts[0].region)


@pytest.mark.parametrize("prices", [("4.50", "7.80"), ("€ 4,50", "€ 7,80"), ("450 USD", "-12 %")])
def test_each_price_goes_to_its_line(prices: tuple[str, str]) -> None:
    names = block("Soup of the day", y=100), block("Smoked herring", y=140)
    more = block("with bread of the house", y=112, size=8)
    found = texts(names[0], more, names[1], column(*prices))
    assert found == [f"Soup of the day {prices[0]}", more.text, f"Smoked herring {prices[1]}"]


def test_numbers_that_belong_to_nothing_stay() -> None:
    names = block("Soup of the day", y=100), block("Smoked herring", y=140)
    alone = column("4.50", "7.80", y=300)
    assert texts(*names, alone) == [names[0].text, names[1].text, alone.text]
    words = column("with bread", "with beet")
    assert texts(*names, words) == [names[0].text, names[1].text, words.text]
    one = column("4.50")
    assert texts(names[0], one) == [names[0].text, one.text]


def test_beside_running_text_stands_another_column() -> None:
    prose = block(*PROSE, y=100)
    numbers = column("1904", "1905", "1906", step=12)
    assert texts(prose, numbers) == [prose.text, numbers.text]


def test_the_next_number_of_a_row_is_no_name() -> None:
    left, right = column("12", "14", x=300), column("4.50", "7.80")
    assert texts(left, right) == [left.text, right.text]
