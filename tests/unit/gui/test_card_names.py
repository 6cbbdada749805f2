"""Cards by their keys, as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind
from core.jobs.scheduling.card_assignment import CardAssignment
from core.settings.definitions import LANGUAGE, Language, Settings
from core.worker.kinds import EngineName
from gui.card_names import card_key_label, card_key_meant, card_label
from gui.labels import assignment_text


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("cpu", "Processor"),
        ("atlas-3/cpu", "atlas-3 · Processor"),
        ("npu:7", "NPU 7"),
        ("cuda:0.1", "GPU 0.1"),
        ("atlas-3/npu:7", "atlas-3 · NPU 7"),
        ("npu:20.1", "NPU 20 · chip 1"),
        ("atlas-3/npu:20.1", "atlas-3 · NPU 20 · chip 1"),
        ("strange", "strange"),
    ],
)
def test_cards_are_called_as_people_do(qapp: QApplication, key: str, word: str) -> None:
    assert card_key_label(key) == word
    assert card_key_meant(word) == key, "what is shown can be typed"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("npu 6", "npu:6"),
        ("NPU6", "npu:6"),
        ("cuda:0", "cuda:0"),
        ("gpu 1.1", "cuda:1.1"),
        ("npu 20.1", "npu:20.1"),
    ],
)
def test_a_card_is_typed_in_several_ways(qapp: QApplication, typed: str, key: str) -> None:
    assert card_key_meant(typed) == key


@pytest.mark.parametrize("host", ["", "atlas-3"])
def test_a_chip_has_one_name_wherever_it_is_named_also_in_chinese(
    themed: None, settings: Settings, host: str
) -> None:
    key = f"{host}/npu:20.1" if host else "npu:20.1"
    chip = replace(npu(20), key=key, label=f"{host} · NPU 20 · chip 1".removeprefix(" · "))
    assert card_label(chip) == card_key_label(key) == chip.label
    settings.set(LANGUAGE, Language.CHINESE)
    assert card_label(chip) == card_key_label(key)
    assert card_label(chip).endswith("NPU 20 · 芯片 1")
    assert card_key_meant(card_label(chip)) == key


def npu(number: int) -> Card:
    plain = cpu_card(None, None)
    return replace(
        plain, key=f"npu:{number}", kind=CardKind.NPU, label=f"NPU {number}", name="910B3"
    )


def test_cards_that_an_engine_does_not_use_are_not_where_work_runs(qapp: QApplication) -> None:
    assignment = CardAssignment((npu(6), npu(7)))
    assert assignment_text(assignment, EngineName.FLASH) == (
        "Processor",
        "Built-in · NPU 6, NPU 7 not needed",
    )
    title, _ = assignment_text(assignment, EngineName.MINERU)
    assert title == "NPU 6 · 910B3, NPU 7 · 910B3"


def test_an_engine_that_was_not_seen_to_work_is_not_said_to_do_the_work(qapp: QApplication) -> None:
    assignment, mineru = CardAssignment((npu(6),)), EngineName.MINERU
    said = assignment_text(assignment, mineru, is_proven=False)
    assert said == ("NPU 6 · 910B3", "MinerU 4, to be tested first")
    said = assignment_text(assignment, mineru, is_proven=False, at_work=EngineName.FLASH)
    assert said == ("Processor", "Built-in, as MinerU 4 is not ready")
    said = assignment_text(assignment, mineru, is_proven=False, at_work=mineru)
    assert said == ("NPU 6 · 910B3", "MinerU 4")
