"""One term for one thing: the words that docs/glossary.md rules out stand nowhere."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT
from tests.unit.packaging.scripts import script

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| English")
]
RULED_OUT = [(row[1], row[3]) for row in ROWS if row[3]]


def chinese_texts() -> list[str]:
    file = ROOT / "resources" / "translations" / "headframe_zh_CN.ts"
    found = [
        text
        for _, _, translations, _ in script("translations").messages(file)
        for text in translations
    ]
    return [*found, (ROOT / "docs" / "manual.zh_CN.md").read_text("utf-8")]


def test_the_table_is_read() -> None:
    assert len(ROWS) > 20
    assert all(len(row) == 4 for row in ROWS)
    assert len(RULED_OUT) >= 5


@pytest.mark.parametrize(("term", "other"), RULED_OUT)
def test_another_word_for_the_same_is_nowhere(term: str, other: str) -> None:
    found = [text for text in chinese_texts() if re.search(other, text)]
    assert not found, f"say {term}"
