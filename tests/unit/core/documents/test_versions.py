"""Which results were edited, by what lies beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents.versions import draft_path, is_edited, original_path


@pytest.mark.parametrize("state_of", [original_path, draft_path])
def test_a_kept_state_tells_of_an_edit(tmp_path: Path, state_of: object) -> None:
    assert callable(state_of)
    markdown = tmp_path / "paper.md"
    assert not is_edited(markdown)
    state_of(markdown).touch()
    assert is_edited(markdown)


def test_a_name_that_leaves_no_room_for_more_was_not_edited(tmp_path: Path) -> None:
    markdown = tmp_path / f"{'x' * 252}.md"
    markdown.touch()
    assert not is_edited(markdown)
