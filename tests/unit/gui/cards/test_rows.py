"""The order of the rows, what Automatic says, and the engine's need: values alone, no window."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from core.cards.monitor import Snapshot
from core.cards.reservations import NO_RESERVATIONS
from core.messages import msg
from core.worker.kinds import EngineName
from gui.cards.cards_state import CardsState, EngineNeed
from gui.cards.hints import advice
from gui.cards.labels import automatic_text, spoken
from gui.cards.model import CardModel
from gui.cards.rows import AUTOMATIC, STEP_MB, automatic_row, card_row, ordered
from tests.unit.core.cards.samples import npu, reading

MAGIC_PDF = EngineNeed(EngineName.MAGIC_PDF, uses_card=True, memory_mb=6 * 1024)


def board(*free_gb: float | None, need: EngineNeed = MAGIC_PDF) -> CardsState:
    cards = [npu(number, free_gb=free) for number, free in enumerate(free_gb)]
    return CardsState(Snapshot(reading(*cards), False, 0.0, 0.1), need=need)


def order_of(shown: CardsState, before: list[str]) -> list[str]:
    rows = [automatic_row(shown), *(card_row(shown, card) for card in shown.cards)]
    return ordered(rows, before)


@given(st.lists(st.floats(0, 64) | st.none(), max_size=20))
def test_automatic_first_the_cpu_last_and_the_freest_between(free_gb: list[float | None]) -> None:
    shown = board(*free_gb)
    order = order_of(shown, [])
    assert order[0] == AUTOMATIC
    assert order[-1] == "cpu"
    free = {f"npu:{number}.0": value for number, value in enumerate(free_gb)}
    between = [free[name] for name in order[1:-1]]
    known = [value for value in between if value is not None]
    assert between == [*known, *([None] * (len(between) - len(known)))]
    for one, two in pairwise(known):
        assert one * 1024 > two * 1024 - STEP_MB


@given(st.permutations(["npu:0.0", "npu:1.0", "npu:2.0"]), st.floats(-0.05, 0.05))
def test_cards_that_breathe_stay_in_their_order(before: list[str], breath: float) -> None:
    assert order_of(board(60.0 + breath, 60.0, 60.0 - breath), before)[1:-1] == before


def test_what_cannot_be_picked_comes_after_what_can() -> None:
    shown = board(1.0, 60.0)
    broken = dataclasses.replace(shown.cards[1], usable=False, reason=msg("It is broken."))
    assert shown.snapshot is not None
    cards = reading(shown.cards[0], broken)
    shown = dataclasses.replace(shown, snapshot=dataclasses.replace(shown.snapshot, reading=cards))
    assert order_of(shown, []) == [AUTOMATIC, "npu:0.0", "npu:1.0", "cpu"]


def test_automatic_says_which_card_and_why(qapp: QApplication) -> None:
    shown = board(10.0, 50.0)
    assert automatic_text(automatic_row(shown), shown).startswith("NPU 1 now: ")
    kept = NO_RESERVATIONS.with_note(shown.cards[1], "others")
    shown = dataclasses.replace(shown, reservations=kept)
    assert automatic_text(automatic_row(shown), shown).startswith("NPU 0 now: ")
    shown = board(2.0)
    assert "No card is available right now" in automatic_text(automatic_row(shown), shown)
    shown = board(50.0, need=EngineNeed(EngineName.FLASH, uses_card=False))
    assert "no card is needed" in automatic_text(automatic_row(shown), shown)


def said(shown: CardsState, *keys: str) -> str:
    model = CardModel(keys)
    model.take(shown)
    return "\n".join(line.text for line in advice(model))


def test_the_engines_need_is_said_before_the_start(qapp: QApplication) -> None:
    shown = board(3.0, 50.0, 40.0)
    assert "about 6 GB are needed; NPU 1: 50.0 GB free" in said(shown)
    assert "NPU 1, NPU 2: at least 40.0 GB free each" in said(shown, "npu:1", "npu:2")
    low = said(shown, "npu:0")
    assert "NPU 0 has 3.0 GB free of 64.0 GB" in low
    assert "are needed" not in low
    flash = dataclasses.replace(shown, need=EngineNeed(EngineName.FLASH, uses_card=False))
    assert "will not use NPU 1" in said(flash, "npu:1")
    assert "2 workers: 2 documents at a time." in said(flash, "npu:1", "npu:2")
    assert "2 workers, one per card" in said(shown, "npu:1", "npu:2")
    assert said(flash, "cpu") == ""
    assert said(flash) == ""


def test_an_engine_that_was_not_seen_to_work_is_not_promised(qapp: QApplication) -> None:
    unproven = dataclasses.replace(MAGIC_PDF, is_proven=False, gives_way=True)
    model = CardModel(())
    model.take(board(50.0, need=unproven))
    line = advice(model)[-1]
    assert line.text.endswith("has not been tested here yet.")
    assert "the built-in engine takes its place" in line.hint
    named = dataclasses.replace(unproven, failure=msg("CANN was not found."), gives_way=False)
    model.take(board(50.0, need=named))
    line = advice(model)[-1]
    assert line.text.endswith("did not work here: CANN was not found.")
    assert "built-in" not in line.hint, "it was named: nothing takes its place"
    flash = EngineNeed(EngineName.FLASH, uses_card=False, is_proven=False)
    model.take(board(50.0, need=flash))
    assert advice(model) == []


def test_what_is_not_known_is_never_a_zero(qapp: QApplication) -> None:
    shown = board(None)
    card = dataclasses.replace(
        shown.cards[0], memory_total_mb=None, utilisation_percent=None, power_w=None
    )
    row = card_row(shown, card)
    words = spoken(row, shown, picked=False)
    assert "memory not known" in words
    assert " 0 " not in words.replace("NPU 0", "")
