"""From chips to cards: keys, labels, logic ids, limits, what is listed twice."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cards.ascend.chips import Chip, cards_of, listed_twice, without_twins
from core.cards.ascend.npu_smi_parser import parse_info, parse_mapping
from core.cards.inherited_visibility import ascend_limit
from core.cards.model import CardProcess, Health
from tests.support.ascend.layouts import info_lines, mapping_lines
from tests.support.ascend.presets import PRESETS, a3_16_dies, container_6_7, duo, sparse_slots
from tests.support.ascend.state import HostState


def chip(npu_id: int, chip_id: int = 0, **values: object) -> Chip:
    whole = Chip(
        npu_id,
        chip_id,
        name="910B3",
        health=Health.OK,
        bus_id=f"0000:{npu_id:02X}:00.0",
        memory_used_mb=3_400,
        memory_total_mb=65_536,
    )
    return dataclasses.replace(whole, **values)  # type: ignore[arg-type]


def chips_of(state: HostState) -> tuple[Chip, ...]:
    return parse_info("\n".join(info_lines(state))).chips


def test_a_lone_chip_has_its_cards_key_and_a_second_one_its_own() -> None:
    cards = cards_of([chip(0), chip(7, 0), chip(7, 1), chip(9, 1)], None, None)
    assert [card.key for card in cards] == ["npu:0", "npu:7.0", "npu:7.1", "npu:9.1"]
    assert [card.label for card in cards] == [
        "NPU 0",
        "NPU 7 · chip 0",
        "NPU 7 · chip 1",
        "NPU 9 · chip 1",
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_logic_ids_are_those_of_the_mapping(name: str) -> None:
    state = PRESETS[name]()
    ids = parse_mapping("\n".join(mapping_lines(state)))
    cards = cards_of(chips_of(state), ids, None)
    assert [card.logic_id for card in cards] == [chip.logic for chip in state.chips]


def test_without_a_mapping_a_container_counts_from_0() -> None:
    cards = cards_of(chips_of(container_6_7()), None, None)
    assert [(card.key, card.logic_id) for card in cards] == [("npu:6", 0), ("npu:7", 1)]


def test_without_a_mapping_sparse_slots_count_by_rank() -> None:
    cards = cards_of(chips_of(sparse_slots()), None, None)
    assert {card.key: card.logic_id for card in cards} == {
        "npu:0": 0,
        "npu:1": 1,
        "npu:3": 2,
        "npu:4": 3,
    }


def test_without_a_mapping_the_device_column_of_a_310_counts() -> None:
    shifted = [chip(6, index, device=3 + index) for index in range(4)]
    assert [card.logic_id for card in cards_of(shifted, None, None)] == [3, 4, 5, 6]
    assert [card.logic_id for card in cards_of(chips_of(duo()), None, None)] == [0, 1, 2, 3]


def test_a3_phy_ids_are_no_logic_ids() -> None:
    state = a3_16_dies()
    half = dataclasses.replace(
        state, chips=tuple(dataclasses.replace(c, logic=i) for i, c in enumerate(state.chips[14:]))
    )
    cards = cards_of(chips_of(half), None, None)
    assert [(card.key, card.logic_id) for card in cards] == [("npu:7.0", 0), ("npu:7.1", 1)]
    whole = cards_of(chips_of(state), None, None)
    assert whole[-1].key == "npu:7.1"
    assert whole[-1].logic_id == 15


def test_a_chip_without_a_logic_id_cannot_be_used() -> None:
    card, other = cards_of([chip(0), chip(1)], {(0, 0): None, (1, 0): 0}, None)
    assert (card.logic_id, card.usable) == (None, False)
    assert "logic id" in str(card.reason)
    assert (other.logic_id, other.usable) == (0, True)


def test_a_chip_that_the_mapping_lacks_gets_no_id_that_another_has() -> None:
    cards = cards_of([chip(0), chip(1), chip(2)], {(0, 0): 1, (2, 0): 0}, None)
    assert [card.logic_id for card in cards] == [1, None, 0]
    assert [card.usable for card in cards] == [True, False, True]


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), unique=True, max_size=12),
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 3)), st.none() | st.integers(0, 12)
    ),
    st.booleans(),
)
def test_no_guessed_logic_id_is_ever_another_chips(
    places: list[tuple[int, int]], told: dict[tuple[int, int], int | None], has_told: bool
) -> None:
    cards = cards_of([chip(*place) for place in places], told if has_told else None, None)
    ids = {(card.npu_id, card.chip_id): card.logic_id for card in cards}
    guessed = [ids[p] for p in places if ids[p] is not None and not (has_told and p in told)]
    known = [i for i in told.values() if i is not None] if has_told else []
    assert len(set(guessed)) == len(guessed)
    assert not set(guessed) & set(known)


@pytest.mark.parametrize("health", Health)
def test_ok_and_warning_are_usable_and_the_rest_says_why(health: Health) -> None:
    (card,) = cards_of([chip(0, health=health)], None, None)
    assert card.usable == (health in (Health.OK, Health.WARNING))
    assert (card.reason is None) == card.usable


def test_an_inherited_limit_lists_and_refuses_what_is_outside() -> None:
    limit = ascend_limit({"ASCEND_RT_VISIBLE_DEVICES": "6,7"})
    cards = cards_of([chip(npu) for npu in range(8)], None, limit)
    assert [card.usable for card in cards] == [False] * 6 + [True] * 2
    assert "ASCEND_RT_VISIBLE_DEVICES=6,7" in str(cards[0].reason)
    # The driver's tools ignore the variable: a chip's logic id is what it was.
    assert [card.logic_id for card in cards] == list(range(8))


def test_a_chip_listed_twice_is_one_card_the_whole_one() -> None:
    broken = chip(0, memory_used_mb=None, memory_total_mb=None, complete=False)
    assert without_twins([broken, chip(0), broken]) == [chip(0)]
    assert without_twins([chip(0), broken]) == [chip(0)]
    (card,) = cards_of([chip(0), broken], None, None)
    assert card.memory_total_mb == 65_536


def test_twins_are_told_from_chips_that_share_a_bus() -> None:
    assert listed_twice(chips_of(duo())) == []
    halves = [
        chip(0, 0, phy_id=0, bus_id="0000:9D:00.0"),
        chip(0, 1, phy_id=0, bus_id="0000:9D:00.0"),
    ]
    assert [(one.chip_id, two.chip_id) for one, two in listed_twice(halves)] == [(0, 1)]
    assert len(listed_twice([chip(3), chip(3)])) == 1


@pytest.mark.parametrize(
    ("printed", "total", "known"),
    [
        (34_207, 43_693, 34_207),
        (17_179_869_184, 32_768, 16_384),
        (65_537, 65_536, 65_537 / 2**20),
        (17_179_869_184, None, 16_384),
        (49_207, None, 49_207),
        (None, 65_536, None),
    ],
)
def test_a_process_larger_than_its_chip_is_in_bytes(
    printed: float | None, total: float | None, known: float | None
) -> None:
    process = CardProcess(1, None, "python", printed)
    (card,) = cards_of([chip(0, memory_total_mb=total, processes=(process,))], None, None)
    assert card.processes[0].memory_mb == known
