"""The card of the first run."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.engines.setup_offer import SetupOffer, SetupStep
from core.worker.kinds import EngineName
from gui.window.welcome.setup_card import SetupCard
from tests.unit.core.cards.samples import npu


def test_it_names_the_cards_leads_on_and_can_be_put_off(qtbot: QtBot) -> None:
    card = SetupCard()
    qtbot.addWidget(card)
    assert card.isHidden()
    card.show_offer(SetupOffer(EngineName.MINERU, (npu(6), npu(7))))
    assert not card.isHidden()
    assert "NPU 6, NPU 7" in card.text.text()
    assert "MinerU" in card.go.text()
    with qtbot.waitSignal(card.wanted):
        card.go.click()
    with qtbot.waitSignal(card.dismissed):
        card.later.click()
    assert card.isHidden()
    card.show_offer(None)
    assert card.isHidden()
    card.show_offer(SetupOffer(EngineName.MINERU, ()))
    assert "on the processor" in card.text.text()


def test_it_says_what_comes_next_of_an_engine_that_is_begun_with(qtbot: QtBot) -> None:
    card = SetupCard()
    qtbot.addWidget(card)
    card.show_offer(SetupOffer(EngineName.MINERU, (), SetupStep.MODELS))
    assert "MinerU 4 is installed" in card.text.text()
    assert (card.go.text(), "Step 2" in card.steps.text()) == ("Get models…", True)
    card.show_offer(SetupOffer(EngineName.MINERU, (), SetupStep.TEST))
    assert "not tested yet" in card.text.text()
    assert (card.go.text(), "Step 3" in card.steps.text()) == ("Test it…", True)
