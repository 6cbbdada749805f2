"""Which result is meant by a folder, and the PDF that belongs to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.documents.result import ResultMissing
from core.documents.result_lookup import find_results, find_source


def result_at(folder: Path, name: str, mark: str) -> Path:
    folder.mkdir(parents=True)
    (folder / f"{name}.md").write_text("# A")
    (folder / mark).write_text("{}")
    return folder


@pytest.mark.parametrize(
    "mark",
    ["headframe.json", "paper_middle.json", "paper_content_list.json", "structured_content.json"],
)
def test_the_folder_itself_or_the_one_in_it(tmp_path: Path, mark: str) -> None:
    inner = result_at(tmp_path / "paper" / "auto", "paper", mark)
    assert find_results(inner) == (inner,)
    assert find_results(tmp_path / "paper") == (inner,)
    assert find_results(tmp_path) == ()


def test_several_in_one_folder(tmp_path: Path) -> None:
    made = tuple(result_at(tmp_path / name, "a", "blocks.json") for name in ("one", "two"))
    assert find_results(tmp_path) == made


def test_notes_and_data_are_no_result(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Notes")
    assert find_results(tmp_path) == ()
    (tmp_path / "README.md").unlink()
    (tmp_path / "paper_middle.json").write_text("{}")
    assert find_results(tmp_path) == ()
    assert find_results(tmp_path / "gone") == ()


def test_the_pdf_is_where_headframe_says_or_mineru_leaves_it(tmp_path: Path) -> None:
    folder = result_at(tmp_path / "out" / "paper", "paper", "blocks.json")
    assert find_source(folder) is None
    for place in (tmp_path / "out", folder):
        (place / "paper.pdf").touch()
        assert find_source(folder) == place / "paper.pdf"
    (folder / "paper_origin.pdf").touch()
    assert find_source(folder) == folder / "paper_origin.pdf"
    (folder / "headframe.json").write_text(json.dumps({"source": str(tmp_path / "gone.pdf")}))
    assert find_source(folder) == folder / "paper_origin.pdf"
    (tmp_path / "gone.pdf").touch()
    assert find_source(folder) == tmp_path / "gone.pdf"
    with pytest.raises(ResultMissing):
        find_source(tmp_path)
