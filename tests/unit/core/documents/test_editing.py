"""Edited results: the text saved, the blocks carried along, the first state kept; comparisons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.block import Block, PageRegion
from core.documents.diff import compare
from core.documents.editing import (
    ChangedMeanwhile,
    carry_blocks,
    load_draft,
    save_draft,
    save_markdown,
)
from core.documents.result import load_result
from core.documents.versions import draft_path, original_path
from tests.unit.core.documents.test_result import PARAGRAPHS, spans


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "paper"
    made.mkdir()
    (made / "paper.md").write_text("\n\n".join(PARAGRAPHS), "utf-8")
    blocks = spans(PARAGRAPHS)
    blocks[1]["parts"] = [{"page": 0, "bbox": [0, 0, 1, 1]}, {"page": 1, "bbox": [0, 0, 2, 2]}]
    (made / "blocks.json").write_text(json.dumps({"schema": 1, "blocks": blocks}))
    (made / "headframe.json").write_text("{}")
    return made


def test_a_saved_edit_keeps_every_place_and_the_first_state(folder: Path) -> None:
    result = load_result(folder)
    first = result.markdown
    text = first.replace("First", "The very first").replace("two lines", "three\nlines")
    saved = save_markdown(result, text)
    again = load_result(folder)
    assert again.problems == ()
    assert again.markdown == saved.markdown == text
    assert again.blocks == saved.blocks
    shown = [text[b.md_start : b.md_end] for b in again.blocks]
    assert shown[0] == "# Title"
    assert shown[1] == "The very first paragraph."
    assert shown[2] == "Second one\nof three\nlines."
    assert again.blocks[1].parts[1] == PageRegion(1, (0.0, 0.0, 2.0, 2.0))
    save_markdown(again, "# Title\n\nOnly this")
    assert original_path(folder / "paper.md").read_text("utf-8") == first
    assert not [path for path in folder.iterdir() if path.suffix == ".part"]


def test_what_another_program_wrote_is_not_overwritten(folder: Path) -> None:
    result = load_result(folder)
    (folder / "paper.md").write_text("theirs", "utf-8")
    with pytest.raises(ChangedMeanwhile):
        save_markdown(result, "ours")
    assert (folder / "paper.md").read_text("utf-8") == "theirs"


def test_line_ends_of_another_system_move_no_block(folder: Path) -> None:
    path = folder / "paper.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    result = load_result(folder)
    assert result.problems == ()
    assert len(result.blocks) == len(PARAGRAPHS)


def test_a_draft_is_kept_until_it_is_saved(folder: Path) -> None:
    result = load_result(folder)
    assert load_draft(result.markdown_path) is None
    save_draft(result.markdown_path, "half a")
    assert load_draft(result.markdown_path) == "half a"
    assert load_result(folder).markdown == result.markdown
    save_markdown(result, "done")
    assert load_draft(result.markdown_path) is None


def test_what_cannot_be_written_leaves_what_was_there(folder: Path) -> None:
    result = load_result(folder)
    draft_path(result.markdown_path).mkdir()
    with pytest.raises(OSError, match="draft"):
        save_draft(result.markdown_path, "x")
    assert not [path for path in folder.iterdir() if path.suffix == ".part"]


texts = st.lists(st.text(alphabet="ab c\n", max_size=12), max_size=6).map("\n\n".join)


@given(texts, texts)
def test_carried_blocks_are_in_order_and_within_the_text(old: str, new: str) -> None:
    blocks = [
        Block("text", start, start + 3, 0, None)
        for start in range(0, max(0, len(old) - 3), 4)
        if old[start : start + 3].strip() == old[start : start + 3]
    ]
    carried = carry_blocks(old, new, blocks)
    floor = 0
    for block in carried:
        assert floor <= block.md_start < block.md_end <= len(new)
        floor = block.md_end
    assert carry_blocks(old, old, blocks) == tuple(blocks)


@given(texts, st.integers(0, 80), st.text(alphabet="xyz \n", max_size=5))
def test_an_insertion_moves_what_is_behind_it(old: str, at: int, added: str) -> None:
    at = min(at, len(old))
    new = old[:at] + added + old[at:]
    behind = [
        Block("text", start, start + 2, 0, None)
        for start in range(at + len(added) + 20, len(old) - 2, 3)
        if "\n" not in old[start - 1 : start + 3] and " " not in old[start : start + 2]
    ]
    for block, carried in zip(behind, carry_blocks(old, new, behind), strict=True):
        assert new[carried.md_start : carried.md_end] == old[block.md_start : block.md_end]


def test_a_comparison_marks_words_and_leaves_out_what_is_alike() -> None:
    alike = [f"Paragraph {number}." for number in range(20)]
    left = "\n\n".join([*alike[:10], "The old word <b>, 旧的字.", *alike[10:], "Gone."])
    right = "\n\n".join([*alike[:10], "The new word <b>, 新的字.", *alike[10:]])
    found = compare(left, right)
    assert found.changed == 2
    assert 0.8 < found.likeness < 1
    changed = [row for row in found.rows if row.differs]
    assert changed[0].left == "The <del>old</del> word &lt;b&gt;, <del>旧</del>的字."
    assert changed[0].right == "The <ins>new</ins> word &lt;b&gt;, <ins>新</ins>的字."
    assert changed[1].left == "<del>Gone.</del>"
    assert sum(row.skipped for row in found.rows) == 20 - sum(
        bool(row.left) and not row.differs for row in found.rows
    )
    assert compare("", "").likeness == 1.0
    assert compare("a", "a").changed == 0
    assert compare("word " * 4000, "other " * 4000).changed == 1


@given(texts, texts)
def test_any_two_texts_can_be_compared(left: str, right: str) -> None:
    found = compare(left, right)
    assert 0 <= found.likeness <= 1
    assert (found.changed == 0) == (found.likeness == 1.0)
