"""An engine is ready where it has been seen to work, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import CardKind
from core.engines import proofs
from core.engines.choice import EngineChoice
from core.engines.mineru_options import MineruOptions
from core.engines.model import Readiness
from core.engines.proofs import Evidence, ReadinessProofs
from core.engines.registry import Engines
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure
from tests.unit.core.engines.test_registry import python_with

WHY = Failure(FailureKind.ENGINE_MISSING, msg("No {what}.", what="CANN"), msg("Install it."))


@pytest.fixture
def engines(tmp_path: Path, home: Path) -> Engines:
    """mineru, whose tier `flash` needs no models."""
    found = Engines(home, {"HOME": str(tmp_path)})
    found.use(EngineName.MINERU, str(python_with(tmp_path / "env", "mineru")))
    found.use_options(MineruOptions(tier=Tier.FLASH))
    return found


def test_from_untested_to_ready_to_broken_and_back_when_it_changes(
    engines: Engines, tmp_path: Path
) -> None:
    status = engines.status(EngineName.MINERU)
    assert (status.readiness, status.ready_on) == (Readiness.UNTESTED, ())
    assert status.engine is not None
    engines.note_works(status.engine, CardKind.NPU, Evidence.TEST_PAGE)
    again = Engines(engines.home, {"HOME": str(tmp_path)}).status(EngineName.MINERU)
    assert (again.readiness, again.ready_on) == (Readiness.READY, (CardKind.NPU,))
    engines.note_fails(status.engine, CardKind.NPU, Evidence.PREFLIGHT, WHY)
    broken = engines.status(EngineName.MINERU)
    assert broken.readiness is Readiness.BROKEN
    assert broken.failure == WHY, "its sentences stay open to translation"
    engines.use_options(MineruOptions(tier=Tier.FLASH, vlm_url="http://host:1"))
    assert engines.status(EngineName.MINERU).readiness is Readiness.UNTESTED


def test_what_is_wrong_with_one_card_or_one_moment_says_nothing_of_the_engine(
    engines: Engines, home: Path
) -> None:
    engine = engines.status(EngineName.MINERU).engine
    assert engine is not None
    for failure in (
        Failure(FailureKind.CARD_FAULT, msg("Broken."), None, Scope.CARD),
        Failure(FailureKind.CANCELLED, msg("Cancelled.")),
    ):
        engines.note_fails(engine, CardKind.NPU, Evidence.PREFLIGHT, failure)
    assert ReadinessProofs(home).of(engine) == {}


def test_auto_passes_by_what_has_just_failed_and_looks_again_later(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engines.status(EngineName.MINERU).engine
    assert engine is not None
    assert engines.resolve(EngineChoice.AUTO) == engine
    engines.note_fails(engine, CardKind.CPU, Evidence.PREFLIGHT, WHY)
    auto = engines.resolve(EngineChoice.AUTO)
    assert not isinstance(auto, Failure)
    assert auto.name is EngineName.FLASH
    assert engines.resolve(EngineChoice.MINERU) == engine, "who names it, gets it"
    monkeypatch.setattr(proofs, "BELIEVED_S", 0.0)
    assert engines.resolve(EngineChoice.AUTO) == engine


def test_a_document_gets_what_is_ready_on_its_card(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = cpu_card(None, None)
    engine = engines.resolve_on(EngineChoice.AUTO, card, {})
    assert not isinstance(engine, Failure)
    assert engine.name is EngineName.MINERU, "its preflight has nothing to say against it"
    assert engines.status(EngineName.MINERU).ready_on == (CardKind.CPU,)
    monkeypatch.setattr(Engines, "preflight_failure", lambda *_: WHY)
    other = engines.resolve_on(EngineChoice.AUTO, card, {})
    assert not isinstance(other, Failure)
    assert other.name is EngineName.FLASH, "it is done by what can"


def test_an_engine_that_would_fetch_its_models_first_is_not_ready(
    tmp_path: Path, home: Path
) -> None:
    engines = Engines(home, {"HOME": str(tmp_path)})
    engines.use(EngineName.MINERU, str(python_with(tmp_path / "env", "mineru")))
    engines.use_options(MineruOptions(downloads=True))
    status = engines.status(EngineName.MINERU)
    assert status.readiness is Readiness.MODELS_MISSING
    assert status.failure is not None
    auto = engines.resolve(EngineChoice.AUTO)
    assert not isinstance(auto, Failure)
    assert auto.name is EngineName.FLASH
    named = engines.resolve(EngineChoice.MINERU)
    assert not isinstance(named, Failure), "who names it has said so"


@pytest.mark.parametrize("text", ["", "[]", '{"engines": []}', '{"engines": {"mineru": 3}}'])
def test_a_file_that_is_no_such_thing_counts_as_none(
    engines: Engines, home: Path, text: str
) -> None:
    (home / proofs.NAME).write_text(text, "utf-8")
    assert engines.status(EngineName.MINERU).readiness is Readiness.UNTESTED
