"""The real mineru 4 in its tier basic: every network is loaded and run, their weights are ours."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.engines.process.local_process import LaunchSpec, LocalProcess
from core.worker import model_files
from core.worker.kinds import EngineName, FailureKind, Ocr
from core.worker.protocol import Convert, Converted, Progress, Ready, Rejected, StartFailed
from tests.support.engines import real
from tests.support.engines.fakes import heard
from tests.support.engines.standins.mineru_networks import BOXES, READ, REPOSITORY

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]
WIDTH, HEIGHT = A4
TITLE, TEXT, TABLE, PICTURE, SEAL = 6, 22, 21, 14, 20


def place(kind: int) -> tuple[float, float, float, float]:
    """Where the layout network sees that: in points, origin top left."""
    _, left, top, right, bottom = next(box for box in BOXES if box[0] == kind)
    return left * WIDTH, top * HEIGHT, right * WIDTH, bottom * HEIGHT


def sheets(path: Path, pages: int) -> Path:
    """Pages that hold what the stand-ins say they hold."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for page in range(pages):
        for kind, *_ in BOXES:
            left, top, right, bottom = place(int(kind))
            low, high, middle = HEIGHT - bottom, HEIGHT - top, (left + right) / 2
            if kind == TABLE:
                half = (low + high) / 2
                canvas.grid([left + 5, middle, right - 5], [low + 5, half, high - 5])
                for number in range(4):
                    x, y = (left, middle)[number % 2], (half, low)[number // 2]
                    canvas.drawString(x + 30, y + 30, f"Cell {number}")
            elif kind == PICTURE:
                canvas.circle(middle, (low + high) / 2, 40, fill=1)
            elif kind == SEAL:
                canvas.circle(middle, (low + high) / 2, 50)
                canvas.drawString(left + 30, (low + high) / 2, "SEAL OF THE MINE")
            elif kind == TEXT:
                for line in range(5):
                    text = f"Line {line} of page {page}, long enough to be one."
                    canvas.drawString(left + 8, high - 20 - line * 24, text)
            else:
                canvas.drawString(left + 6, (low + high) / 2 - 4, f"Words {kind} {page}")
        canvas.showPage()
    canvas.save()
    return path


def scanned(source: Path, path: Path) -> Path:
    """The same pages without their text."""
    with pypdfium2.PdfDocument(source) as document:
        first, *others = (page.render(scale=150 / 72).to_pil().convert("RGB") for page in document)
    first.save(path, save_all=True, append_images=others, resolution=150)
    return path


def launch(python: Path, folder: Path, networks: Path) -> LaunchSpec:
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MINERU_", "HEADFRAME_MINERU_"))
    }
    environ |= {
        "MINERU_DEVICE_MODE": "cpu",
        "HOME": str(folder),
        model_files.MODELS_VARIABLE: str(networks),
    }
    return LaunchSpec(EngineName.MINERU, python, environ, folder / "worker.log")


@pytest.fixture(scope="module")
def networks(mineru_python: Path) -> Path:
    return real.mineru_networks(mineru_python)


@pytest.fixture
def worker(mineru_python: Path, networks: Path, tmp_path: Path) -> Iterator[LocalProcess]:
    """No tier is named: the models that are there allow this one."""
    with LocalProcess.start(launch(mineru_python, tmp_path, networks)) as process:
        assert isinstance(heard(process, Ready), Ready)
        yield process


def converted(
    worker: LocalProcess, source: Path, out: Path, **named: Any
) -> tuple[str, list[dict[str, Any]], list[Progress]]:
    """The Markdown, its blocks, and what was told meanwhile."""
    out.mkdir()
    worker.send(Convert("a", str(source), str(out), "a", **named))
    progress: list[Progress] = []
    while not isinstance(report := worker.receive(300), Converted):
        assert report is not None
        assert not isinstance(report, Rejected), report
        if isinstance(report, Progress):
            progress.append(report)
    markdown = (out / "a.md").read_text("utf-8")
    return markdown, json.loads((out / "blocks.json").read_text("utf-8"))["blocks"], progress


def test_a_scan_goes_through_every_network_of_the_real_engine(
    worker: LocalProcess, tmp_path: Path
) -> None:
    source = scanned(sheets(tmp_path / "a.pdf", 4), tmp_path / "scan.pdf")
    markdown, blocks, progress = converted(
        worker, source, tmp_path / "out", first_page=1, last_page=3
    )
    assert markdown.count(f"# {READ}") == 3
    assert markdown.count("x+y") == 3  # the formula
    assert markdown.count(f"| {READ} | {READ} |") == 6  # both rows of each table
    assert {block["page"] for block in blocks} == {1, 2, 3}
    for kind, name in ((TITLE, "doc_title"), (TEXT, "text"), (TABLE, "table")):
        found = [block for block in blocks if block["type"] == name]
        assert len(found) == 3
        for block in found:
            assert block["bbox"] == pytest.approx(place(kind), abs=2)
    pictures = {file.name for file in (tmp_path / "out" / "images").iterdir()}
    assert len(pictures) >= 6
    assert all(f"images/{name}" in markdown for name in pictures if "_image_" in name)
    # All of it is one window: what it shows in between comes from within.
    fractions = [step.fraction for step in progress]
    assert fractions == sorted(fractions)
    assert len({round(fraction, 2) for fraction in fractions}) > 10
    assert max(later - sooner for sooner, later in itertools.pairwise(fractions)) < 0.3
    assert {step.page for step in progress} >= {2, 4}
    _, _, again = converted(worker, source, tmp_path / "again")
    assert len({round(step.fraction, 2) for step in again}) > 10  # nor only the first document


def test_the_text_that_a_pdf_holds_is_kept_and_its_table_is_read(
    worker: LocalProcess, tmp_path: Path
) -> None:
    source = sheets(tmp_path / "a.pdf", 1)
    markdown, _, _ = converted(worker, source, tmp_path / "out", ocr=Ocr.OFF)
    assert "# Words 6 0" in markdown
    assert "Line 4 of page 0, long enough to be one." in markdown
    for number in range(4):
        assert f"Cell {number}" in markdown
    assert READ not in markdown.partition("$$")[0]


def test_a_network_that_was_cut_is_named_before_anything_is_loaded(
    mineru_python: Path, networks: Path, tmp_path: Path
) -> None:
    shutil.copytree(networks, tmp_path / "models")
    cut = tmp_path / "models" / REPOSITORY / "Table" / "unet.onnx"
    os.truncate(cut, cut.stat().st_size - 20)
    with LocalProcess.start(launch(mineru_python, tmp_path, tmp_path / "models")) as process:
        unready = heard(process, StartFailed)
    assert isinstance(unready, StartFailed)
    assert unready.failure.kind is FailureKind.MODELS_MISSING
    assert str(cut) in str(unready.failure.message)
    assert "--models" in str(unready.failure.hint)


def test_models_that_may_be_fetched_and_cannot_be_are_told(
    mineru_python: Path, tmp_path: Path
) -> None:
    start = launch(mineru_python, tmp_path, tmp_path / "none")
    nowhere = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"))
    environ = {**start.environment, **dict.fromkeys(nowhere, "http://127.0.0.1:9")}
    environ |= {"MINERU_MODEL_SOURCE": "modelscope", "NO_PROXY": "", "no_proxy": ""}
    blocked = LaunchSpec(start.engine, start.interpreter, environ, tmp_path / "worker.log")
    with LocalProcess.start(blocked) as process:
        unready = heard(process, StartFailed)
    assert isinstance(unready, StartFailed)
    assert unready.failure.kind is FailureKind.MODELS_MISSING
    assert "cannot be fetched" in str(unready.failure.message)
