"""Preflight: each thing that keeps an engine from working is a sentence with a command."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind
from core.engines.launch import preflight as preflight_module
from core.engines.launch.preflight import preflight
from core.engines.model import Engine
from core.worker.kinds import EngineName, FailureKind
from tests.unit.core.engines.launch.test_launch_environment import npu
from tests.unit.core.engines.test_registry import python_with
from tests.unit.core.worker.test_model_files import magic_pdf_models

TORCH = """
import os
class _Devices:
    @staticmethod
    def device_count():
        value = os.environ.get("ASCEND_RT_VISIBLE_DEVICES")
        return 8 if value is None else len(value.split(","))
npu = _Devices
cuda = _Devices
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An environment with magic-pdf's name, a torch of three lines, and whole models."""
    python = python_with(tmp_path / "venv", "magic-pdf", "1.3.12")
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (site / "torch.py").write_text(TORCH)
    (site / "torch_npu.py").write_text("")
    models = magic_pdf_models(tmp_path / "kit")
    return Engine(EngineName.MAGIC_PDF, python, uses_card=True, version="1.3.12", models=models)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A user whose CANN is loaded, and whose Python writes byte code, as it does by default."""
    environ = {**os.environ, "HOME": str(tmp_path), "ASCEND_HOME_PATH": str(tmp_path)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ


def site_of(engine: Engine) -> Path:
    (site,) = engine.interpreter.parents[1].glob("lib/python*/site-packages")
    return site


def misses(engine: Engine, card: Card, environ: dict[str, str]) -> list[tuple[FailureKind, str]]:
    found = preflight(engine, card, environ)
    assert all(miss.hint is not None for miss in found.problems)
    return [(miss.kind, str(miss.message)) for miss in found.problems]


def test_nothing_is_missing_where_all_is_there(engine: Engine, environ: dict[str, str]) -> None:
    found = preflight(engine, npu(), environ)
    assert found.problems == ()
    assert found.devices == 1
    assert found.versions == {"magic-pdf": "1.3.12"}
    assert found.python is not None
    assert found.python.startswith(f"{sys.version_info[0]}.{sys.version_info[1]}")
    on_cpu = preflight(engine, cpu_card(None, None), environ)
    assert (on_cpu.problems, on_cpu.devices) == ((), None)


def test_no_cann_anywhere(engine: Engine, environ: dict[str, str]) -> None:
    del environ["ASCEND_HOME_PATH"]
    if Path("/usr/local/Ascend").exists():
        pytest.skip("this machine has CANN")
    ((kind, text),) = misses(engine, npu(), environ)
    assert kind is FailureKind.CARD_UNAVAILABLE
    assert "CANN was not found" in text


@pytest.mark.slow
def test_a_runtime_that_cannot_be_imported_is_told_by_its_words(
    engine: Engine, environ: dict[str, str]
) -> None:
    module = site_of(engine) / "torch_npu.py"
    for code, said in (
        ("raise ImportError('libhccl.so: cannot open shared object file')", "libhccl.so"),
        ("raise ImportError('x.so: undefined symbol: _ZN')", "do not fit each other"),
        ("raise ValueError('of its own')", "ValueError: of its own"),
    ):
        module.write_text(code)
        ((_, text),) = misses(engine, npu(), environ)
        assert said in text
    module.unlink()
    ((kind, text),) = misses(engine, npu(), environ)
    assert kind is FailureKind.ENGINE_MISSING
    assert "torch_npu is not installed" in text


def test_a_runtime_that_ends_in_silence_is_told_with_how_it_ended(
    engine: Engine, environ: dict[str, str]
) -> None:
    (site_of(engine) / "torch.py").write_text("import os\nos._exit(7)\n")
    ((_, said),) = misses(engine, npu(6), environ)
    assert said.endswith("packages cannot be imported: status 7")


def test_another_number_of_devices(engine: Engine, environ: dict[str, str]) -> None:
    (site_of(engine) / "torch.py").write_text(
        "class npu:\n    @staticmethod\n    def device_count():\n        return 2\n"
    )
    ((kind, text),) = misses(engine, npu(), environ)
    assert kind is FailureKind.CARD_UNAVAILABLE
    assert "sees 2 devices" in text


def test_models_are_looked_at_for_the_device(engine: Engine, environ: dict[str, str]) -> None:
    assert engine.models is not None
    model = engine.models / "models/OCR/paddleocr_torch/ch_PP-OCRv4_rec_server_doc_infer.pth"
    model.unlink()
    assert misses(engine, cpu_card(None, None), environ) == []
    ((kind, text),) = misses(engine, npu(), environ)
    assert kind is FailureKind.MODELS_MISSING
    assert str(model) in text


def test_a_full_card_is_said_before_the_start(engine: Engine, environ: dict[str, str]) -> None:
    card = dataclasses.replace(npu(), memory_used_mb=62_000.0, memory_total_mb=65_536.0)
    ((kind, text),) = misses(engine, card, environ)
    assert kind is FailureKind.CARD_OUT_OF_MEMORY
    assert "3.5 GB free" in text


@pytest.mark.slow
def test_an_interpreter_that_is_gone_or_hangs(
    engine: Engine, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site_of(engine) / "torch.py").write_text("import time; time.sleep(600)")
    monkeypatch.setattr(preflight_module, "LIMIT_S", 1.0)
    ((kind, text),) = misses(engine, npu(), environ)
    assert kind is FailureKind.ENGINE_MISSING
    assert "within 1 s" in text
    engine.interpreter.unlink()
    ((kind, text),) = misses(engine, npu(), environ)
    assert kind is FailureKind.ENGINE_MISSING
    assert str(engine.interpreter) in text


def test_a_card_that_nothing_can_be_pinned_to(engine: Engine, environ: dict[str, str]) -> None:
    found = preflight(engine, npu(None), environ)
    assert found.problems[0].kind is FailureKind.CARD_UNAVAILABLE
    assert npu(None).kind is CardKind.NPU
