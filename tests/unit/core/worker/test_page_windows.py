"""Windows of pages, and what is kept of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.page_windows import Checkpoint, PageWindow, page_windows


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 50))
def test_windows_cover_the_range_once_in_order(first: int, more: int, size: int) -> None:
    found = list(page_windows(first, first + more, size))
    pages = [page for window in found for page in range(window.first, window.last + 1)]
    assert pages == list(range(first, first + more + 1))
    assert all(1 <= window.pages <= size for window in found)


@given(st.integers(0, 99), st.integers(1, 20))
def test_whole_windows_are_the_same_for_every_range(first: int, size: int) -> None:
    all_of_it = set(page_windows(0, 199, size))
    whole = [window for window in page_windows(first, 199, size) if window.pages == size]
    assert set(whole) <= all_of_it


WINDOW = PageWindow(20, 21)
PAGES = [{"layout_dets": [{"score": 0.5}], "page_info": {"page_no": 20}}, {"layout_dets": []}]


class Number:
    """Looks like a number of numpy."""

    def tolist(self) -> float:
        return 1.5


def test_what_was_kept_is_given_back_as_plain_values(tmp_path: Path) -> None:
    checkpoint = Checkpoint(str(tmp_path / "deep" / "kept"), "tag")
    assert checkpoint.load(WINDOW) is None
    assert checkpoint.save(WINDOW, [{"x": Number()}, 2]) == [{"x": 1.5}, 2]
    assert checkpoint.load(WINDOW) == [{"x": 1.5}, 2]
    assert checkpoint.load(PageWindow(20, 22)) is None
    assert Checkpoint(str(tmp_path / "deep" / "kept"), "other").load(WINDOW) is None
    assert len(list((tmp_path / "deep" / "kept").iterdir())) == 1


def test_without_a_folder_nothing_is_kept_and_values_are_plain_all_the_same() -> None:
    checkpoint = Checkpoint(None, "tag")
    assert checkpoint.save(WINDOW, PAGES) == PAGES
    assert checkpoint.load(WINDOW) is None


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "{}", '{"schema": 1, "tag": "tag", "pages": [1]}', "\xff"]
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, text: str) -> None:
    checkpoint = Checkpoint(str(tmp_path), "tag")
    checkpoint.save(WINDOW, PAGES)
    (file,) = tmp_path.iterdir()
    file.write_text(text, "latin-1")
    assert checkpoint.load(WINDOW) is None
    assert checkpoint.save(WINDOW, PAGES) == PAGES
    assert checkpoint.load(WINDOW) == PAGES


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_safety(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    checkpoint = Checkpoint(str(tmp_path / "file" / "kept"), "tag")
    assert checkpoint.save(WINDOW, PAGES) == PAGES
    assert checkpoint.load(WINDOW) is None


def test_what_cannot_be_kept_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="object cannot be kept"):
        Checkpoint(str(tmp_path), "tag").save(WINDOW, [object()])
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_json_with_a_schema(tmp_path: Path) -> None:
    Checkpoint(str(tmp_path), "tag").save(WINDOW, PAGES)
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_text())["schema"] == 1
