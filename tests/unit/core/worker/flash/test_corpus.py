"""The engine flash on other people's PDFs, from the folder beside the checkout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pypdfium2
import pytest

from core.engines.process.local_process import LocalProcess
from core.engines.process.resource_limits import POLL_S, LimitWatchdog, ResourceLimits
from core.worker.kinds import FailureKind
from core.worker.protocol import Convert, Converted, Failure, Progress, Ready, Rejected
from tests.support.engines.fakes import all_gone, family, flash, heard
from tests.support.worker import Result, WorkerDriver

SOME = [
    "cjk_rtl_vertical/normal_4pages.pdf",
    "formulas/code_and_formula.pdf",
    "report/multi_page.pdf",
    "rotated/edgar-rotated90.pdf",
    "synth/synth_zh_tables.pdf",
    "tables/senate-expenditures.pdf",
    "twocol/multicolumn.pdf",
]
"""A few of each sort, quick enough for every run."""


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    folder = shared / "corpus" / "pdfs"
    if not folder.is_dir():
        pytest.skip("there is no corpus of PDFs")
    return folder


def assert_exact(result: Result) -> None:
    """Every letter of the Markdown lies in exactly one block; every block has page and box."""
    markdown, cursor = result.markdown, 0
    sizes = {page["page"]: (page["width"], page["height"]) for page in result.body["pages"]}
    for block in result.blocks:
        assert markdown[cursor : block["md_start"]].strip() == ""
        assert cursor <= block["md_start"] < block["md_end"] <= len(markdown)
        piece = markdown[block["md_start"] : block["md_end"]]
        assert piece == piece.strip()
        places = block.get("parts", [block])
        assert {key: places[0][key] for key in ("page", "bbox")} == {
            key: block[key] for key in ("page", "bbox")
        }
        for place in places:
            width, height = sizes[place["page"]]
            x0, y0, x1, y1 = place["bbox"]
            assert 0 <= x0 < x1 <= width + 0.01
            assert 0 <= y0 < y1 <= height + 0.01
        cursor = block["md_end"]
    assert markdown[cursor:].strip() == ""


def links(markdown: str) -> set[str]:
    """Pictures that a Markdown refers to."""
    found = re.findall(r"!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src=[\"']([^\"']+)", markdown)
    return {one or other for one, other in found}


@pytest.mark.slow
@pytest.mark.parametrize("name", SOME)
def test_blocks_are_exact_and_pictures_are_there(
    worker: WorkerDriver, corpus: Path, name: str
) -> None:
    result = worker.result(corpus / name)
    assert result.blocks
    assert_exact(result)
    pictures = {path.relative_to(result.folder).as_posix() for path in files(result.folder)}
    assert links(result.markdown) <= pictures
    fractions = [step.fraction for step in result.progress]
    assert fractions == sorted(fractions)


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
@pytest.mark.parametrize("name", SOME)
def test_the_words_of_a_block_stand_in_its_box(
    worker: WorkerDriver, corpus: Path, name: str
) -> None:
    """PDFium reads the text in a block's box on the page: it is the block's own."""
    result = worker.result(corpus / name)
    document = pypdfium2.PdfDocument(corpus / name)
    try:
        held = total = 0
        for block in result.blocks:
            if block["type"] not in ("text", "paragraph_title", "doc_title"):
                continue
            piece = letters(result.markdown[block["md_start"] : block["md_end"]])
            boxes = "".join(
                letters(text_in(document[part["page"]], part["bbox"]))
                for part in block.get("parts", [block])
            )
            runs = [piece[i : i + 4] for i in range(max(0, len(piece) - 3))]
            held += sum(run in boxes for run in runs)
            total += len(runs)
        assert held >= 0.9 * total
    finally:
        document.close()


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"\]\([^)]*\)|</?\w+[^>]*>", "", text)).casefold()


def text_in(page: pypdfium2.PdfPage, bbox: list[float]) -> str:
    """Text in a box of the page as it is shown, a point around it allowed."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    x0, y0, x1, y1 = bbox[0] - 1, bbox[1] - 1, bbox[2] + 1, bbox[3] + 1
    x0, y0, x1, y1 = {
        0: (x0, height - y1, x1, height - y0),
        90: (y0, x0, y1, x1),
        180: (width - x1, y0, width - x0, y1),
        270: (width - y1, height - x1, width - y0, height - x0),
    }[page.get_rotation()]
    words = page.get_textpage()
    try:
        return str(words.get_text_bounded(left + x0, bottom + y0, left + x1, bottom + y1))
    finally:
        words.close()
        page.close()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("encrypted/r4-aes-user-password.pdf", FailureKind.ENCRYPTED),
        ("hostile/corrupted_no_trailer.pdf", FailureKind.DAMAGED),
        ("hostile/empty_0bytes.pdf", FailureKind.EMPTY),
        ("hostile/fake-jpg.pdf", FailureKind.NOT_A_PDF),
        ("hostile_generated/random_after_header.pdf", FailureKind.DAMAGED),
    ],
)
def test_what_cannot_be_converted_is_refused_by_its_kind(
    worker: WorkerDriver, corpus: Path, name: str, kind: FailureKind
) -> None:
    assert worker.refusal(corpus / name).kind is kind


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("encrypted/copy-protected.pdf", {}, "layout"),
        ("encrypted/r4-aes-user-password.pdf", {"password": "asdfzxcv"}, ""),
        ("encrypted/2206.01062_pg3.pdf", {"password": "1234"}, "DocLayNet"),
        ("hostile/append-xref-loop.pdf", {}, "Potato 29"),
        ("hostile_generated/mediabox_14e6.pdf", {}, ""),
        ("hostile_generated/truncated_last_100_bytes.pdf", {}, "TableFormer"),
    ],
)
def test_what_looks_hopeless_and_is_not_is_converted(
    worker: WorkerDriver, corpus: Path, name: str, options: dict[str, str], said: str
) -> None:
    result = worker.result(corpus / name, **options)
    assert_exact(result)
    assert said.casefold() in result.markdown.casefold()


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_whole_corpus_is_converted_or_refused_in_words(
    worker: WorkerDriver, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.worker.PATIENCE_S", 300.0)  # some have pages for OCR
    converted = 0
    for source in sorted(corpus.rglob("*.pdf")):
        if source.parent.name == "hostile_generated":
            continue
        # OCR takes 10 s a page; what it reads is looked at in test_scans.
        is_scan = source.parent.name == "scanned"
        result = worker.convert(source, last_page=0 if is_scan else None)
        if isinstance(result, Result):
            converted += 1
            assert_exact(result)
        else:
            assert result.kind is not FailureKind.INTERNAL, source
    assert converted > 40


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("name", "ceiling", "kind"),
    [
        ("flate_bomb_double_4gib.pdf", ResourceLimits(300, 0, 700), FailureKind.TOO_LARGE),
        ("xobject_billion_laughs.pdf", ResourceLimits(300, 0, 700), FailureKind.TOO_LARGE),
        ("text_60000_words_one_page.pdf", ResourceLimits(10, 0, 4000), FailureKind.TIMED_OUT),
    ],
)
def test_hostile_files_are_stopped_at_their_ceiling_and_nothing_is_left(
    corpus: Path, tmp_path: Path, name: str, ceiling: ResourceLimits, kind: FailureKind
) -> None:
    (tmp_path / "out").mkdir()
    with LocalProcess.start(flash(tmp_path)) as process:
        heard(process, Ready)
        source = corpus / "hostile_generated" / name
        process.send(Convert("a", str(source), str(tmp_path / "out"), "a"))
        failure, members = stopped(process, LimitWatchdog(process, ceiling))
    assert failure.kind is kind
    assert all_gone(members)


def stopped(process: LocalProcess, watch: LimitWatchdog) -> tuple[Failure, list[psutil.Process]]:
    """Go on until the watch says stop, as the loop that owns a worker does."""
    while True:
        report = process.receive(POLL_S)
        assert not isinstance(report, (Converted, Rejected)), report
        if isinstance(report, Progress):
            watch.on_progress(report)
        if (failure := watch.check()) is not None:
            members = family(process)
            process.kill()
            return failure, members
