"""What the first run offers: cards that are free, as long as no engine uses them."""

from __future__ import annotations

from pathlib import Path

from core.cards.model import CardKind
from core.cards.reader import CardReader
from core.cards.reservations import load_reservations, save_reservations
from core.engines.proofs import Evidence
from core.engines.registry import Engines
from core.engines.setup_offer import SetupOffer, SetupStep, setup_offer
from core.worker.kinds import EngineName
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import PRESETS
from tests.unit.core.engines.test_registry import python_with
from tests.unit.core.worker.test_model_files import magic_pdf_models


def test_free_cards_are_offered_until_an_engine_is_there(home: Path, tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", PRESETS["seed"]())
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", **host.environment()}
    offer = setup_offer(home, environ)
    assert offer is not None
    assert offer.engine is EngineName.MINERU
    assert [card.key for card in offer.cards] == ["npu:6", "npu:7"], "the others are full"
    with CardReader(home, environ) as reader:
        six = reader.read().card("npu:6")
    assert six is not None
    save_reservations(home, load_reservations(home).with_note(six, "DeepSeek"))
    reserved = setup_offer(home, environ)
    assert reserved is not None
    assert [card.key for card in reserved.cards] == ["npu:7"]
    Engines(home, environ).use(
        EngineName.MAGIC_PDF, str(python_with(tmp_path / "env", "magic-pdf"))
    )
    begun = setup_offer(home, environ)
    assert begun == SetupOffer(EngineName.MAGIC_PDF, (), SetupStep.MODELS), "and now its models"


def test_an_engine_that_is_begun_with_leads_to_its_models_then_to_the_test_then_nowhere(
    home: Path, tmp_path: Path
) -> None:
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "HEADFRAME_DCMI": "off"}
    engines = Engines(home, environ)
    engines.use(EngineName.MINERU, str(python_with(tmp_path / "other", "mineru")))
    python = python_with(tmp_path / "env", "magic-pdf")
    engines.use(EngineName.MAGIC_PDF, str(python))
    assert setup_offer(home, environ) == SetupOffer(EngineName.MINERU, (), SetupStep.MODELS)
    engines.use_models(EngineName.MAGIC_PDF, magic_pdf_models(tmp_path / "models"))
    tested = SetupOffer(EngineName.MAGIC_PDF, (), SetupStep.TEST)
    assert setup_offer(home, environ) == tested, "it is nearer to the end"
    engine = engines.status(EngineName.MAGIC_PDF).engine
    assert engine is not None
    engines.note_works(engine, CardKind.CPU, Evidence.TEST_PAGE)
    assert setup_offer(home, environ) is None
    python.unlink()
    assert setup_offer(home, environ) == SetupOffer(EngineName.MINERU, (), SetupStep.MODELS)


def test_without_a_card_nothing_is_offered(home: Path, tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "PATH": "/nowhere", "HEADFRAME_DCMI": "off"}
    assert setup_offer(home, environ) is None
    offer = setup_offer(home, environ, scan_read=True)
    assert offer == SetupOffer(EngineName.MINERU, ())
    python = python_with(tmp_path / "env", "mineru")
    Engines(home, environ).use(EngineName.MINERU, str(python))
    assert setup_offer(home, environ, scan_read=True) == SetupOffer(
        EngineName.MINERU, (), SetupStep.MODELS
    )


def test_cards_that_are_all_taken_are_no_reason_for_the_processor(
    home: Path, tmp_path: Path
) -> None:
    host = AscendHost(tmp_path / "host", PRESETS["seed"]())
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", **host.environment()}
    with CardReader(home, environ) as reader:
        cards = [card for card in reader.read().cards if card.key in ("npu:6", "npu:7")]
    notes = load_reservations(home)
    for card in cards:
        notes = notes.with_note(card, "DeepSeek")
    save_reservations(home, notes)
    assert setup_offer(home, environ, scan_read=True) is None
