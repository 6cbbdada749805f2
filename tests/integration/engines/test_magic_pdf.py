"""The real magic-pdf 1.3.12, on weights that find nothing: everything around them is real."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.engines import engine_config
from core.engines.engine_config import EngineConfig
from core.engines.model import Engine
from core.engines.process.local_process import LaunchSpec, LocalProcess
from core.jobs.events import JobClaimed, JobFinished, JobProgressed, JobRequeued
from core.jobs.execution.control import StopMode
from core.jobs.model import ConvertOptions
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from core.worker.kinds import EngineName, FailureKind, Ocr, Stage
from core.worker.protocol import (
    Cancel,
    Convert,
    Converted,
    Failure,
    Progress,
    Ready,
    Rejected,
    StartFailed,
)
from tests.e2e.cli import command
from tests.e2e.cli.test_interrupted import lines
from tests.support import pdfs
from tests.support.cann.host import QUICK
from tests.support.card_loop import Bench
from tests.support.engines.fakes import heard

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]
ENGINE_PATIENCE_S = 600.0
"""A page takes a second of a processor that others use, too."""


@pytest.fixture
def ready_home(home: Path, magic_pdf_python: Path, weights: Path) -> Path:
    """A HEADFRAME_HOME in which magic-pdf is chosen, with its models."""
    chosen = EngineConfig(str(magic_pdf_python), "3.11", "1.3.12", str(weights))
    engine_config.save_engine_configs(home, {EngineName.MAGIC_PDF: chosen})
    return home


def launch(python: Path, weights: Path, folder: Path) -> LaunchSpec:
    mode = {"MINERU_DEVICE_MODE": "cpu", "HEADFRAME_MODELS": str(weights)}
    return LaunchSpec(
        EngineName.MAGIC_PDF, python, {**os.environ, **QUICK, **mode}, folder / "worker.log"
    )


@pytest.fixture(scope="module")
def worker(
    magic_pdf_python: Path, weights: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalProcess]:
    """One worker with its models loaded, for tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("magic-pdf")
    with LocalProcess.start(launch(magic_pdf_python, weights, folder)) as process:
        heard(process, Ready)
        yield process


def convert(
    process: LocalProcess, source: Path, staging: Path, **options: Any
) -> Converted | Failure:
    staging.mkdir()
    process.send(Convert("job", str(source), str(staging), "x", **options))
    while True:
        match process.receive(600):
            case Converted() as report:
                return report
            case Rejected(failure=failure):
                return failure
            case None:
                raise AssertionError("no answer")
            case _:
                pass


def test_the_command_converts_a_scan_with_the_real_pipeline(
    ready_home: Path, tmp_path: Path
) -> None:
    pdfs.scan_pdf(tmp_path / "in" / "scan.pdf", pages=2)
    out = tmp_path / "out"
    ran = command.run(
        *("convert", tmp_path / "in", "-o", out, "--json"),
        *("--engine", "magic-pdf", "--card", "cpu"),
    )
    assert ran.code == 0, ran.err
    (done,) = ran.of("done")
    assert done["pages"] == 2
    assert "Nothing was recognised" in done["warnings"][0]
    folder = out / "scan"
    assert (folder / "scan.md").read_text() == ""
    blocks = json.loads((folder / "blocks.json").read_text())
    assert [page["page"] for page in blocks["pages"]] == [0, 1]
    metadata = json.loads((folder / "headframe.json").read_text())
    assert (metadata["engine"], metadata["engine_version"]) == ("magic-pdf", "1.3.12")
    stages = {event["stage"] for event in ran.of("progress")}
    assert stages >= {"read", "parse", "assemble", "write"}
    fractions = [event["fraction"] for event in ran.of("progress")]
    assert fractions == sorted(fractions)
    assert list((ready_home / "checkpoints").iterdir()) == []  # done: nothing is kept


@pytest.mark.parametrize("harm", ["missing", "truncated"])
def test_a_model_that_is_not_there_or_not_whole_is_named_at_once(
    magic_pdf_python: Path, weights: Path, tmp_path: Path, harm: str
) -> None:
    copied = tmp_path / "models"
    subprocess.run(["cp", "-r", "--", weights, copied], check=True)
    model = copied / "models" / "MFD" / "YOLO" / "yolo_v8_ft.pt"
    if harm == "missing":
        model.unlink()
    else:
        os.truncate(model, model.stat().st_size // 2)
    with LocalProcess.start(launch(magic_pdf_python, copied, tmp_path)) as process:
        unready = heard(process, StartFailed)
    assert isinstance(unready, StartFailed)
    assert unready.failure.kind is FailureKind.MODELS_MISSING
    assert str(model) in str(unready.failure.message)


def test_a_document_is_cancelled_within_a_step_and_the_worker_goes_on(
    worker: LocalProcess, tmp_path: Path
) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    (tmp_path / "a").mkdir()
    worker.send(Convert("long", str(long), str(tmp_path / "a"), "x"))
    while True:
        report = worker.receive(600)
        if isinstance(report, Progress) and report.stage is Stage.PARSE:
            break
    worker.send(Cancel("long"))
    after = 0
    while not isinstance(report := worker.receive(600), Rejected):
        after += isinstance(report, Progress)
    assert report.failure.kind is FailureKind.CANCELLED
    assert after <= 5
    short = pdfs.text_pdf(tmp_path / "short.pdf", pages=1)
    assert isinstance(convert(worker, short, tmp_path / "b"), Converted)


def test_encrypted_damaged_and_out_of_range_are_told_apart(
    worker: LocalProcess, tmp_path: Path
) -> None:
    locked = pdfs.encrypted_pdf(tmp_path / "locked.pdf", user_password="secret")
    failure = convert(worker, locked, tmp_path / "1")
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.ENCRYPTED
    assert isinstance(convert(worker, locked, tmp_path / "2", password="secret"), Converted)
    plain = pdfs.text_pdf(tmp_path / "plain.pdf", pages=2)
    failure = convert(worker, plain, tmp_path / "3", first_page=7)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.EMPTY
    failure = convert(worker, plain, tmp_path / "4", lang="klingon")
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.MODELS_MISSING
    assert "klingon" in str(failure.message)
    failure = convert(worker, plain, tmp_path / "5", lang="japan")  # known, and not there
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.MODELS_MISSING
    garbage = tmp_path / "garbage.pdf"
    garbage.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 20)
    failure = convert(worker, garbage, tmp_path / "6")
    assert isinstance(failure, Failure)
    assert failure.kind in (FailureKind.DAMAGED, FailureKind.EMPTY)


def test_real_markdown_from_what_networks_would_have_seen(
    worker: LocalProcess, tmp_path: Path
) -> None:
    """A hand-made list of boxes, given as what was kept of an earlier attempt."""
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=3, paragraphs=2)
    kept = tmp_path / "kept"
    asked = {"ocr": Ocr.OFF, "checkpoint": str(kept), "first_page": 1}
    assert isinstance(convert(worker, source, tmp_path / "1", **asked), Converted)
    (window,) = kept.iterdir()
    body = json.loads(window.read_text())
    for page in body["pages"]:
        width, height = page["page_info"]["width"], page["page_info"]["height"]
        page["layout_dets"] = seen_on(source, page["page_info"]["page_no"], width, height)
    window.write_text(json.dumps(body))
    converted = convert(worker, source, tmp_path / "2", **asked)
    assert isinstance(converted, Converted)
    markdown = (tmp_path / "2" / "x.md").read_text()
    blocks = json.loads((tmp_path / "2" / "blocks.json").read_text())["blocks"]
    assert converted.pages == 2
    assert {block["page"] for block in blocks} == {1, 2}  # of the original document
    texts = [markdown[block["md_start"] : block["md_end"]] for block in blocks]
    assert markdown == "\n\n".join(texts)
    for number in range(2, 6):  # the sentences of pages 2 and 3, and none of the first
        found = [b for b, text in zip(blocks, texts, strict=True) if words(number) in flat(text)]
        assert [block["page"] for block in found] == [number // 2], number
    assert words(0) not in flat(markdown)
    pictures = [text for text in texts if text.startswith("![")]
    assert len(pictures) == 2
    for text in pictures:
        name = text.split("(", 1)[1].split(")", 1)[0]
        assert (tmp_path / "2" / name).read_bytes().startswith(b"\xff\xd8")
    for block in blocks:
        x0, y0, x1, y1 = block["bbox"]
        assert 0 <= x0 < x1 <= 600
        assert 0 <= y0 < y1 <= 850


def words(number: int) -> str:
    """The beginning of a sentence of `tests.support.pdfs`, without spaces: line ends vary."""
    return flat(pdfs.sentence(number))[:30]


def flat(text: str) -> str:
    return "".join(text.replace("\\", "").split())


def seen_on(source: Path, number: int, width: int, height: int) -> list[dict[str, Any]]:
    """Boxes of paragraphs and lines of a page in pixels, and one of a picture at its foot."""
    import pypdfium2

    found: list[dict[str, Any]] = []
    document = pypdfium2.PdfDocument(source)
    page = document[number]
    text = page.get_textpage()
    page_width, page_height = page.get_size()
    scale_x, scale_y = width / page_width, height / page_height
    boxes = [text.get_rect(index) for index in range(text.count_rects())]
    rows: list[list[float]] = []
    for left, bottom, right, top in boxes:
        box = [left * scale_x, (page_height - top) * scale_y]
        box += [right * scale_x, (page_height - bottom) * scale_y]
        rows.append(box)
    text.close()
    page.close()
    document.close()
    paragraphs: list[list[list[float]]] = []
    for row in sorted(rows, key=lambda row: row[1]):
        gap = row[1] - paragraphs[-1][-1][3] if paragraphs else 1e9
        if gap > 0.8 * (row[3] - row[1]):
            paragraphs.append([])
        paragraphs[-1].append(row)
    for lines_ in paragraphs:
        whole = [
            min(line[0] for line in lines_) - 4,
            min(line[1] for line in lines_) - 4,
            max(line[2] for line in lines_) + 4,
            max(line[3] for line in lines_) + 4,
        ]
        found.append(det(1, whole))
        found += [{**det(15, line), "text": ""} for line in lines_]
    found.append(det(3, [0.3 * width, 0.85 * height, 0.7 * width, 0.95 * height]))
    return found


def det(category: int, box: list[float]) -> dict[str, Any]:
    x0, y0, x1, y1 = box
    return {"category_id": category, "poly": [x0, y0, x1, y0, x1, y1, x0, y1], "score": 0.99}


def test_a_killed_worker_is_followed_by_one_that_begins_where_it_stopped(
    ready_home: Path, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "in" / "long.pdf", pages=42, paragraphs=1)
    process = command.start(
        *("convert", tmp_path / "in", "-o", tmp_path / "out", "--json", "--no-formula"),
        *("--engine", "magic-pdf", "--card", "cpu"),
    )
    events: list[command.Event] = []
    killed = False
    with process:
        for line in lines(process.stdout):
            event = json.loads(line)
            events.append(event)
            if not killed and event["event"] == "progress" and (event["page"] or 0) > 25:
                os.kill(next(e["pid"] for e in events if e["event"] == "started"), signal.SIGKILL)
                killed = True
        assert process.wait() == 0, process.stderr and process.stderr.read()
    started = [number for number, e in enumerate(events) if e["event"] == "started"]
    assert len(started) == 2
    second = events[started[1] :]
    looked_at = [e["page"] for e in second if e.get("stage") == "parse" and e["page"]]
    assert min(looked_at) == 21  # the second window's first page
    assert max(looked_at) == 42
    (done,) = [e for e in events if e["event"] == "done"]
    assert done["pages"] == 42


def test_a_paused_document_stops_at_its_window_and_goes_on_there(
    magic_pdf_python: Path, weights: Path, tmp_path: Path
) -> None:
    bench = Bench(tmp_path)
    source = pdfs.text_pdf(tmp_path / "long.pdf", pages=44, paragraphs=1)
    (job,) = bench.add(source, options=ConvertOptions(formula=False))
    engine = Engine(EngineName.MAGIC_PDF, magic_pdf_python, uses_card=True, models=weights)
    loop = bench.start(engine, stay=True)
    try:
        bench.until(JobProgressed, lambda event: (event.progress.page or 0) > 25)
        with JobStore(bench.queue_path) as jobs:
            jobs.pause([job.id])
        loop.requeue(job.id)
        bench.until(JobRequeued)
        assert bench.states() == [JobState.QUEUED]
        with JobStore(bench.queue_path) as jobs:
            jobs.resume([job.id])
        loop.wake()
        bench.until(JobClaimed)
        loop.stop(StopMode.AFTER_THIS)
        events = bench.rest(ENGINE_PATIENCE_S)
    finally:
        loop.stop(StopMode.NOW)
        bench.rest()
    seen = [event.progress for event in events if isinstance(event, JobProgressed)]
    looked_at = [one.page for one in seen if one.stage is Stage.PARSE and one.page]
    assert min(looked_at) == 21  # the second window's first page
    assert max(looked_at) == 44
    (ended,) = [event.job for event in events if isinstance(event, JobFinished)]
    assert (ended.state, ended.pages) == (JobState.DONE, 44)
