"""The real mineru 4: its tier flash, which needs no models, and those that ask one over HTTP."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engines.process.local_process import LaunchSpec, LocalProcess
from core.worker.kinds import EngineName, FailureKind, Ocr
from core.worker.protocol import Convert, Converted, Progress, Ready, Rejected, StartFailed
from tests.support import pdfs
from tests.support.engines import real
from tests.support.engines.fakes import heard
from tests.support.engines.vlm_server import TEXT, VlmServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]


def launch(python: Path, folder: Path, **environ: str) -> LaunchSpec:
    given = {**os.environ, "MINERU_DEVICE_MODE": "cpu", "HOME": str(folder), **environ}
    return LaunchSpec(EngineName.MINERU, python, given, folder / "worker.log")


@pytest.fixture(scope="module")
def worker(mineru_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalProcess]:
    folder = tmp_path_factory.mktemp("mineru")
    with LocalProcess.start(launch(mineru_python, folder, HEADFRAME_MINERU_TIER="flash")) as it:
        ready = heard(it, Ready)
        assert isinstance(ready, Ready)
        assert ready.engine_version == "4.0.12"
        yield it


def test_a_document_comes_out_in_the_form_of_every_engine(
    worker: LocalProcess, tmp_path: Path
) -> None:
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=3)
    worker.send(Convert("a", str(source), str(tmp_path), "a", first_page=1, lang="ch"))
    progress: list[Progress] = []
    while not isinstance(report := worker.receive(300), Converted):
        assert report is not None
        assert not isinstance(report, Rejected), report
        if isinstance(report, Progress):
            progress.append(report)
    assert report.pages == 2
    assert any("language" in str(warning) for warning in report.warnings)
    assert {step.page for step in progress if step.page} >= {2, 3}
    markdown = (tmp_path / "a.md").read_text("utf-8")
    blocks = json.loads((tmp_path / "blocks.json").read_text())["blocks"]
    assert {block["page"] for block in blocks} == {1, 2}
    for number in (4, 8):  # the first sentences of pages 2 and 3
        start = "".join(pdfs.sentence(number).split())[:30]
        (block,) = [
            block
            for block in blocks
            if start in "".join(markdown[block["md_start"] : block["md_end"]].split())
        ]
        assert block["page"] == number // 4
        assert len(block["bbox"]) == 4


def test_a_scan_needs_models_and_the_worker_goes_on(worker: LocalProcess, tmp_path: Path) -> None:
    source = pdfs.scan_pdf(tmp_path / "scan.pdf")
    worker.send(Convert("scan", str(source), str(tmp_path), "scan"))
    refused = heard(worker, Rejected)
    assert isinstance(refused, Rejected)
    assert refused.failure.kind is FailureKind.NEEDS_OCR
    assert "--models" in str(refused.failure.hint)
    worker.send(Convert("b", str(pdfs.text_pdf(tmp_path / "b.pdf")), str(tmp_path), "b"))
    assert isinstance(heard(worker, Converted), Converted)


@pytest.mark.parametrize(
    ("environ", "kind", "said"),
    [
        ({}, FailureKind.MODELS_MISSING, "were not found"),
        ({"HEADFRAME_MINERU_TIER": "huge"}, FailureKind.ENGINE_MISSING, "'huge'"),
        ({"HEADFRAME_MINERU_TIER": "basic"}, FailureKind.MODELS_MISSING, "basic"),
    ],
)
def test_what_is_missing_is_told_before_a_document_is_touched_and_nothing_is_fetched(
    mineru_python: Path, tmp_path: Path, environ: dict[str, str], kind: FailureKind, said: str
) -> None:
    with LocalProcess.start(launch(mineru_python, tmp_path, **environ)) as process:
        unready = heard(process, StartFailed)
    assert isinstance(unready, StartFailed)
    assert unready.failure.kind is kind
    assert said in str(unready.failure.message)


@pytest.fixture(scope="module")
def vlm() -> Iterator[VlmServer]:
    with VlmServer() as server:
        yield server


@pytest.mark.parametrize(("tier", "asks_for_layout"), [("standard", False), ("advanced", True)])
def test_the_higher_tiers_ask_the_model_behind_a_url(
    mineru_python: Path, vlm: VlmServer, tmp_path: Path, tier: str, asks_for_layout: bool
) -> None:
    """The real package over HTTP; only what its small networks would have seen is made up."""
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(real.STANDINS / "vlm_models.py", site / "sitecustomize.py")
    vlm.prompts.clear()
    environ = {
        "HEADFRAME_MINERU_TIER": tier,
        "MINERU_MODEL_VLM_SERVER_URL": vlm.url,
        "PYTHONPATH": str(site),
    }
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=3)
    out = tmp_path / "out"
    out.mkdir()
    with LocalProcess.start(launch(mineru_python, tmp_path, **environ)) as process:
        assert isinstance(heard(process, Ready), Ready)
        request = Convert("a", str(source), str(out), "a", 1, 2, ocr=Ocr.ON, formula=False)
        process.send(request)
        progress: list[Progress] = []
        while not isinstance(report := process.receive(300), Converted):
            assert report is not None
            assert not isinstance(report, Rejected), report
            if isinstance(report, Progress):
                progress.append(report)
    assert report.pages == 2
    assert any("formulas" in str(warning) for warning in report.warnings)
    fractions = [step.fraction for step in progress]
    assert fractions == sorted(fractions)
    assert sum("Layout Detection" in prompt for prompt in vlm.prompts) == 2 * asks_for_layout
    assert sum("Text Recognition" in prompt for prompt in vlm.prompts) == 2
    markdown = (out / "a.md").read_text("utf-8")
    assert markdown.count(TEXT) == 2
    blocks = json.loads((out / "blocks.json").read_text())["blocks"]
    read = [b for b in blocks if TEXT in markdown[b["md_start"] : b["md_end"]]]
    assert [block["page"] for block in read] == [1, 2]  # of the original document
    for block in read:
        x0, y0, x1, y1 = block["bbox"]
        assert (x0, x1) == pytest.approx((59.5, 535.6), abs=3)  # a tenth of A4's width on each side
        assert 0 < y0 < y1 < 300


def test_a_server_that_does_not_answer_is_named(mineru_python: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(real.STANDINS / "vlm_models.py", site / "sitecustomize.py")
    with VlmServer() as server:
        url = server.url
    environ = {
        "HEADFRAME_MINERU_TIER": "standard",
        "MINERU_MODEL_VLM_SERVER_URL": url,
        "PYTHONPATH": str(site),
    }
    with LocalProcess.start(launch(mineru_python, tmp_path, **environ)) as process:
        unready = heard(process, StartFailed)
    assert isinstance(unready, StartFailed)
    assert unready.failure.kind is FailureKind.MODELS_MISSING
    assert url in str(unready.failure.message)
    assert "--vlm-url" in str(unready.failure.hint)
