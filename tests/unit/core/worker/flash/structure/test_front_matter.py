"""Titles, authors and heads that other producers of PDFs set."""

from __future__ import annotations

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.paragraphs import paragraphs
from core.worker.flash.structure.assembly import assemble
from core.worker.flash.structure.stage import structure
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import PROSE, block, layout, line


def heads(*pages: list[Draft]) -> list[str]:
    done = structure([layout(drafts, page) for page, drafts in enumerate(pages)])
    text = assemble(done.blocks(), [draft.joins_previous for draft in done.drafts]).markdown
    return [row for row in text.splitlines() if row.startswith("#")]


def body(y: float, page: int = 0) -> Draft:
    return block(*PROSE[:2], PROSE[2] + ".", y=y, page=page)


def paper(first: str, *, again: bool = False) -> list[Draft]:
    drafts = [
        block("Flows of harbours", y=60, size=17),
        block("Anna Berg", "University of Lund", y=90, size=12),
        block("March 2024", y=130, size=12),
        block(first, y=160, bold=True),
        body(180),
    ]
    return [*drafts, block("In other words", y=240, size=12), body(260)] if again else drafts


def test_authors_above_the_abstract_are_no_headings() -> None:
    assert heads(paper("Abstract")) == ["# Flows of harbours", "## Abstract"]
    assert heads(paper("1 Introduction")) == ["# Flows of harbours", "## 1 Introduction"]


def test_a_style_that_later_headings_have_is_one() -> None:
    assert "## March 2024" in heads(paper("Abstract", again=True))


def test_a_subtitle_without_an_abstract_stays_a_heading() -> None:
    assert "## March 2024" in heads(paper("About this report"))


def test_a_title_on_its_own_page_is_above_the_chapters() -> None:
    first = [block("Reference Manual", y=300, size=18)]
    second = [
        block("Chapter 1", y=60, page=1, size=20, bold=True),
        body(90, 1),
        block("Details", y=150, page=1, size=14, bold=True),
        body(180, 1),
    ]
    assert heads(first, second) == ["# Reference Manual", "# Chapter 1", "## Details"]


def test_sections_in_the_style_of_their_parts_are_below_the_title() -> None:
    drafts = [block("The response of rivers", y=60, size=17), body(80)]
    for number, mark in enumerate(("1. Aims", "1.1. Rivers", "1.2. Lakes", "1.3. Seas", "2. Data")):
        drafts += [block(mark, y=150 + 80 * number, bold=True), body(170 + 80 * number)]
    assert [row.split()[0] for row in heads(drafts)] == ["#", "##", "###", "###", "###", "##"]


def test_terms_that_are_set_in_are_no_part_of_the_head_above_them() -> None:
    drafts = [block("OPTIONS", y=60, bold=True), block("--verbose", x=110, y=73, bold=True)]
    assert heads([*drafts, body(90)]) == ["# OPTIONS", "# --verbose"]


def test_chinese_heads_are_told_without_their_weight() -> None:
    drafts = [block("一、总体要求", y=60), body(90), block("二、主要任务", y=150), body(180)]
    assert heads(drafts) == ["# 一、总体要求", "# 二、主要任务"]
    assert heads([block("一、苹果", y=60), block("二、梨", y=75), body(90)]) == ["# 二、梨"]


def test_a_column_beside_a_heading_has_its_own() -> None:
    drafts = [block("Contact", y=60, bold=True), block("Posts", x=300, y=60, bold=True), body(90)]
    assert "Contact Posts" not in " ".join(heads(drafts))


def test_a_numbered_head_in_code_is_a_heading() -> None:
    number = line("2.1", 72, 60, size=14, bold=True)
    call = line("Flow.add(node)", 110, 60, size=14, mono=True)
    whole = TextLine((*number.words, *call.words), number.index)
    assert heads([Draft(0, [whole]), body(90)]) == ["# 2.1 `Flow.add(node)`"]


def parts(*lines: TextLine) -> list[str]:
    return [" ".join(one.text for one in part) for part in paragraphs(lines, 400)]


def test_what_a_law_lists_after_a_dash_is_apart() -> None:
    assert parts(
        line("In this Act, unless the context otherwise requires, there are—", y=100),
        line("(a) a ship; or", 90, 112),
        line("(b) a boat,", 90, 124),
        line("and all that is in them.", 72, 136),
    ) == [
        "In this Act, unless the context otherwise requires, there are—",
        "(a) a ship; or",
        "(b) a boat,",
        "and all that is in them.",
    ]
