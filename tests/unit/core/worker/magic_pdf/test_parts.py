"""magic-pdf's adapter, as far as it needs no magic-pdf: blocks, steps, devices, tiers."""

from __future__ import annotations

import os
import sys
import types
from typing import Any

import pytest

from core.worker import accelerator
from core.worker.accelerator import DeviceMode
from core.worker.exceptions import Cancelled, DocumentRejected
from core.worker.flash.text.characters import cleaned
from core.worker.kinds import FailureKind, Stage
from core.worker.magic_pdf import progress as magic_pdf_steps
from core.worker.magic_pdf.blocks import markdown_and_blocks
from core.worker.magic_pdf.progress import assembly_listener, window_listener
from core.worker.mineru import setup
from core.worker.page_windows import PageWindow
from core.worker.tqdm_hook import TqdmHook


def block(kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "text": text, "bbox": [1, 2, 30, 40.123], **more}


def render(blocks: list[Any]) -> list[str]:
    """As magic-pdf's: a block without text gives nothing."""
    return [item["text"] for item in blocks if item["text"]]


def test_spans_are_exact_and_joined_blocks_keep_both_places() -> None:
    pages: list[dict[str, Any]] = [
        {"page_idx": 4, "para_blocks": [block("title", "# Head"), block("text", "It goes")]},
        {
            "page_idx": 5,
            "para_blocks": [
                block("text", "", lines_deleted=True),
                block("image", "![](images/a.jpg)"),
                block("text", "bad \ud800 and \0"),
                block("text", ""),
                block("interline_equation", "$$\nx\n$$", bbox=None),
            ],
        },
        {"page_idx": 6, "para_blocks": None},
    ]
    markdown, blocks = markdown_and_blocks(pages, render, cleaned)
    texts = [markdown[int(str(b["md_start"])) : int(str(b["md_end"]))] for b in blocks]
    assert "\n\n".join(texts) == markdown
    assert texts[:3] == ["# Head", "It goes", "![](images/a.jpg)"]
    assert texts[3] == "bad � and �"
    assert [b["page"] for b in blocks] == [4, 4, 5, 5, 5]
    assert blocks[0]["bbox"] == [1.0, 2.0, 30.0, 40.12]
    assert [part["page"] for part in blocks[1]["parts"]] == [4, 5]  # type: ignore[attr-defined]
    assert "parts" not in blocks[2]
    assert blocks[4]["bbox"] is None


def test_a_joined_block_with_nothing_before_it_is_no_error() -> None:
    pages = [{"page_idx": 0, "para_blocks": [block("text", "", lines_deleted=True)]}]
    assert markdown_and_blocks(pages, render, cleaned) == ("", [])


def test_bars_are_put_where_they_are_known_and_told_step_by_step(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    known, unknown = types.ModuleType("known_bar"), types.ModuleType("no_bar")
    known.__dict__["tqdm"] = None
    monkeypatch.setitem(sys.modules, "known_bar", known)
    monkeypatch.setitem(sys.modules, "no_bar", unknown)
    bars = TqdmHook()
    bars.install(("known_bar", "no_bar"))
    assert "no_bar" in caplog.text
    heard: list[tuple[str, int, int | None]] = []
    bar: Any = known.__dict__["tqdm"]
    assert list(bar(range(2), desc="Silent")) == [0, 1]
    with bars.listen(lambda *step: heard.append(step)):
        assert list(bar(range(2), desc="Layout")) == [0, 1]
        with bar(total=5, desc="MFR", disable=True) as progress:
            progress.update(3)
        list(bar(enumerate("ab"), total=2, desc="Pages"))
    assert heard == [
        ("Layout", 0, 2),
        ("Layout", 1, 2),
        ("MFR", 0, 5),
        ("MFR", 3, 5),
        ("Pages", 0, 2),
        ("Pages", 1, 2),
    ]

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled), bars.listen(stop):
        list(bar(range(2)))


def test_steps_are_told_as_pages_of_the_original_and_never_past_the_end() -> None:
    told: list[tuple[Stage, int | None, int | None, float]] = []

    def step(stage: Stage, page: int | None, pages: int | None, fraction: float) -> None:
        told.append((stage, page, pages, fraction))

    whole = PageWindow(10, 49)
    heard = window_listener(PageWindow(20, 39), whole, 60, step)
    heard(magic_pdf_steps.RENDERING, 0, 20)
    heard("Layout Predict", 3, 20)
    heard("MFR Predict", 500, 100)
    heard("OCR-det Predict", 99, 20)
    heard("A bar of a later version", 0, None)
    assert [(stage, page) for stage, page, _, _ in told] == [
        (Stage.READ, 21),
        (Stage.PARSE, 24),
        (Stage.PARSE, None),
        (Stage.PARSE, 40),
        (Stage.PARSE, None),
    ]
    assert all(0.2 <= fraction <= 0.7 for *_, fraction in told)
    told.clear()
    together = assembly_listener(whole, 60, step)
    together("Processing pages", 0, 60)
    together("Processing pages", 10, 60)
    together("OCR-rec Predict", 0, None)
    assert [page for _, page, _, _ in told] == [None, 11, None]
    assert all(0.93 <= fraction <= 0.98 for *_, fraction in told)


def test_an_engine_is_told_a_plain_device_or_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MINERU_DEVICE_MODE", raising=False)
    assert accelerator.mode() is DeviceMode.CPU
    assert accelerator.device_count(DeviceMode.CPU) is None
    monkeypatch.setenv("MINERU_DEVICE_MODE", "cuda")
    assert accelerator.mode() is DeviceMode.CUDA
    monkeypatch.setenv("MINERU_DEVICE_MODE", "npu:6")
    with pytest.raises(DocumentRejected, match="'npu:6'"):
        accelerator.mode()


def module(name: str, **members: object) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(members)
    return made


@pytest.mark.parametrize("count", [0, 1, 8])
def test_devices_are_counted_before_anything_is_loaded(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    cuda = types.SimpleNamespace(device_count=lambda: count)
    monkeypatch.setitem(sys.modules, "torch", module("torch", cuda=cuda, npu=cuda))
    monkeypatch.setitem(sys.modules, "torch_npu", module("torch_npu"))
    monkeypatch.setenv("HEADFRAME_CARD", "NPU 6")
    for on in (DeviceMode.CUDA, DeviceMode.NPU):
        if count == 1:
            assert accelerator.device_count(on) == 1
            continue
        with pytest.raises(
            DocumentRejected, match=f"Pinned to NPU 6, the engine sees {count} devices"
        ):
            accelerator.device_count(on)


def test_a_runtime_that_cannot_be_loaded_is_told_by_its_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> int:
        raise OSError("libhccl.so: cannot open shared object file")

    npu = types.SimpleNamespace(device_count=fail)
    monkeypatch.setitem(sys.modules, "torch", module("torch", npu=npu))
    monkeypatch.setitem(sys.modules, "torch_npu", module("torch_npu"))
    with pytest.raises(DocumentRejected, match=r"libhccl\.so was not found") as caught:
        accelerator.device_count(DeviceMode.NPU)
    assert caught.value.failure.kind is FailureKind.CARD_UNAVAILABLE
    npu.device_count = lambda: 1 // 0
    with pytest.raises(DocumentRejected, match=r"cannot be used by the engine: .*division"):
        accelerator.device_count(DeviceMode.NPU)


def test_mineru_is_told_before_it_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    environ: dict[str, str] = {}
    monkeypatch.setattr(os, "environ", environ)
    setup.prepare(DeviceMode.NPU, 16)
    assert environ["MINERU_MODEL_SOURCE"] == "local"
    assert environ["MINERU_MODEL_SMALL_BACKEND"] == "torch"
    assert environ["MINERU_PROCESSING_WINDOW_SIZE"] == "16"
    environ.clear()
    environ["MINERU_MODEL_SOURCE"] = "modelscope"  # the user allows downloads
    setup.prepare(DeviceMode.CPU, 16)
    assert environ["MINERU_MODEL_SOURCE"] == "modelscope"
    assert "MINERU_MODEL_SMALL_BACKEND" not in environ
