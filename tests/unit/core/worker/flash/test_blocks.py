"""Spans and places of blocks, on documents as docvortex holds them after its analysis."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from docvortex.schema import MiddleJson
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash import blocks as flash_blocks
from core.worker.flash.blocks import (
    BlockRegion,
    RenderedBlock,
    Sizes,
    blocks,
    render,
)
from core.worker.flash.document.source import FlashSource
from core.worker.flash.text.characters import cleaned

SIZES = Sizes(
    FlashSource("", b"", (0, 1, 2), 3), {0: (200.0, 100.0), 1: (200.0, 100.0), 2: (400.0, 200.0)}
)
BOX = (0.1, 0.2, 0.5, 0.4)


def text(content: str, kind: str = "text", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "bbox": BOX, "content": [{"type": "text", "content": content}], **fields}


def title(content: str, level: int = 2) -> dict[str, Any]:
    return text(content, "paragraph_title", level=level)


def listing(*items: str, **fields: Any) -> dict[str, Any]:
    children = [{"type": "text", "content": [{"type": "text", "content": item}]} for item in items]
    return {"type": "list", "bbox": BOX, "sub_type": "text", "content": children, **fields}


def table(html: str, **fields: Any) -> dict[str, Any]:
    body = {"type": "table_body", "bbox": BOX, "content": html}
    return {"type": "table", "bbox": BOX, "content": [body], **fields}


def middle(*pages: list[dict[str, Any]]) -> MiddleJson:
    for page in pages:
        for index, block in enumerate(page):
            block["index"] = index
            if block["type"] == "table":
                block["content"][0]["index"] = index
    return MiddleJson.model_validate(
        {
            "schema": "docvortex.middle",
            "schema_version": "2.0",
            "metadata": {"file_suffix": "pdf", "producer": {"name": "test", "version": "1"}},
            "is_full_document": True,
            "pages": [{"page_idx": number, "blocks": page} for number, page in enumerate(pages)],
        }
    )


def spans(document: MiddleJson) -> list[tuple[str, str, int, list[int]]]:
    """Type, Markdown, page and all pages of each block."""
    markdown, pieces = render(document, SIZES)
    return [
        (
            str(block["type"]),
            markdown[block["md_start"] : block["md_end"]],
            block["page"],
            [part["page"] for part in block.get("parts", [])],
        )
        for block in (dict[str, Any](block) for block in blocks(markdown, pieces))
    ]


def test_each_block_has_its_own_markdown_and_page() -> None:
    document = middle(
        [title("One"), text("First."), text("Page 1", "header")],
        [text("First."), text("Said below.", "page_footnote")],
    )
    assert spans(document)[:3] == [
        ("paragraph_title", "## One", 0, []),
        ("text", "First.", 0, []),
        ("text", "First.", 1, []),
    ]
    assert "Said below." in spans(document)[3][1]
    assert len(spans(document)) == 4


def test_boxes_are_in_points_of_their_own_page() -> None:
    document = middle([text("a")], [], [text("b")])
    markdown, pieces = render(document, Sizes(SIZES.source, {0: (200.0, 100.0)}))
    first, second = blocks(markdown, pieces)
    assert first["bbox"] == (20.0, 20.0, 100.0, 40.0)
    assert second["bbox"] is None  # of a page whose size is not known
    assert second["page"] == 2


def test_a_paragraph_over_a_page_break_is_one_block_in_two_places() -> None:
    document = middle(
        [text("It began")],
        [text("Top of the page", "header"), text("and ended.", continues_prev=True)],
    )
    assert spans(document) == [("text", "It began and ended.", 0, [0, 1])]


def test_a_list_and_a_table_over_a_page_break_are_one_block_each() -> None:
    rows = "<table><tr><td>a</td><td>1</td></tr></table>"
    more = "<table><tr><td>b</td><td>2</td></tr></table>"
    document = middle(
        [listing("- one", "- two"), table(rows)],
        [table(more, continues_prev=True)],
        [listing("- x"), listing("- y", continues_prev=True)],
    )
    found = spans(document)
    assert [(kind, page, parts) for kind, _, page, parts in found] == [
        ("list", 0, []),
        ("table", 0, [0, 1]),
        ("list", 2, [2, 2]),
    ]
    assert "b" in found[1][1]
    assert found[2][1] == "- x\n- y"


def test_text_that_goes_on_after_a_list_belongs_to_the_list() -> None:
    document = middle([listing("- one", "- two began")], [text("and ended.", continues_prev=True)])
    assert spans(document) == [("list", "- one\n- two began and ended.", 0, [0, 1])]


def test_a_block_without_text_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    document = middle([text(" "), text("a")])
    assert [markdown for _, markdown, _, _ in spans(document)] == ["a"]


@pytest.mark.parametrize("gone", ["module", "render_planned_block", "build_render_plan"])
def test_in_another_version_blocks_are_looked_for_one_by_one(
    monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    """And those that were joined over a page break have no span, rather than a wrong one."""
    document = middle(
        [title("One"), text("Alone."), text("It began")],
        [text("and ended.", continues_prev=True), text("Alone.")],
    )
    if gone == "module":
        monkeypatch.setattr(flash_blocks, "RENDERER", "docvortex.no_such_module")
    else:
        monkeypatch.setattr(flash_blocks, "_PIECE", f"no_{gone}")
    markdown, pieces = render(document, SIZES)
    found = blocks(markdown, pieces)
    assert [markdown[b["md_start"] : b["md_end"]] for b in map(dict[str, Any], found)] == [
        "## One",
        "Alone.",
        "It began",
        "and ended.",
        "Alone.",
    ]


def test_the_renderer_is_left_as_it_was() -> None:
    renderer = importlib.import_module(flash_blocks.RENDERER)
    before = dict(vars(renderer))
    render(middle([text("a")]), SIZES)
    assert dict(vars(renderer)) == before


pieces_of_text = st.lists(st.text("ab \n#", min_size=0, max_size=6), max_size=8)


@given(pieces_of_text, st.lists(st.booleans(), min_size=8, max_size=8))
def test_spans_ascend_never_overlap_and_hold_what_they_say(
    texts: list[str], there: list[bool]
) -> None:
    """Also when pieces are missing from the Markdown, come twice, or lie within each other."""
    markdown = "\n\n".join(text for text, is_there in zip(texts, there, strict=False) if is_there)
    pieces = [RenderedBlock("text", text, [BlockRegion(0, None)]) for text in texts]
    cursor = 0
    for block in map(dict[str, Any], blocks(markdown, pieces)):
        assert cursor <= block["md_start"] < block["md_end"] <= len(markdown)
        assert markdown[block["md_start"] : block["md_end"]] in {text.strip() for text in texts}
        cursor = block["md_end"]


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_can_be_written_and_read_back(dirty: str) -> None:
    result = cleaned(dirty)
    assert "\r" not in result
    assert "\0" not in result
    assert result.encode("utf-8").decode("utf-8") == result
    assert cleaned(result) == result
