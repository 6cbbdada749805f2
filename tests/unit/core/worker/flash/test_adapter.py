"""The engine flash on PDFs of our own: what it makes of them, and why it refuses some."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from core.worker.kinds import FailureKind, Ocr, Stage
from core.worker.protocol import Cancel, Progress
from tests.support import pdfs
from tests.support.worker import WorkerDriver


def test_a_document_becomes_markdown_blocks_and_pages(worker: WorkerDriver, tmp_path: Path) -> None:
    result = worker.result(pdfs.text_pdf(tmp_path / "notes.pdf", pages=3))
    assert sorted(os.listdir(result.folder)) == ["blocks.json", "notes.md"]  # noqa: PTH208
    assert result.report.pages == 3
    assert result.report.seconds > 0
    assert result.report.sha256 == sha256((tmp_path / "notes.pdf").read_bytes()).hexdigest()
    assert result.warnings == []
    assert result.body["schema"] == 1
    assert [page["page"] for page in result.body["pages"]] == [0, 1, 2]
    assert result.body["pages"][0]["width"] == pytest.approx(595.28, abs=0.01)
    assert result.body["pages"][0]["height"] == pytest.approx(841.89, abs=0.01)
    assert "Notes from the shaft" in result.markdown
    assert "\r" not in result.markdown
    for number in range(12):
        assert pdfs.words(number) in result.markdown.replace("\n", " ")


def test_every_line_of_a_block_lies_in_its_box_on_its_page(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    result = worker.result(pdfs.text_pdf(tmp_path / "notes.pdf", pages=3))
    titles = [block for block in result.blocks if "title" in block["type"]]
    assert [block["page"] for block in titles] == [0]
    assert {block["page"] for block in result.blocks} == {0, 1, 2}
    for block in result.blocks:
        x0, y0, x1, y1 = block["bbox"]
        assert 0 <= x0 < x1 <= 596
        assert 0 <= y0 < y1 <= 842


@pytest.mark.parametrize("degrees", [0, 90, 270])
def test_boxes_are_those_of_the_page_as_it_is_shown(
    worker: WorkerDriver, tmp_path: Path, degrees: int
) -> None:
    """The first line stands at the page's top left before it is turned."""
    result = worker.result(pdfs.rotated_pdf(tmp_path / "turned.pdf", degrees=degrees))
    (page,) = result.body["pages"]
    turned = degrees in (90, 270)
    assert (page["width"] > page["height"]) == turned
    boxes = [block["bbox"] for block in result.blocks]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    assert right <= page["width"]
    assert bottom <= page["height"]
    near_left, near_top = left < page["width"] - right, top < page["height"] - bottom
    assert (near_left, near_top) == {
        0: (True, True),
        90: (False, True),
        270: (True, False),
    }[degrees]


def test_text_that_stands_on_its_head_is_read(worker: WorkerDriver, tmp_path: Path) -> None:
    result = worker.result(pdfs.rotated_pdf(tmp_path / "turned.pdf", degrees=180))
    assert result.warnings == []
    upright = worker.result(pdfs.rotated_pdf(tmp_path / "upright.pdf", degrees=0))
    assert result.markdown.split() == upright.markdown.split()


def test_pictures_are_files_that_the_markdown_links_to(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    result = worker.result(pdfs.image_pdf(tmp_path / "picture.pdf"))
    pictures = list((result.folder / "images").iterdir())
    assert pictures
    for picture in pictures:
        assert f"](images/{picture.name})" in result.markdown
        with Image.open(picture) as image:
            image.verify()
    (block,) = [block for block in result.blocks if block["type"] == "image"]
    x0, y0, x1, y1 = block["bbox"]
    assert (x1 - x0, y1 - y0) == pytest.approx((240, 160), abs=3)


def test_tables_and_chinese_come_through(worker: WorkerDriver, tmp_path: Path) -> None:
    table = worker.result(pdfs.table_pdf(tmp_path / "table.pdf")).markdown
    assert "| South | 185 | 2150 |" in table
    chinese = worker.result(pdfs.chinese_pdf(tmp_path / "中文.pdf", pages=2), ocr=Ocr.OFF)
    assert pdfs.CHINESE_TITLE in chinese.markdown
    assert (chinese.folder / "中文.md").exists()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(None, None, range(6)), (2, 3, range(2, 4)), (4, None, range(4, 6)), (None, 0, range(1))],
)
def test_a_page_range_keeps_the_numbers_of_the_original(
    worker: WorkerDriver, tmp_path: Path, first: int | None, last: int | None, expected: range
) -> None:
    source = pdfs.text_pdf(tmp_path / "notes.pdf", pages=6, paragraphs=3)
    result = worker.result(source, first_page=first, last_page=last)
    assert result.report.pages == len(expected)
    assert sorted({block["page"] for block in result.blocks}) == list(expected)
    assert [page["page"] for page in result.body["pages"]] == list(expected)
    told = [step for step in result.progress if step.page is not None]
    assert {step.pages for step in told} == {6}
    assert {step.page for step in told} <= {page + 1 for page in expected}
    for number in range(18):
        here = number // 3 in expected
        assert (pdfs.sentence(number).split(":")[0] + ":" in result.markdown) == here


def test_a_range_that_ends_beyond_the_document_ends_with_it(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    source = pdfs.text_pdf(tmp_path / "notes.pdf", pages=3)
    assert worker.result(source, first_page=1, last_page=99).report.pages == 2


def test_a_range_outside_the_document_is_told_with_its_number_of_pages(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    failure = worker.refusal(pdfs.text_pdf(tmp_path / "notes.pdf", pages=3), first_page=3)
    assert failure.kind is FailureKind.EMPTY
    assert "3 pages" in str(failure.message)
    assert "page 4" in str(failure.message)


def test_pictures_of_a_range_are_named_by_the_pages_of_the_original(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    source = tmp_path / "both.pdf"
    with (
        pikepdf.open(pdfs.text_pdf(tmp_path / "a.pdf", pages=2)) as whole,
        pikepdf.open(pdfs.image_pdf(tmp_path / "b.pdf")) as picture,
    ):
        whole.pages.extend(picture.pages)
        whole.save(source)
    result = worker.result(source, first_page=1)
    assert {block["page"] for block in result.blocks} == {1, 2}
    (image,) = (result.folder / "images").iterdir()
    assert image.name.startswith("page_2_")


@pytest.mark.slow
def test_progress_goes_through_the_pages_of_every_stage_and_never_backwards(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    result = worker.result(pdfs.text_pdf(tmp_path / "notes.pdf", pages=12))
    fractions = [step.fraction for step in result.progress]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] < fractions[-1] <= 1
    for stage in (Stage.READ, Stage.PARSE, Stage.ASSEMBLE):
        pages = [step.page for step in result.progress if step.stage is stage and step.page]
        assert pages == sorted(pages), stage
        assert set(pages) <= set(range(1, 13)), stage
        assert stage in {step.stage for step in result.progress}


@pytest.mark.slow
def test_a_document_is_cancelled_between_two_pages_and_the_next_one_is_converted(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    cancelled_at: list[Progress] = []

    def saw(step: Progress) -> None:
        if (step.page or 0) >= 5 and not cancelled_at:
            worker.process.send(Cancel(step.job))
            cancelled_at.append(step)

    source = pdfs.long_pdf(tmp_path / "long.pdf", pages=1000)
    failure = worker.refusal(source, saw=saw)
    assert failure.kind is FailureKind.CANCELLED
    assert cancelled_at
    worker.process.send(Cancel(cancelled_at[0].job))  # too late, and for nobody
    assert worker.result(pdfs.text_pdf(tmp_path / "notes.pdf")).report.pages == 2


@pytest.mark.parametrize("make", [pdfs.encrypted_pdf, pdfs.aes_encrypted_pdf])
def test_an_encrypted_document_opens_with_its_password_only(
    worker: WorkerDriver, tmp_path: Path, make: Callable[..., Path]
) -> None:
    source = make(tmp_path / "locked.pdf", user_password="sésame")
    assert worker.refusal(source).kind is FailureKind.ENCRYPTED
    wrong = worker.refusal(source, password="open")
    assert wrong.kind is FailureKind.ENCRYPTED
    assert "does not open" in str(wrong.message)
    assert pdfs.words(0) in worker.result(source, password="sésame").markdown.replace("\n", " ")


@pytest.mark.parametrize("make", [pdfs.encrypted_pdf, pdfs.aes_encrypted_pdf])
@pytest.mark.parametrize("password", [None, "not needed"])
def test_a_blank_user_password_just_opens(
    worker: WorkerDriver, tmp_path: Path, make: Callable[..., Path], password: str | None
) -> None:
    source = make(tmp_path / "open.pdf", user_password="")
    result = worker.result(source, password=password)
    assert pdfs.words(0) in result.markdown.replace("\n", " ")


def test_few_words_are_no_scan_and_a_blank_page_is_no_failure(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(tmp_path / "blank.pdf")
    result = worker.result(tmp_path / "blank.pdf")
    assert result.markdown == ""
    assert result.blocks == []
    assert result.warnings == ["There is no text on these pages."]
    few = worker.result(pdfs.long_pdf(tmp_path / "few.pdf", pages=1))
    assert few.markdown


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pdfs.damaged_pdf, FailureKind.DAMAGED),
        (pdfs.not_a_pdf, FailureKind.NOT_A_PDF),
        (pdfs.zero_page_pdf, FailureKind.EMPTY),
        (lambda path: path.write_bytes(b""), FailureKind.EMPTY),
        (lambda path: None, FailureKind.NOT_FOUND),
        (Path.mkdir, FailureKind.NOT_FOUND),
    ],
)
def test_what_cannot_be_converted_is_refused_by_its_kind(
    worker: WorkerDriver, tmp_path: Path, make: object, kind: FailureKind
) -> None:
    source = tmp_path / "bad.pdf"
    assert callable(make)
    make(source)
    assert worker.refusal(source).kind is kind
    # The answer does not depend on what was asked before: PDFium keeps the last error.
    assert worker.refusal(pdfs.encrypted_pdf(tmp_path / "e.pdf")).kind is FailureKind.ENCRYPTED
    assert worker.refusal(source).kind is kind


def test_a_page_that_is_broken_is_left_out_and_told(worker: WorkerDriver, tmp_path: Path) -> None:
    source = tmp_path / "broken.pdf"
    whole = pdfs.text_pdf(tmp_path / "whole.pdf", pages=4).read_bytes()
    second = [match.start() for match in re.finditer(rb"/Type /Page\b", whole)][1]
    head = whole.index(b"<<", whole.rindex(b" obj", 0, second))  # the page's own dictionary
    source.write_bytes(whole[:head] + b"[ " + whole[head + 2 :])
    result = worker.result(source)
    assert result.report.pages == 3
    assert {block["page"] for block in result.blocks} == {0, 2, 3}
    assert result.warnings == ["1 page cannot be read and was left out: 2."]


def test_lines_on_every_page_are_kept_when_there_is_nothing_else(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    with pikepdf.open(pdfs.text_pdf(tmp_path / "one.pdf", pages=1, paragraphs=1)) as document:
        page = document.pages[0]
        page.Contents = document.make_stream(
            b"BT /F1 12 Tf 72 780 Td (The same words stand on all of these pages) Tj ET"
        )
        for _ in range(9):
            document.pages.append(page)
        document.save(tmp_path / "same.pdf")
    result = worker.result(tmp_path / "same.pdf")
    assert "The same words" in result.markdown
    assert {block["page"] for block in result.blocks} == set(range(10))


def test_an_index_that_was_lost_is_made_anew(worker: WorkerDriver, tmp_path: Path) -> None:
    whole = pdfs.text_pdf(tmp_path / "whole.pdf", pages=3).read_bytes()
    source = tmp_path / "cut.pdf"
    source.write_bytes(whole[: whole.rindex(b"startxref")])
    assert worker.result(source).report.pages == 3


@pytest.mark.parametrize("stem", ['it\'s "quoted"', "💡 emoji", "new\nline", "-o", "x" * 251])
def test_any_name_will_do(worker: WorkerDriver, tmp_path: Path, stem: str) -> None:
    source = tmp_path / f"{stem}.pdf"
    shutil.copy(pdfs.text_pdf(tmp_path / "notes.pdf"), source)
    assert worker.result(source).markdown


def test_a_name_that_is_no_text_will_do(worker: WorkerDriver, tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.pdf"))
    shutil.copy(pdfs.text_pdf(tmp_path / "notes.pdf"), source)
    assert worker.result(source).markdown


def test_no_space_is_told_and_the_next_document_is_converted(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    source = pdfs.text_pdf(tmp_path / "notes.pdf")
    staging = tmp_path / "staging"
    staging.mkdir()
    (staging / "blocks.json").symlink_to("/dev/full")
    failure = worker.refusal(source, staging=staging)
    assert failure.kind is FailureKind.NO_SPACE
    assert str(staging) in str(failure.message)
    assert worker.result(source).markdown


@pytest.mark.parametrize("take_away", ["folder", "place"])
def test_a_folder_that_is_no_more_is_told_and_not_made_again(
    worker: WorkerDriver, tmp_path: Path, take_away: str
) -> None:
    source = pdfs.text_pdf(tmp_path / "notes.pdf")
    staging = tmp_path / "staging"
    if take_away == "place":
        staging.mkdir()
        (staging / "notes.md").mkdir()
    failure = worker.refusal(source, staging=staging)
    assert failure.kind is FailureKind.NOT_WRITABLE
    assert staging.exists() == (take_away == "place")
