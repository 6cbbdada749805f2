"""Real engines, for the tests that are marked as slow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.worker.kinds import EngineName
from tests.support.ascend.presets import eight_910b
from tests.support.ascend.state import HostState
from tests.support.cann.build import Cann, NoCompilerError, build
from tests.support.cann.host import QUICK, CannHost
from tests.support.engines import real
from tests.support.engines.npu import Office


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of torch that wait for each other keep a processor busy, and others work beside.

    Of a document on the CPU that is three quarters of what it takes.
    """
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)


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


@pytest.fixture(scope="session")
def magic_pdf_npu_python(magic_pdf_python: Path) -> Path:
    """The interpreter of a real magic-pdf with the real torch_npu beside it."""
    return real.magic_pdf_with_npu(magic_pdf_python)


@pytest.fixture(scope="session")
def mineru_npu_python(
    mineru_torch_python: Path,
    mineru_python: Path,
    magic_pdf_python: Path,
    magic_pdf_npu_python: Path,
) -> Path:
    """The interpreter of a real mineru 4 with torch and the real torch_npu."""
    return real.mineru_with_npu(
        mineru_torch_python, mineru_python, magic_pdf_python, magic_pdf_npu_python
    )


@pytest.fixture(scope="session")
def cann(magic_pdf_npu_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Cann:
    """An emulated CANN for the real torch_npu, in the home of a user who has installed it."""
    home = tmp_path_factory.mktemp("user")
    try:
        return build(home / "Ascend", real.torch_npu_package(magic_pdf_npu_python))
    except NoCompilerError as error:
        pytest.skip(str(error))


@pytest.fixture
def server(cann: Cann, tmp_path: Path) -> Iterator[Callable[[HostState], CannHost]]:
    """Makes servers with that CANN."""
    made: list[CannHost] = []

    def make(state: HostState) -> CannHost:
        made.append(CannHost(tmp_path / f"server-{len(made)}", cann, state))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def atlas(server: Callable[[HostState], CannHost]) -> CannHost:
    """Eight 910B, of which six are full: nobody has touched a card so far."""
    return server(eight_910b())


@pytest.fixture(scope="session")
def clearances(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tests hand on what a preflight has found clear, as runs of one user do."""
    return tmp_path_factory.mktemp("clearances") / "file"


@pytest.fixture
def office(
    home: Path, magic_pdf_npu_python: Path, weights: Path, clearances: Path
) -> Callable[[CannHost], Office]:
    """Makes a HEADFRAME_HOME on a server, with magic-pdf and its models chosen."""

    def make(host: CannHost) -> Office:
        made = Office(home, host, clearances)
        made.choose(EngineName.MAGIC_PDF, magic_pdf_npu_python, "1.3.12", weights)
        return made

    return make
