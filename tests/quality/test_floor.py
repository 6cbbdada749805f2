"""What the built-in engine reaches on documents of our own, at the least."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.documents import made
from tests.quality.engines import built_in
from tests.quality.scores import COLUMNS, mean, score

FLOOR = {
    "text": 0.98,
    "order": 0.99,
    "headings": 0.97,
    "levels": 0.97,
    "lists": 0.98,
    "code": 0.95,
    "tables": 0.97,
}
"""Below what was measured when the rules were made; raised when a rule gains."""


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning")  # WeasyPrint on Debian 12
def test_no_column_falls_below_its_floor(tmp_path: Path) -> None:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint cannot set documents here (it needs Pango): {error}")
    scores = []
    for document in made(12):
        path = document.write(tmp_path / f"{document.name}.pdf")
        scores.append(score(built_in(path), document.truth))
    reached = mean(scores)
    low = {
        column: getattr(reached, column)
        for column in COLUMNS
        if column in FLOOR and getattr(reached, column) < FLOOR[column]
    }
    assert not low
