"""Doubtful words: read from a result, marked in its HTML, settled by an edit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.documents.block import PageRegion
from core.documents.doubts import doubtful_places, mark_doubts
from core.documents.editing import save_markdown
from core.documents.render import UnitRenderer, sections
from core.documents.result import PageReading, load_result
from core.documents.sections import split_units
from core.worker.flash.block_records import block_records
from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.structure.assembly import assemble
from core.worker.flash.structure.stage import structure
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import layout, line, word
from tests.unit.core.documents.test_result import spans

TEXTS = ["# A scan", "The qvick fox of 14 lines.", "| a |\n|---|\n| 1 |", "Sure of this."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scan"
    made.mkdir()
    (made / "scan.md").write_text("\n\n".join(TEXTS), "utf-8")
    blocks = spans(TEXTS)
    blocks[1] |= {
        "score": 0.9,
        "doubtful": [
            {"page": 0, "bbox": [10, 20, 30, 32], "score": 0.4, "text": "qvick"},
            {"page": 0, "bbox": [60, 20, 70, 32], "score": 0.5, "text": "14"},
        ],
    }
    blocks[2]["score"] = 0.6
    blocks[3]["score"] = 0.99
    sizes = [{"page": 0, "width": 300, "height": 400}]
    (made / "blocks.json").write_text(json.dumps({"schema": 1, "blocks": blocks, "pages": sizes}))
    by = {"text": [0], "ocr": [1, 2], "blank": [], "failed": [3]}
    (made / "headframe.json").write_text(json.dumps({"schema": 1, "pages_by": by}))
    return made


def test_doubtful_words_and_blocks_are_found_in_their_order(folder: Path) -> None:
    result = load_result(folder)
    assert result.problems == ()
    assert dict(result.origin.readings) == {
        0: PageReading.TEXT,
        1: PageReading.OCR,
        2: PageReading.OCR,
        3: PageReading.FAILED,
    }
    places = doubtful_places(result, split_units(result))
    assert [(place.unit, place.number) for place in places] == [(1, 0), (1, 1), (2, 0)]
    assert places[0].region == PageRegion(0, (10.0, 20.0, 30.0, 32.0))
    assert places[2].region is None  # of a table only its score is known


def test_the_words_are_marked_in_the_html_and_tables_as_a_whole(folder: Path) -> None:
    result = load_result(folder)
    shown = "".join(
        section.html for section in sections(result, split_units(result), UnitRenderer(), "")
    )
    assert '<span class="doubt" data-d="0">qvick</span>' in shown
    assert '<span class="doubt" data-d="1">14</span> lines' in shown
    assert '<div class="b doubtful" data-b="2"' in shown
    assert '<div class="b" data-b="3"' in shown
    assert '<section data-page="1" data-read="ocr"' in shown


@pytest.mark.parametrize(
    ("rendered", "texts", "expected"),
    [
        ("<p>a1 1</p>", ["1"], '<p>a1 <span class="doubt" data-d="0">1</span></p>'),
        ("<p>x &amp; y</p>", ["x & y"], '<p><span class="doubt" data-d="0">x &amp; y</span></p>'),
        ("<p>我们的报告</p>", ["的"], '<p>我们<span class="doubt" data-d="0">的</span>报告</p>'),
        (
            "<p>no no</p>",
            ["no", "no"],
            '<p><span class="doubt" data-d="0">no</span> '
            '<span class="doubt" data-d="1">no</span></p>',
        ),
    ],
)
def test_a_text_is_marked_where_it_stands(rendered: str, texts: list[str], expected: str) -> None:
    assert mark_doubts(rendered, texts) == (expected, True)


@pytest.mark.parametrize(
    ("rendered", "text"),
    [
        ("<p>no, and no</p>", "no"),  # which one?
        ("<p>par<em>ted</em></p>", "parted"),
        ("<p>a</p>", ""),
        ("<p><math><mi>x</mi></math></p>", "x"),
        ('<p><img alt="x"></p>', "x"),
    ],
)
def test_what_is_not_certain_to_be_meant_is_left_as_it_is(rendered: str, text: str) -> None:
    assert mark_doubts(rendered, [text]) == (rendered, False)


def test_an_edit_settles_the_doubts_of_its_block_only(folder: Path) -> None:
    result = load_result(folder)
    save_markdown(result, result.markdown.replace("Sure of", "Certain of"))
    again = load_result(folder)
    assert again.blocks[1].doubtful == result.blocks[1].doubtful
    assert again.blocks[3].score is None
    save_markdown(again, again.markdown.replace("qvick", "quick"))
    settled = load_result(folder)
    assert not settled.blocks[1].is_doubtful
    assert settled.blocks[2].is_doubtful
    assert json.loads((folder / "blocks.json").read_text())["pages"][0]["width"] == 300


def test_damaged_doubts_are_left_out(folder: Path) -> None:
    body = json.loads((folder / "blocks.json").read_text())
    body["blocks"][1]["doubtful"] = [
        "x",
        {"page": "y"},
        {"page": 0, "bbox": [1, 2, 3, 4], "text": 7},
    ]
    (folder / "blocks.json").write_text(json.dumps(body))
    (folder / "headframe.json").write_text('{"pages_by": {"ocr": ["x", -1, 2], "text": 3}}')
    result = load_result(folder)
    assert [doubt.text for doubt in result.blocks[1].doubtful] == [""]
    assert dict(result.origin.readings) == {2: PageReading.OCR}


def test_the_engine_tells_the_words_that_it_is_not_sure_of() -> None:
    sure = line("Read with some care and", y=100.0, score=0.98)
    unsure = (
        word("gveat", 72.0, 112.0, score=0.5),
        word("patlence", 110.0, 112.0, score=0.6),
        word("indeed.", 160.0, 112.0, score=0.99),
    )
    lines = [sure, TextLine(unsure, sure.index + 1)]
    draft = Draft(0, lines, region=RegionKind.TEXT)
    done = structure([layout([draft])])
    made = assemble(done.blocks(), [one.joins_previous for one in done.drafts])
    (record,) = block_records(made)
    doubts = record["doubtful"]
    assert isinstance(doubts, list)
    assert [doubt["text"] for doubt in doubts] == ["gveat patlence"]
    assert doubts[0]["text"] in made.markdown
