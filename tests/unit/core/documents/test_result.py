"""Result folders, whole and not."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.block import Block, PageRegion
from core.documents.result import ResultMissing, fit_blocks, load_result
from core.documents.sections import split_units

PARAGRAPHS = ["# Title", "First paragraph.", "Second one\nof two lines.", "| a |\n|---|\n| 1 |"]


def spans(paragraphs: list[str], joint: str = "\n\n") -> list[dict[str, object]]:
    blocks: list[dict[str, object]] = []
    at = 0
    for number, text in enumerate(paragraphs):
        place = {"page": number // 2, "bbox": [10, 20.5 * number, 200, 20.5 * number + 18]}
        blocks.append({"type": "text", "md_start": at, "md_end": at + len(text), **place})
        at += len(text) + len(joint)
    return blocks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "paper (2)"
    made.mkdir()
    (made / "paper.md").write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    (made / "blocks.json").write_text(json.dumps({"schema": 1, "blocks": spans(PARAGRAPHS)}))
    origin = {"schema": 1, "source": "/a/paper.pdf", "pages": 2, "engine": "flash", "seconds": 1}
    (made / "headframe.json").write_text(json.dumps(origin))
    return made


def test_a_whole_result_has_no_problems(folder: Path) -> None:
    result = load_result(folder)
    assert result.problems == ()
    assert [result.markdown[b.md_start : b.md_end] for b in result.blocks] == PARAGRAPHS
    assert result.blocks[3].places == (PageRegion(1, (10.0, 61.5, 200.0, 79.5)),)
    assert (result.origin.source, result.origin.pages) == (Path("/a/paper.pdf"), 2)
    assert result.origin.card is None


@pytest.mark.parametrize("name", ["blocks.json", "headframe.json"])
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"\xff\xfe", b'{"blocks": 3}'])
def test_a_damaged_piece_costs_only_itself(folder: Path, name: str, content: bytes | None) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    result = load_result(folder)
    assert result.markdown.startswith("# Title")
    assert len(split_units(result)) == 4
    if name == "blocks.json":
        assert result.blocks == ()
        assert name in str(result.problems[0])


def test_entries_that_mean_nothing_are_left_out(folder: Path) -> None:
    odd: list[object] = [
        None,
        {"md_start": -1, "md_end": 3},
        {"md_start": 5, "md_end": 5},
        {"md_start": "0", "md_end": 7},
    ]
    good = spans(PARAGRAPHS)
    good[0]["bbox"] = [1, 2, 3, float("nan")]
    good[1]["page"] = -4
    good[2]["bbox"] = [9, 8, 7, 6]
    good[3]["parts"] = [{"page": 1, "bbox": [0, 0, 1, 1]}, {"page": 2, "bbox": [0, 0, 2, 2]}, 7]
    (folder / "blocks.json").write_text(json.dumps({"blocks": odd + good}))
    result = load_result(folder)
    assert [block.places for block in result.blocks] == [
        (),
        (),
        (PageRegion(1, (7.0, 6.0, 9.0, 8.0)),),
        (PageRegion(1, (0.0, 0.0, 1.0, 1.0)), PageRegion(2, (0.0, 0.0, 2.0, 2.0))),
    ]
    assert "4 entries of blocks.json" in str(result.problems[0])


def test_markdown_that_is_no_utf8_is_shown_with_a_word(folder: Path) -> None:
    (folder / "paper.md").write_bytes(b"# Title\n\n\xff\n")
    result = load_result(folder)
    assert "�" in result.markdown
    assert "UTF-8" in str(result.problems[0])


def test_any_markdown_is_better_than_none(folder: Path) -> None:
    (folder / "paper.md").rename(folder / "renamed.md")
    assert load_result(folder).markdown_path.name == "renamed.md"
    (folder / "renamed.md").unlink()
    with pytest.raises(ResultMissing, match="no Markdown file"):
        load_result(folder)
    with pytest.raises(ResultMissing, match="gone"):
        load_result(folder / "nowhere")


def test_a_folder_named_like_the_markdown_cannot_be_read(folder: Path) -> None:
    (folder / "paper.md").unlink()
    (folder / "paper.md").mkdir()
    with pytest.raises(ResultMissing):
        load_result(folder)


def test_an_edit_by_hand_costs_the_blocks_that_it_touches(folder: Path) -> None:
    text = (folder / "paper.md").read_text().replace("First paragraph.", "A new, longer one.\n\nX")
    (folder / "paper.md").write_text(text)
    result = load_result(folder)
    kept = [result.markdown[b.md_start : b.md_end] for b in result.blocks]
    assert kept == [PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[3]]
    assert "1 of 4 places" in str(result.problems[0])
    units = split_units(result)
    assert [unit.blocks for unit in units] == [(0,), (), (), (1,), (2,)]
    assert [unit.page for unit in units] == [0, 0, 0, 1, 1]


words = st.text(alphabet="abc é中\n", min_size=1, max_size=12).map(str.strip).filter(bool)
paragraphs = st.lists(
    words.map(lambda text: text.replace("\n\n", "\n").replace("\n\n", "\n")), min_size=1, max_size=8
)


@given(paragraphs, st.data())
def test_one_edit_loses_no_block_that_it_does_not_touch(
    texts: list[str], data: st.DataObject
) -> None:
    blocks = [
        Block("text", int(str(s["md_start"])), int(str(s["md_end"])), 0, (0.0, 0.0, 1.0, 1.0))
        for s in spans(texts)
    ]
    assert fit_blocks(blocks, "\n\n".join(texts)) == blocks
    touched = data.draw(st.integers(0, len(texts) - 1))
    texts[touched] = "X" * (len(texts[touched]) + data.draw(st.integers(1, 9)))
    edited = "\n\n".join(texts)
    fitted = fit_blocks(blocks, edited)
    assert all(0 <= block.md_start < block.md_end <= len(edited) for block in fitted)
    assert all(a.md_end <= b.md_start for a, b in itertools.pairwise(fitted))
    assert len(fitted) >= touched


@given(
    st.text(alphabet="ab \n#|", max_size=80),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=8),
)
def test_units_cover_whatever_shows_whatever_the_blocks_are(
    markdown: str, pairs: list[tuple[int, int]]
) -> None:
    from core.documents.result import Origin, Result

    blocks = fit_blocks(
        [Block("text", start, start + length, 0, None) for start, length in pairs], markdown
    )
    result = Result(Path(), Path(), markdown, tuple(blocks), Origin(), ())
    covered: set[int] = set()
    last = 0
    for unit in split_units(result):
        assert last <= unit.start < unit.end <= len(markdown)
        last = unit.end
        covered.update(range(unit.start, unit.end))
    shown = {at for at, char in enumerate(markdown) if not char.isspace()}
    assert shown <= covered
