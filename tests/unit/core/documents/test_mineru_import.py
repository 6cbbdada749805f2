"""Folders that MinerU made itself: read, with their places as far as their files tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.documents.block import PageRegion
from core.documents.exporting import ExportFormat, export
from core.documents.result import load_result
from core.documents.sections import split_units

MARKDOWN = """# A heading

First *paragraph* of straße.

![](images/one.jpg)
Figure 1. A caption.

$$
a ^ { 2 } + b
$$

<table><tr><td>cell one</td></tr></table>

Only in the Markdown.

Last words."""


def span(text: str) -> dict[str, object]:
    return {"lines": [{"spans": [{"content": text, "type": "text"}]}]}


MIDDLE = {
    "pdf_info": [
        {
            "page_idx": 0,
            "page_size": [600, 800],
            "para_blocks": [
                {"type": "title", "bbox": [10, 20, 300, 40], **span("A heading")},
                {"type": "text", "bbox": [10, 50, 300, 90], **span("First paragraph of straße.")},
                {
                    "type": "image",
                    "bbox": [10, 100, 300, 200],
                    "blocks": [{"lines": [{"spans": [{"image_path": "one.jpg"}]}]}],
                },
            ],
        },
        {
            "page_idx": 1,
            "page_size": [600, 800],
            "para_blocks": [
                {"type": "interline_equation", "bbox": [1, 2, 3, 4], **span("a ^ { 2 } + b")},
                {
                    "type": "table",
                    "bbox": [5, 6, 7, 8],
                    "blocks": [
                        {
                            "lines": [
                                {"spans": [{"html": "<table><tr><td>cell one</td></tr></table>"}]}
                            ]
                        }
                    ],
                },
                {"type": "text", "bbox": [1, 1, 2, 2], **span("Never in the Markdown at all")},
                {"type": "text", "bbox": [9, 9, 99, 99], **span("Last words.")},
            ],
        },
    ]
}
LIST = [
    {"type": "text", "text": "A heading", "text_level": 1, "page_idx": 0},
    {"type": "text", "text": "Last words.", "page_idx": 3, "bbox": [1, 2, 3, 4]},
]
STRUCTURED = {
    "extensions": {
        "docvortex_layout": {"pages": [{"page_idx": 0, "width_pt": 600, "height_pt": 800}]}
    },
    "pages": [
        {
            "page_idx": 0,
            "blocks": [
                {"type": "title", "bbox": [0.5, 0.25, 1, 0.5], "content": "A heading"},
                {"type": "text", "bbox": None, "content": [{"content": "Last words."}]},
            ],
        }
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "auto"
    made.mkdir()
    (made / "paper.md").write_text(MARKDOWN, "utf-8")
    return made


def test_a_middle_file_tells_where_everything_was(folder: Path) -> None:
    (folder / "paper_middle.json").write_text(json.dumps(MIDDLE))
    result = load_result(folder)
    assert result.problems == ()
    shown = {
        result.markdown[block.md_start : block.md_end][:12]: block.places for block in result.blocks
    }
    assert shown["# A heading"] == (PageRegion(0, (10.0, 20.0, 300.0, 40.0)),)
    assert shown["First *parag"] == (PageRegion(0, (10.0, 50.0, 300.0, 90.0)),)
    assert shown["![](images/o"] == (PageRegion(0, (10.0, 100.0, 300.0, 200.0)),)
    assert shown["<table><tr><"] == (PageRegion(1, (5.0, 6.0, 7.0, 8.0)),)
    assert shown["Last words."] == (PageRegion(1, (9.0, 9.0, 99.0, 99.0)),)
    assert len(split_units(result)) >= len(result.blocks)
    export(result, ExportFormat.JSON, folder.parent / "out.json")


def test_other_files_tell_what_they_can(folder: Path) -> None:
    (folder / "paper_content_list.json").write_text(json.dumps(LIST))
    blocks = load_result(folder).blocks
    assert [(block.page, block.bbox) for block in blocks] == [(0, None), (3, None)]
    (folder / "structured_content.json").write_text(json.dumps(STRUCTURED))
    blocks = load_result(folder).blocks
    assert [block.places for block in blocks] == [
        (PageRegion(0, (300.0, 200.0, 600.0, 400.0)),),
        (),
    ]


@pytest.mark.parametrize("content", ["", "[]", "{}", "[1]", '{"pdf_info": [{"para_blocks": 3}]}'])
def test_files_that_are_not_what_they_are_called_cost_the_places(
    folder: Path, content: str
) -> None:
    (folder / "paper_middle.json").write_text(content)
    (folder / "paper_content_list.json").write_text(content)
    result = load_result(folder)
    assert result.blocks == ()
    assert "blocks.json" in str(result.problems[0])
    assert len(split_units(result)) == 7


def test_our_own_blocks_count_before_all_others(folder: Path) -> None:
    (folder / "paper_middle.json").write_text(json.dumps(MIDDLE))
    (folder / "blocks.json").write_text('{"blocks": []}')
    assert load_result(folder).blocks == ()
