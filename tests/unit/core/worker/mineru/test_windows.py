"""MinerU's windows of pages: told before their turn, kept when done, not looked at again."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.worker.exceptions import Cancelled
from core.worker.flash.document.source import FlashSource
from core.worker.kinds import Stage
from core.worker.mineru import progress
from core.worker.mineru.progress import window_hooks
from core.worker.page_windows import Checkpoint
from core.worker.tqdm_hook import TqdmHook

SOURCE = FlashSource("a.pdf", b"", tuple(range(10, 40)), 100)
Process = Callable[..., Any]


@dataclass(frozen=True)
class MinerUsWindow:
    start: int
    end: int


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """The module that MinerU looks its function up in, at each call."""
    found = types.ModuleType("mineru_window")
    found.__dict__["looked_at"] = []

    def process(_file: object, _document: object, window: Any, *, effort: str) -> Any:
        found.__dict__["looked_at"].append(window.start)
        return [[{"page": page, "effort": effort}] for page in range(window.start, window.end + 1)]

    found.__dict__["_process_pdf_window"] = process
    monkeypatch.setattr(progress, "WINDOWS", "mineru_window")
    monkeypatch.setitem(sys.modules, "mineru_window", found)
    return found


def run(module: types.ModuleType, kept: Checkpoint, told: list[int | None]) -> list[Any]:
    def step(stage: Stage, page: int | None, pages: int | None, fraction: float) -> None:
        assert (stage, pages) == (Stage.PARSE, 100)
        assert 0 <= fraction < 1
        told.append(page)
        if told.count(page) > 1:
            raise Cancelled

    results: list[Any] = []
    with window_hooks(SOURCE, kept, step, TqdmHook()):
        for start in (0, 16):
            window = MinerUsWindow(start, min(start + 15, 29))
            call: Process = module.__dict__["_process_pdf_window"]
            results += call(b"", None, window, effort="medium")
    return results


def test_a_second_attempt_looks_only_at_what_is_missing(
    module: types.ModuleType, tmp_path: Path
) -> None:
    original = module.__dict__["_process_pdf_window"]
    told: list[int | None] = []
    first = run(module, Checkpoint(str(tmp_path), "tag"), told)
    assert told == [11, 27]  # pages of the original document
    assert len(first) == 30
    (tmp_path / "pages-000016-000029.json").unlink()
    assert run(module, Checkpoint(str(tmp_path), "tag"), []) == first
    assert module.__dict__["looked_at"] == [0, 16, 16]
    assert module.__dict__["_process_pdf_window"] is original


def test_what_would_not_come_back_the_same_is_not_kept(
    module: types.ModuleType, tmp_path: Path
) -> None:
    for value in ((1, 2), object(), {1: 2}):
        module.__dict__["_process_pdf_window"] = lambda *_, value=value, **__: [[{"x": value}]]
        run(module, Checkpoint(str(tmp_path), "tag"), [])
        assert list(tmp_path.iterdir()) == []


def test_a_cancelled_document_ends_before_the_next_window(module: types.ModuleType) -> None:
    original = module.__dict__["_process_pdf_window"]
    with pytest.raises(Cancelled):
        run(module, Checkpoint(None, "tag"), [27])
    assert module.__dict__["looked_at"] == [0]
    assert module.__dict__["_process_pdf_window"] is original


def test_a_version_without_that_function_shows_no_progress(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(progress, "WINDOWS", "no_such_module_of_mineru")
    with window_hooks(SOURCE, Checkpoint(None, "tag"), lambda *_: None, TqdmHook()):
        pass
    assert "no progress" in caplog.text


def test_a_window_tells_its_stages_and_stops_within_one(
    module: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stop watch, its bars and its predictor are those that MinerU would look up."""
    own_watch, bars = object(), TqdmHook()
    network = types.ModuleType("mineru.network")
    network.__dict__["tqdm"] = type("tqdm", (), {})
    monkeypatch.setitem(sys.modules, "mineru.network", network)
    module.__dict__["stage_timer"] = own_watch

    class Predictor:
        model = "vlm"

        def batch_extract(self, images: list[str]) -> list[str]:
            bar: Any = network.__dict__["tqdm"]
            return list(bar(images))

    def process(_file: object, _document: object, _window: Any, *, vlm_predictor: Any) -> Any:
        stage: Any = module.__dict__["stage_timer"]
        bar: Any = network.__dict__["tqdm"]
        with stage("pdf.layout"), bar(total=16) as pages:
            pages.update(8)
            pages.close()
        with stage("a stage of a later version"):
            list(bar(range(5)))
        if vlm_predictor is not None:
            assert vlm_predictor.model == "vlm"
            assert vlm_predictor.batch_extract(["a", "b"]) == ["a", "b"]
        return [[]] * 16

    def told_by(predictor: object) -> list[tuple[int | None, float]]:
        told: list[tuple[int | None, float]] = []

        def step(stage: Stage, page: int | None, pages: int | None, fraction: float) -> None:
            told.append((page, fraction))
            if fraction > 0.2:
                raise Cancelled

        module.__dict__["_process_pdf_window"] = process
        with window_hooks(SOURCE, Checkpoint(None, "tag"), step, bars):
            module.__dict__["_process_pdf_window"](
                b"", None, MinerUsWindow(0, 15), vlm_predictor=predictor
            )
        return told

    told = told_by(None)
    assert [page for page, _ in told] == [11, None, 11, 19]
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert 0 < fractions[1] < fractions[3] < 0.15  # half of its second stage of many
    assert module.__dict__["stage_timer"] is own_watch
    with pytest.raises(Cancelled):  # in the middle of the one window, half of its model's batch
        told_by(Predictor())
    assert module.__dict__["stage_timer"] is own_watch
    assert module.__dict__["_process_pdf_window"] is process
