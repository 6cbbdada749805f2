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

from core.engines import choices
from core.engines.choices import Chosen
from core.engines.model import Engine
from core.engines.process import EngineProcess, Launch
from core.jobs.events import JobEnded, JobProgressed, JobPutBack, JobTaken
from core.jobs.model import ConvertOptions, JobState
from core.jobs.orders import StopWhen
from core.jobs.queue import JobQueue
from core.worker.protocol import (
    Cancel,
    Convert,
    Converted,
    EngineName,
    Failure,
    FailureKind,
    Ocr,
    Progress,
    Ready,
    Refused,
    Stage,
    Unready,
)
from tests import pdfs
from tests.cli import command
from tests.cli.test_interrupted import lines
from tests.engines.fakes import heard
from tests.engines.npu import NpuHost
from tests.jobs.test_card_loop import Bench

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]


@pytest.fixture
def ready_home(home: Path, magic_pdf_python: Path, weights: Path) -> Path:
    """A HEADFRAME_HOME in which magic-pdf is chosen, with its models."""
    chosen = Chosen(str(magic_pdf_python), "3.11", "1.3.12", str(weights))
    choices.write(home, {EngineName.MAGIC_PDF: chosen})
    return home


def launch(python: Path, weights: Path, folder: Path, **environ: str) -> Launch:
    mode = {"MINERU_DEVICE_MODE": "cpu", "HEADFRAME_MODELS": str(weights)}
    return Launch(
        EngineName.MAGIC_PDF, python, {**os.environ, **mode, **environ}, folder / "worker.log"
    )


@pytest.fixture(scope="module")
def worker(
    magic_pdf_python: Path, weights: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EngineProcess]:
    """One worker with its models loaded, for tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("magic-pdf")
    with EngineProcess.start(launch(magic_pdf_python, weights, folder)) as process:
        heard(process, Ready)
        yield process


def convert(
    process: EngineProcess, source: Path, staging: Path, **options: Any
) -> Converted | Failure:
    staging.mkdir()
    process.send(Convert("job", str(source), str(staging), "x", **options))
    while True:
        match process.receive(600):
            case Converted() as report:
                return report
            case Refused(failure=failure):
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


def test_every_device_call_lands_on_the_picked_card_and_it_is_verified(
    ready_home: Path, npu: NpuHost, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "in" / "a.pdf", pages=2)
    ran = command.run(
        *("convert", tmp_path / "in", "-o", tmp_path / "out", "--json"),
        *("--engine", "magic-pdf", "--card", "npu:6"),
        environ=npu.environ,
    )
    assert ran.code == 0, ran.err
    (started,) = ran.of("started")
    assert (started["card"], started["visible_devices"]) == ("npu:6", "6")
    assert started["verified"] == "pid"
    assert npu.cards() == {6}
    calls = {call for call, _ in npu.calls()}
    # Networks were moved, batches sized, and the two calls without an index made (#2259).
    assert calls >= {"_parse_to", "get_device_properties", "set_compile_mode", "empty_cache"}


UNPINNED = """
import json, os, sys
from pathlib import Path
models, source, file = sys.argv[1:]
body = {"models-dir": models + "/models", "layoutreader-model-dir": models + "/layoutreader",
        "device-mode": "npu:6", "layout-config": {"model": "doclayout_yolo"},
        "formula-config": {"mfd_model": "yolo_v8_mfd", "mfr_model": "unimernet_small"},
        "table-config": {"model": "rapid_table", "sub_model": "slanet_plus", "enable": True}}
Path(file).write_text(json.dumps(body))
os.environ["MINERU_TOOLS_CONFIG_JSON"] = file
import magic_pdf.model as model_config
from magic_pdf.data.dataset import PymuDocDataset
from magic_pdf.model.doc_analyze_by_custom_model import doc_analyze
model_config.__use_inside_model__ = True
model_config.__model_mode__ = "full"
PymuDocDataset(Path(source).read_bytes()).apply(doc_analyze, ocr=False)
"""


def test_without_our_pin_the_same_pipeline_reaches_for_card_0(
    magic_pdf_python: Path, weights: Path, npu: NpuHost, tmp_path: Path
) -> None:
    """What happens to a user who writes ``npu:6`` into magic-pdf's configuration (#2259)."""
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    subprocess.run(
        [magic_pdf_python, "-c", UNPINNED, weights, source, tmp_path / "magic-pdf.json"],
        env={**os.environ, **npu.environ, "TMPDIR": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    assert npu.cards() == {0, 6}
    strays = {call for call, card in npu.calls() if card == 0}
    assert "set_compile_mode" in strays


@pytest.mark.parametrize(
    ("pin", "seen"),
    [
        ({"MINERU_DEVICE_MODE": "npu"}, "8 devices"),
        ({"MINERU_DEVICE_MODE": "npu", "ASCEND_RT_VISIBLE_DEVICES": "7,6"}, "0 devices"),
        ({"MINERU_DEVICE_MODE": "npu:6", "ASCEND_RT_VISIBLE_DEVICES": "6"}, "'npu:6'"),
    ],
)
def test_a_worker_that_does_not_see_one_card_stops_before_it_loads_a_model(
    magic_pdf_python: Path, weights: Path, npu: NpuHost, pin: dict[str, str], seen: str
) -> None:
    environ = {**npu.environ, "HEADFRAME_CARD": "NPU 6", **pin}
    folder = npu.host.state_path.parent
    with EngineProcess.start(launch(magic_pdf_python, weights, folder, **environ)) as process:
        unready = heard(process, Unready)
    assert isinstance(unready, Unready)
    assert unready.failure.kind is FailureKind.CARD_UNAVAILABLE
    assert seen in str(unready.failure.message)
    assert npu.cards() == set()


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
    with EngineProcess.start(launch(magic_pdf_python, copied, tmp_path)) as process:
        unready = heard(process, Unready)
    assert isinstance(unready, Unready)
    assert unready.failure.kind is FailureKind.MODELS_MISSING
    assert str(model) in str(unready.failure.message)


def test_a_document_is_cancelled_within_a_step_and_the_worker_goes_on(
    worker: EngineProcess, tmp_path: Path
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
    while not isinstance(report := worker.receive(600), Refused):
        after += isinstance(report, Progress)
    assert report.failure.kind is FailureKind.CANCELLED
    assert after <= 5
    short = pdfs.text_pdf(tmp_path / "short.pdf", pages=1)
    assert isinstance(convert(worker, short, tmp_path / "b"), Converted)


def test_encrypted_damaged_and_out_of_range_are_told_apart(
    worker: EngineProcess, tmp_path: Path
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
    worker: EngineProcess, tmp_path: Path
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
    """The beginning of a sentence of `tests.pdfs`, without spaces: line ends vary."""
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
    pdfs.text_pdf(tmp_path / "in" / "long.pdf", pages=60, paragraphs=1)
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
    assert max(looked_at) == 60
    (done,) = [e for e in events if e["event"] == "done"]
    assert done["pages"] == 60


def test_a_paused_document_stops_at_its_window_and_goes_on_there(
    magic_pdf_python: Path, weights: Path, tmp_path: Path
) -> None:
    bench = Bench(tmp_path)
    source = pdfs.text_pdf(tmp_path / "long.pdf", pages=60, paragraphs=1)
    (job,) = bench.add(source, options=ConvertOptions(formula=False))
    engine = Engine(EngineName.MAGIC_PDF, magic_pdf_python, uses_card=True, models=weights)
    loop = bench.start(engine, stay=True)
    try:
        bench.until(JobProgressed, lambda event: (event.progress.page or 0) > 25)
        with JobQueue(bench.queue_path) as jobs:
            jobs.pause([job.id])
        loop.put_back(job.id)
        bench.until(JobPutBack)
        assert bench.states() == [JobState.QUEUED]
        with JobQueue(bench.queue_path) as jobs:
            jobs.resume([job.id])
        loop.wake()
        bench.until(JobTaken)
        loop.stop(StopWhen.AFTER_THIS)
        events = bench.rest()
    finally:
        loop.stop(StopWhen.NOW)
        bench.rest()
    seen = [event.progress for event in events if isinstance(event, JobProgressed)]
    looked_at = [one.page for one in seen if one.stage is Stage.PARSE and one.page]
    assert min(looked_at) == 21  # the second window's first page
    assert max(looked_at) == 60
    (ended,) = [event.job for event in events if isinstance(event, JobEnded)]
    assert (ended.state, ended.pages) == (JobState.DONE, 60)


def test_out_of_memory_is_tried_once_more_then_told_with_figures(
    ready_home: Path, npu: NpuHost, tmp_path: Path
) -> None:
    text = (
        "NPU out of memory. Tried to allocate 18.00 MiB (NPU 0; 60.97 GiB total capacity; "
        "1.00 GiB already allocated; 1.00 GiB current active; 20.04 MiB free; 2.00 GiB "
        "reserved in total by PyTorch)"
    )
    pdfs.text_pdf(tmp_path / "in" / "a.pdf", pages=1)
    ran = command.run(
        *("convert", tmp_path / "in", "-o", tmp_path / "out", "--json"),
        *("--engine", "magic-pdf", "--card", "npu:6"),
        environ={**npu.environ, "HEADFRAME_TEST_NPU_FAIL": f"6 set_compile_mode {text}"},
    )
    assert ran.code == 1
    assert len(ran.of("started")) == 2
    (failed,) = ran.of("failed")
    assert failed["kind"] == "card-out-of-memory"
    assert "NPU 6" in failed["message"]
    assert "18.00 MiB" in failed["message"]
    assert "20.04 MiB of 60.97 GiB" in failed["message"]
    assert "NPU 0" not in failed["message"] + failed["hint"]
    assert "NPU 7 has" in failed["hint"]


def test_a_card_with_a_fault_is_put_aside_and_its_document_goes_on_elsewhere(
    ready_home: Path, npu: NpuHost, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1)
    ran = command.run(
        *("convert", tmp_path / "in", "-o", tmp_path / "out", "--json"),
        *("--engine", "magic-pdf", "--card", "npu:6,npu:7"),
        environ={
            **npu.environ,
            "HEADFRAME_TEST_NPU_FAIL": "6 set_compile_mode HBM MULTI BIT ECC ERROR",
        },
    )
    assert ran.code == 0, ran.err
    assert len(ran.of("done")) == 2
    cards = [event["card"] for event in ran.of("started")]
    assert cards.count("npu:6") == 1
    assert cards.count("npu:7") == 2
