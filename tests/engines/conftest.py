"""Real engines, for the tests that are marked as slow."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.worker.protocol import EngineName
from tests.engines import real
from tests.engines.npu import NpuHost


@pytest.fixture(scope="session")
def magic_pdf_python() -> Path:
    """The interpreter of a real magic-pdf."""
    return real.interpreter_of(EngineName.MAGIC_PDF)


@pytest.fixture(scope="session")
def weights(magic_pdf_python: Path) -> Path:
    """Stand-ins for its models."""
    return real.weights(magic_pdf_python)


@pytest.fixture(scope="session")
def mineru_python() -> Path:
    """The interpreter of a real mineru 4."""
    return real.interpreter_of(EngineName.MINERU)


@pytest.fixture(scope="session")
def mineru_torch_python(mineru_python: Path, magic_pdf_python: Path) -> Path:
    """The interpreter of a real mineru 4 that has torch, as one on a card has."""
    return real.with_torch(mineru_python, magic_pdf_python)


@pytest.fixture
def npu(tmp_path: Path) -> NpuHost:
    """Eight cards, of which none was touched so far."""
    return NpuHost(tmp_path)
