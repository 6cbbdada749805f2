"""Why nothing was found: each document that is there is told under the rule that leaves it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.jobs.sources.empty_selection import explain_empty_selection
from core.jobs.sources.filters import FileFilter

BY_PATTERN = "leave out all of them"
HIDDEN = "all of them hidden"


@pytest.mark.parametrize(
    ("names", "rules", "said"),
    [
        (["a.txt"], FileFilter(), "There is no PDF in"),
        ([".a.pdf", "~$b.pdf", "$RECYCLE.BIN/c.pdf"], FileFilter(), f": 3, {HIDDEN}"),
        # What is hidden is not left out by a pattern, and is not counted with what is.
        (["a.pdf", "~$b.pdf", ".c/d.pdf"], FileFilter(("x*",)), f": 1. --include.*{BY_PATTERN}"),
        (["~$b.pdf"], FileFilter(("x*",)), f": 1, {HIDDEN}"),
        (["a.pdf", ".b.pdf"], FileFilter(("x*",), hidden=True), f": 2. --include.*{BY_PATTERN}"),
    ],
)
def test_the_rule_that_leaves_documents_out_is_named(
    tmp_path: Path, names: list[str], rules: FileFilter, said: str
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    sentence = str(explain_empty_selection([tmp_path], rules))
    head, _, tail = said.partition(".*")
    assert head in sentence
    assert tail in sentence
