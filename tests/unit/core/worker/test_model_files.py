"""Model files: found in their places, looked at one by one before a start."""

from __future__ import annotations

import json
import os
import struct
import zipfile
from pathlib import Path

import pytest

from core.worker import model_files
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.model_files import MagicPdfModels
from core.worker.weight_files import is_whole


def weights(path: Path) -> Path:
    """What torch.save writes is a zip."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.pkl", b"x" * 500)
    return path


def tensors(path: Path, data: int = 64) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    header = json.dumps(
        {"__metadata__": {"format": "pt"}, "w": {"dtype": "F32", "data_offsets": [0, data]}}
    ).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * data)
    return path


def magic_pdf_models(root: Path, order: str = "layoutreader") -> Path:
    kit = root / "models"
    for name in (model_files.LAYOUT, model_files.FORMULA_DETECTION):
        weights(kit / name)
    for name in (model_files.OCR_DETECTION, model_files.OCR_ON_CPU, model_files.OCR_ON_CARD):
        weights(kit / model_files.OCR / name)
    for folder in (kit / model_files.FORMULA_RECOGNITION, root / order):
        tensors(folder / "model.safetensors")
        (folder / "config.json").write_text("{}")
        (folder / "tokenizer.json").write_text("{}")
    return root


@pytest.mark.parametrize("named", ["", "models"])
def test_the_folder_that_was_named_is_taken(tmp_path: Path, named: str) -> None:
    root = magic_pdf_models(tmp_path / "kit")
    found = model_files.find_magic_pdf({model_files.MODELS_VARIABLE: str(root / named)}, tmp_path)
    assert found == MagicPdfModels(root / "models", root / "layoutreader")
    assert model_files.missing_magic_pdf(found, on_cpu=True) == []
    assert model_files.missing_magic_pdf(found, on_cpu=False) == []


def test_magic_pdfs_own_configuration_is_read(tmp_path: Path) -> None:
    root = magic_pdf_models(tmp_path / "kit", order="order")
    body = {"models-dir": str(root / "models"), "layoutreader-model-dir": str(root / "order")}
    (tmp_path / "magic-pdf.json").write_text(json.dumps(body))
    assert model_files.find_magic_pdf({}, tmp_path) == MagicPdfModels(
        root / "models", root / "order"
    )
    (tmp_path / "magic-pdf.json").write_text("{")
    assert model_files.find_magic_pdf({}, tmp_path) is None


def test_a_hubs_cache_is_searched(tmp_path: Path) -> None:
    hub = tmp_path / ".cache" / "modelscope" / "hub" / "models"
    kit = magic_pdf_models(hub / "opendatalab" / "PDF-Extract-Kit-1.0", order="x")
    order = tensors(hub / "ppaanngggg" / "layoutreader" / "model.safetensors").parent
    assert model_files.find_magic_pdf({}, tmp_path) == MagicPdfModels(kit / "models", order)


def test_nothing_there_is_told_with_the_next_step(tmp_path: Path) -> None:
    assert (
        model_files.find_magic_pdf({model_files.MODELS_VARIABLE: str(tmp_path)}, tmp_path) is None
    )
    with pytest.raises(DocumentRejected) as caught:
        model_files.refuse_missing(EngineName.MAGIC_PDF, [], None)
    assert caught.value.failure.kind is FailureKind.MODELS_MISSING
    assert "engine use magic-pdf --models" in str(caught.value.failure.hint)


def test_a_folder_that_was_named_and_holds_none_is_told_by_its_name(tmp_path: Path) -> None:
    for engine, part in (
        (EngineName.MAGIC_PDF, "MFD"),
        (EngineName.MINERU, model_files.MINERU_ONNX),
    ):
        for folder, said in ((tmp_path / "away", "was not found"), (tmp_path, f"none of .*{part}")):
            named = model_files.named_folder(engine, {model_files.MODELS_VARIABLE: str(folder)})
            with pytest.raises(DocumentRejected, match=said) as caught:
                model_files.refuse_missing(engine, [], None, named)
            assert str(folder) in str(caught.value.failure.message)
    assert model_files.named_folder(EngineName.MAGIC_PDF, {}) is None


def test_each_missing_or_cut_file_is_found(tmp_path: Path) -> None:
    root = magic_pdf_models(tmp_path)
    found = MagicPdfModels(root / "models", root / "layoutreader")
    (found.models / model_files.OCR / model_files.OCR_ON_CARD).unlink()
    assert model_files.missing_magic_pdf(found, on_cpu=True) == []
    assert model_files.missing_magic_pdf(found, on_cpu=False) == [
        found.models / model_files.OCR / model_files.OCR_ON_CARD
    ]
    layout = found.models / model_files.LAYOUT
    os.truncate(layout, 200)
    order = found.reading_order / "model.safetensors"
    os.truncate(order, order.stat().st_size - 1)
    bad = model_files.missing_magic_pdf(found, on_cpu=True)
    assert bad == [layout, order]
    with pytest.raises(DocumentRejected) as caught:
        model_files.refuse_missing(EngineName.MAGIC_PDF, bad, found.models)
    assert str(caught.value.failure.message).startswith("2 models")
    with pytest.raises(DocumentRejected, match="is damaged"):
        model_files.refuse_missing(EngineName.MAGIC_PDF, bad[:1], found.models)
    model_files.refuse_missing(EngineName.MAGIC_PDF, [], found.models)


@pytest.mark.parametrize(
    ("name", "data", "whole"),
    [
        ("a.pt", b"", False),
        ("a.pth", b"\x80\x02older pickles have no end mark", True),
        ("a.json", b"{", False),
        ("a.json", b"{}", True),
        ("a.safetensors", b"\xff" * 8, False),
        ("a.safetensors", b"\1\0", False),
        ("a.onnx", b"\x08\x0a\x3a\x05graph\x4d1234", True),
        ("a.onnx", b"\x08\x0a\x3a\x05gra", False),
        ("a.onnx", b"\x08\x0a\x3a", False),
        ("a.onnx", b"\x08\x0a\x4d12", False),
    ],
)
def test_a_file_is_as_whole_as_it_says(tmp_path: Path, name: str, data: bytes, whole: bool) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    assert is_whole(file) is whole
    assert not is_whole(tmp_path / "none")


SAFETENSORS = (2).to_bytes(8, "little") + b"{}"


def mineru_models(root: Path, name: str) -> Path:
    for file in model_files.MINERU_FILES[name]:
        (root / name / file).parent.mkdir(parents=True, exist_ok=True)
        (root / name / file).write_bytes(SAFETENSORS if file.endswith("tensors") else b"{}")
    if name == model_files.MINERU_TORCH:
        (root / name / model_files.MINERU_LAYOUT / "model.safetensors").write_bytes(SAFETENSORS)
    (root / name / model_files.MINERU_MARKER).touch()
    return root


def test_mineru_4_s_repositories(tmp_path: Path) -> None:
    assert model_files.find_mineru({}, tmp_path) is None
    root = mineru_models(tmp_path / ".mineru" / "models", model_files.MINERU_ONNX)
    assert model_files.find_mineru({}, tmp_path) == root
    assert model_files.missing_mineru(root, on_cpu=True) == []
    assert len(model_files.missing_mineru(root, on_cpu=False)) > 5
    mineru_models(root, model_files.MINERU_TORCH)
    assert model_files.missing_mineru(root, on_cpu=False) == []
    layout = root / model_files.MINERU_TORCH / model_files.MINERU_LAYOUT / "model.safetensors"
    layout.write_bytes(SAFETENSORS[:-1])
    assert model_files.missing_mineru(root, on_cpu=False) == [layout]
    layout.write_bytes(SAFETENSORS)
    (root / model_files.MINERU_TORCH / model_files.MINERU_MARKER).unlink()
    assert len(model_files.missing_mineru(root, on_cpu=False)) == 2
    assert not model_files.has_vision_model(root, on_cpu=True)
    gguf = root / model_files.MINERU_VISION[0]
    gguf.mkdir()
    (gguf / model_files.MINERU_MARKER).touch()
    assert model_files.has_vision_model(root, on_cpu=True)
    assert not model_files.has_vision_model(root, on_cpu=False)
