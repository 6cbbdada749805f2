"""What a batch is called that was given no name."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.jobs.store.batch_store import name_of

LONG = "A paper with quite a long name of its own, and more.pdf"


@pytest.mark.parametrize(
    ("sources", "name"),
    [
        ([], ""),
        (["/"], "/"),
        (["papers"], "papers"),
        (["papers", "maps", "letters"], "papers, maps, letters"),
        (
            ["Engine, east view.pdf", "Letter of 3 May (scan).pdf", "c.pdf"],
            "Engine, east view.pdf + 2",
        ),
        ([LONG, "b.pdf"], f"{LONG} + 1"),
    ],
)
def test_a_batch_is_called_after_its_sources_as_far_as_a_line_holds_them(
    sources: list[str], name: str
) -> None:
    assert name_of([Path(source) for source in sources]) == name
