"""The card of the first run."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.engines.setup_offer import SetupOffer, SetupStep
from core.worker.kinds import EngineName
from gui.window.header import CardButton
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
    with qtbot.waitSignal(card.requested):
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


def test_what_is_being_done_stands_in_the_place_of_the_offer(qtbot: QtBot) -> None:
    card = SetupCard()
    qtbot.addWidget(card)
    card.show_task("Installing MinerU 4 · 9 %", "Fetching torch (3 of 141)")
    assert card.isHidden(), "nothing is offered"
    card.show_offer(SetupOffer(EngineName.MINERU, (npu(6),)))
    assert (card.text.text(), card.go.text()) == ("Installing MinerU 4 · 9 %", "Show")
    assert card.steps.text() == "Fetching torch (3 of 141)"
    assert card.later.isHidden(), "it is not the offer that is put off"
    card.show_task("", "")
    assert (card.go.text(), card.later.isHidden()) == ("Set up MinerU…", False)


def test_the_card_button_says_that_cards_are_idle(qtbot: QtBot) -> None:
    card = SetupCard()
    qtbot.addWidget(card)
    free = SetupOffer(EngineName.MINERU, (npu(6), npu(7)))
    assert card.note_of(free) == "2 card(s) idle: no engine for them"
    assert card.note_of(SetupOffer(EngineName.MINERU, ())) == ""
    assert card.note_of(SetupOffer(EngineName.MINERU, (), SetupStep.MODELS)) == ""
    button = CardButton()
    qtbot.addWidget(button)
    button.set_texts("Processor", "Built-in")
    button.note("2 cards idle")
    assert (button.detail, button.accessibleDescription()) == (
        "2 cards idle",
        "2 cards idle\nBuilt-in",
    )
    button.note("")
    assert button.detail == "Built-in"
