"""Documents with pages that are pictures, through a real worker: what is read, and what is said."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.worker.exceptions import DocumentRejected
from core.worker.flash.adapter import FlashAdapter
from core.worker.flash.next_step import next_step
from core.worker.flash.ocr.findings import FoundPage
from core.worker.flash.ocr.models import OcrUnavailableError
from core.worker.flash.ocr.page_reader import PageReader
from core.worker.flash.pages import page_reading
from core.worker.kinds import FailureKind, Ocr, Stage
from core.worker.protocol import Cancel, Convert, Converted, PagesBy, Progress
from tests.support import pdfs
from tests.support.worker import WorkerDriver

TITLE = "The keeper of the north light"
LINES = (
    "In the autumn of that year the lamp went out twice,",
    "and both times it was the boy who climbed the stairs.",
    "He was given a silver coin, and a book on the stars.",
)


def short_scan(path: Path, *, hidden: str = "", pages: int = 1) -> Path:
    """A page with a heading and three lines, as a picture; ``hidden`` is its text layer."""
    import pypdfium2

    canvas = Canvas(str(path.with_suffix(".typed.pdf")), pagesize=A4)
    canvas.setFont("Times-Bold", 20)
    canvas.drawString(80, 760, TITLE)
    canvas.setFont("Times-Roman", 12)
    for number, line in enumerate(LINES):
        canvas.drawString(80, 720 - 18 * number, line)
    canvas.save()
    page = pypdfium2.PdfDocument(path.with_suffix(".typed.pdf"))[0]
    picture = page.render(scale=130 / 72).to_pil().convert("L")
    scan = Canvas(str(path), pagesize=A4)
    for _ in range(pages):
        scan.drawImage(ImageReader(picture), 0, 0, *A4)
        if hidden:
            text = scan.beginText(80, 760)
            text.setTextRenderMode(3)
            text.textLines(hidden)
            scan.drawText(text)
        scan.showPage()
    scan.save()
    return path


def joined(path: Path, *parts: Path) -> Path:
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(part) as document:
                whole.pages.extend(document.pages)
        whole.save(path)
    return path


@pytest.mark.slow
def test_a_scan_is_read_with_its_heading_its_boxes_and_its_scores(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    result = worker.result(short_scan(tmp_path / "scan.pdf"))
    assert result.markdown == f"# {TITLE}\n\n{' '.join(LINES)}\n"
    assert result.report.pages_by == PagesBy(ocr=[0])
    assert result.warnings == [str(next_step([], PagesBy(ocr=[0])))]
    title, text = result.blocks
    assert title["type"] == "doc_title"
    assert title["bbox"][1] == pytest.approx(A4[1] - 775, abs=12)
    assert text["bbox"][0] == pytest.approx(80, abs=5)
    assert all(block["score"] > 0.9 for block in (title, text))
    # Writing takes less than the pause between two reports: the result may come in its place.
    assert {step.stage for step in result.progress} >= {Stage.READ, Stage.OCR}


@pytest.mark.slow
def test_a_picture_among_pages_of_text_is_read_at_its_place(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    text = pdfs.text_pdf(tmp_path / "text.pdf", pages=2)
    with pikepdf.new() as blank:
        blank.add_blank_page(page_size=A4)
        blank.save(tmp_path / "blank.pdf")
    source = joined(
        tmp_path / "mixed.pdf", text, short_scan(tmp_path / "s.pdf"), tmp_path / "blank.pdf", text
    )
    result = worker.result(source)
    assert result.report.pages_by == PagesBy(text=[0, 1, 4, 5], ocr=[2], blank=[3])
    assert result.warnings == [
        "1 page was read from its picture by OCR: 3.",
        str(next_step([], PagesBy(ocr=[2]))),
    ]
    assert LINES[1] in result.markdown
    pages = [block["page"] for block in result.blocks]
    assert pages == sorted(pages)
    assert set(pages) == {0, 1, 2, 4, 5}
    assert all(("score" in block) == (block["page"] == 2) for block in result.blocks)


def test_without_ocr_a_scan_is_refused_and_a_picture_among_text_is_told(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    scan = short_scan(tmp_path / "scan.pdf")
    failure = worker.refusal(scan, ocr=Ocr.OFF)
    assert failure.kind is FailureKind.NEEDS_OCR
    assert "--ocr auto" in str(failure.hint)
    mixed = joined(tmp_path / "mixed.pdf", pdfs.text_pdf(tmp_path / "t.pdf", pages=1), scan)
    result = worker.result(mixed, ocr=Ocr.OFF)
    assert result.warnings == ["1 page is a picture and was not read: 2."]
    assert "silver coin" not in result.markdown
    assert result.report.pages_by == PagesBy(text=[0, 1])


@pytest.mark.slow
def test_pages_of_text_are_read_by_ocr_where_that_is_asked_for(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    source = pdfs.text_pdf(tmp_path / "notes.pdf", pages=1, paragraphs=2)
    result = worker.result(source, ocr=Ocr.ON)
    assert result.report.pages_by == PagesBy(ocr=[0])
    assert pdfs.words(0)[:40] in result.markdown.replace("\n", " ")


@pytest.mark.slow
@pytest.mark.parametrize("is_right", [True, False])
def test_a_hidden_text_layer_is_believed_when_the_page_says_the_same(
    worker: WorkerDriver, tmp_path: Path, is_right: bool
) -> None:
    layer = "\n".join([TITLE, *LINES])
    wrong = "\n".join(["Invoice 4711 for sixty barrels of tar, to be paid in May"] * 3)
    source = short_scan(tmp_path / "scan.pdf", hidden=layer if is_right else wrong)
    result = worker.result(source)
    assert result.report.pages_by == (PagesBy(text=[0]) if is_right else PagesBy(ocr=[0]))
    assert LINES[2] in result.markdown.replace("\n", " ")
    assert "barrels" not in result.markdown


def drawing(path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300))
        page.Contents = pdf.make_stream(
            b"30 30 m 90 280 240 280 280 40 c 60 60 m 120 200 200 10 250 200 c S"
        )
        pdf.save(path)


def photograph(path: Path) -> None:
    picture = Image.radial_gradient("L").resize((500, 500))
    canvas = Canvas(str(path), pagesize=(300, 300))
    canvas.drawImage(ImageReader(picture), 0, 0, 300, 300)
    canvas.save()


@pytest.mark.slow
@pytest.mark.parametrize("make", [drawing, photograph])
def test_a_page_without_text_is_shown_as_a_picture_and_told(
    worker: WorkerDriver, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "page.pdf")
    result = worker.result(tmp_path / "page.pdf")
    assert result.report.pages_by == PagesBy(ocr=[0])
    assert "OCR found no legible text on 1 page, shown as a picture: 1." in result.warnings
    (block,) = result.blocks
    assert block["type"] == "image"
    assert len(list((result.folder / "images").iterdir())) == 1


@pytest.mark.slow
def test_cancelling_takes_seconds_and_what_was_read_is_not_read_again(
    worker: WorkerDriver, tmp_path: Path
) -> None:
    source = short_scan(tmp_path / "long.pdf", pages=2)
    asked: list[float] = []

    def stop_at_the_second(step: Progress) -> None:
        if step.stage is Stage.OCR and step.page == 2 and not asked:
            worker.process.send(Cancel(step.job))
            asked.append(time.monotonic())

    checkpoint = tmp_path / "kept"
    failure = worker.refusal(source, checkpoint=str(checkpoint), saw=stop_at_the_second)
    assert failure.kind is FailureKind.CANCELLED
    (kept,) = checkpoint.iterdir()
    kept.write_text(kept.read_text("utf-8").replace("silver", "golden"), "utf-8")
    result = worker.result(source, checkpoint=str(checkpoint))
    assert result.markdown.count("golden coin") == 1
    assert result.markdown.count("silver coin") == 1
    assert len(list(checkpoint.iterdir())) == 2


def without_ocr_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise OcrUnavailableError("the package rapidocr is not installed")

    monkeypatch.setattr(page_reading, "check_installed", missing)


def converted(source: Path, staging: Path, ocr: Ocr = Ocr.AUTO) -> Converted:
    """In this process."""
    staging.mkdir()
    request = Convert("a", str(source), str(staging), "out", ocr=ocr)
    return FlashAdapter().convert(request, lambda *_step: None)


def test_an_installation_without_ocr_says_so_and_reads_what_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_ocr_part(monkeypatch)
    scan = short_scan(tmp_path / "scan.pdf")
    for number, ocr in enumerate((Ocr.AUTO, Ocr.ON)):
        with pytest.raises(DocumentRejected) as caught:
            converted(scan, tmp_path / f"refused-{number}", ocr)
        assert caught.value.failure.kind is FailureKind.NEEDS_OCR
        assert "missing or damaged" in str(caught.value.failure.hint)
    mixed = joined(tmp_path / "mixed.pdf", pdfs.text_pdf(tmp_path / "t.pdf", pages=1), scan)
    report = converted(mixed, tmp_path / "out")
    (warning,) = map(str, report.warnings)
    assert warning.startswith("1 page is a picture and was not read: 2. The OCR part")
    assert pdfs.words(0) in (tmp_path / "out" / "out.md").read_text("utf-8").replace("\n", " ")


@pytest.mark.slow
def test_a_page_that_ocr_fails_on_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = PageReader.read
    pages = iter(range(9))

    def fail_on_the_first(self: PageReader, *given: Any) -> FoundPage:
        if next(pages) == 0:
            raise ValueError("no such shape")
        return read(self, *given)

    monkeypatch.setattr(PageReader, "read", fail_on_the_first)
    report = converted(short_scan(tmp_path / "scan.pdf", pages=2), tmp_path / "out")
    assert report.pages_by == PagesBy(ocr=[1], failed=[0])
    assert [str(warning) for warning in report.warnings] == [
        "1 page could not be read by OCR and is shown as a picture: 1.",
        str(next_step([], PagesBy(ocr=[1]))),
    ]
    markdown = (tmp_path / "out" / "out.md").read_text("utf-8")
    assert markdown.count("silver coin") == 1
    assert markdown.count("![") == 1
