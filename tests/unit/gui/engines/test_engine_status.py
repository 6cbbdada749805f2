"""Every state of an engine and every way from one to the next: command and window say the same."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.cards.model import CardKind
from core.engines.choice import EngineChoice
from core.engines.installation.install_lock import installation_lock
from core.engines.mineru_options import MineruOptions
from core.engines.model import Readiness
from core.engines.models.catalogue import HubName
from core.engines.models.manager import ModelManager
from core.engines.proofs import Evidence
from core.engines.registry import Engines
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure
from gui.engines.engine_status import EngineState, inspect_engine
from gui.engines.labels import next_step, state_line
from tests.e2e.cli import command
from tests.support import pdfs
from tests.unit.core.engines.models.conftest import published
from tests.unit.core.engines.models.test_import import laid_out
from tests.unit.core.engines.test_registry import python_with

MINERU = EngineName.MINERU
ONNX = "opendatalab/MinerU-4_models_onnx"
WHY = Failure(FailureKind.ENGINE_MISSING, msg("CANN was not found."), msg("Install it."))


@dataclass
class Setup:
    """A home in which MinerU is set up, step by step."""

    engines: Engines
    environ: dict[str, str]
    folder: Path

    @property
    def python(self) -> Path:
        """MinerU's interpreter; made the first time."""
        place = self.folder / "env"
        return place / "bin" / "python" if place.exists() else python_with(place, "mineru")

    @property
    def files(self) -> dict[str, bytes]:
        """The models for a processor."""
        return published(MINERU, HubName.HUGGINGFACE)[ONNX]

    def give(self, *without: str) -> None:
        """Import the models, but those whose names end so."""
        files = (
            {path: data for path, data in self.files.items() if not path.endswith(tuple(without))}
            if without
            else self.files
        )
        source = laid_out(self.folder / "kit" / "MinerU-4_models_onnx", files)
        ModelManager(self.engines, MINERU, self.environ).import_from(source, lambda _: None)

    def see(self, kind: CardKind, failure: Failure | None = None) -> None:
        """A test page was read there, or was not."""
        engine = self.engines.status(MINERU).engine
        assert engine is not None
        if failure is None:
            self.engines.note_works(engine, kind, Evidence.TEST_PAGE)
        else:
            self.engines.note_fails(engine, kind, Evidence.TEST_PAGE, failure)

    def said(self) -> tuple[str, str, str]:
        """The state for the command, for the window, and the window's words for it."""
        ran = command.run("engine", "list", "--json", environ=self.environ)
        entries = {entry["name"]: entry for entry in json.loads(ran.out)["engines"]}
        info = inspect_engine(self.engines, self.environ, MINERU)
        next_step(info)  # there is one for each
        return entries["mineru"]["state"], info.state.value, state_line(info).text


@pytest.fixture
def setup(home: Path, tmp_path: Path) -> Setup:
    home.mkdir(exist_ok=True)
    environ = {**os.environ, "HOME": str(tmp_path / "user"), "HEADFRAME_DCMI": "off"}
    environ.pop("MINERU_MODEL_SOURCE", None)
    return Setup(Engines(home, environ), environ, tmp_path)


@pytest.mark.slow
def test_from_nothing_to_ready_and_on_to_broken(setup: Setup, home: Path) -> None:
    assert setup.said() == ("not-installed", "missing", "Not installed")
    with installation_lock(home, MINERU):
        assert setup.said() == ("installing", "installing", "Installing…")
    setup.engines.use(MINERU, str(setup.python))
    assert setup.said() == ("models-missing", "models-missing", "Models missing: 13 of 13")
    setup.give("slanet-plus.onnx")
    assert setup.said() == ("models-missing", "models-incomplete", "Models incomplete: 1 of 13")
    setup.give()
    assert setup.said() == ("untested", "untested", "Not tested yet")
    setup.see(CardKind.CPU)
    assert setup.said() == ("ready", "ready", "Ready on processor")
    setup.see(CardKind.CUDA)
    setup.see(CardKind.NPU)
    assert setup.said() == ("ready", "ready", "Ready on NPU, CUDA, processor")
    for kind in CardKind:
        setup.see(kind, WHY)
    assert setup.said() == ("broken", "failed", "Does not work here")
    setup.see(CardKind.NPU)
    assert setup.said() == ("ready", "ready", "Ready on NPU")


@pytest.mark.slow
@pytest.mark.parametrize("proven", [False, True])
def test_back_from_untested_or_ready(setup: Setup, proven: bool) -> None:
    def again() -> None:
        setup.engines.use(MINERU, str(setup.python))
        setup.give()
        if proven:
            setup.see(CardKind.NPU)

    again()
    folder = ModelManager(setup.engines, MINERU, setup.environ).place.folder
    (weights,) = folder.rglob("slanet-plus.onnx")
    whole = weights.read_bytes()
    weights.write_bytes(whole[:10])
    assert setup.said()[:2] == ("models-missing", "models-incomplete")
    weights.write_bytes(whole)
    assert setup.said()[0] == ("ready" if proven else "untested")
    setup.engines.use_options(MineruOptions(tier=Tier.STANDARD))
    assert setup.said()[0] == "models-missing", "another tier takes other models"
    setup.engines.use_options(MineruOptions())
    assert setup.said()[0] == ("ready" if proven else "untested")
    ModelManager(setup.engines, MINERU, setup.environ).remove()
    assert setup.said()[:2] == ("models-missing", "models-missing")
    setup.python.unlink()
    assert setup.said() == ("broken", "broken", "Interpreter gone")
    setup.engines.remove(MINERU)
    assert setup.said() == ("not-installed", "missing", "Not installed")


@pytest.mark.slow
def test_another_version_of_its_packages_is_untested(setup: Setup) -> None:
    setup.engines.use(MINERU, str(setup.python))
    setup.give()
    setup.see(CardKind.NPU)
    (info,) = setup.folder.glob("env/lib/python*/site-packages/mineru-*.dist-info")
    info.rename(info.with_name("mineru-4.1.dist-info"))
    assert setup.said()[0] == "untested"


@pytest.mark.slow
def test_an_installation_of_another_engine_is_not_this_one(setup: Setup, home: Path) -> None:
    with installation_lock(home, EngineName.MAGIC_PDF):
        assert setup.said()[:2] == ("not-installed", "missing")
    setup.engines.use(MINERU, str(setup.python))
    with installation_lock(home, MINERU):
        assert setup.said()[0] == "models-missing", "the one in use can still be used"


def _nothing(_setup: Setup) -> None:
    pass


def _broken_off(setup: Setup) -> None:
    (setup.engines.home / "engines" / ".mineru-npu-0123abcd").mkdir(parents=True)


def _without_models(setup: Setup) -> None:
    setup.engines.use(MINERU, str(setup.python))


def _half_models(setup: Setup) -> None:
    _without_models(setup)
    setup.give("slanet-plus.onnx")


def _untested(setup: Setup) -> None:
    _without_models(setup)
    setup.give()


def _interpreter_gone(setup: Setup) -> None:
    _untested(setup)
    setup.python.unlink()


def _failing(setup: Setup) -> None:
    _untested(setup)
    setup.see(CardKind.CPU, WHY)


def _proven_elsewhere(setup: Setup) -> None:
    _untested(setup)
    setup.see(CardKind.NPU)


@pytest.mark.slow
@pytest.mark.parametrize(
    "half",
    [
        _nothing,
        _broken_off,
        _without_models,
        _half_models,
        _untested,
        _interpreter_gone,
        _failing,
        _proven_elsewhere,
    ],
)
def test_half_set_up_it_fails_no_document_that_the_built_in_engine_can_do(
    setup: Setup, half: Callable[[Setup], None]
) -> None:
    """The interpreter here seems to have MinerU and has not: no worker of it can start."""
    half(setup)
    paper = pdfs.text_pdf(setup.folder / "paper.pdf")
    out = setup.folder / "out"
    ran = command.run("convert", paper, "-o", out, "--json", environ=setup.environ)
    assert ran.code == 0, ran.err
    assert ran.of("started")[-1]["engine"] == "flash"
    assert (out / "paper" / "paper.md").is_file()


@pytest.mark.slow
def test_models_missing_is_counted_for_the_command_too(setup: Setup) -> None:
    setup.engines.use(MINERU, str(setup.python))
    setup.give("slanet-plus.onnx")
    entries = json.loads(command.run("engine", "list", "--json", environ=setup.environ).out)
    (entry,) = [entry for entry in entries["engines"] if entry["name"] == "mineru"]
    assert entry["missing_models"] == {"files": 1, "all_files": 13, "bytes": None}
    ran = command.run("engine", "list", environ=setup.environ | {"COLUMNS": "300"})
    assert "1 of 13 model files is missing" in ran.out
    info = inspect_engine(setup.engines, setup.environ, MINERU)
    known = replace(info, missing=info.missing and replace(info.missing, bytes=2_300_000_000))
    assert state_line(known).text == "Models incomplete: 1 of 13, 2.3 GB"
    assert setup.engines.status(MINERU).readiness is Readiness.MODELS_MISSING
    assert info.state is EngineState.MODELS_INCOMPLETE
    auto = setup.engines.resolve(EngineChoice.AUTO)
    assert not isinstance(auto, Failure)
    assert auto.name is EngineName.FLASH
