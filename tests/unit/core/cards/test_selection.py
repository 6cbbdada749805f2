"""Which card a run goes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cards.model import Card, CardKind, Health, Problem
from core.cards.reservations import NO_RESERVATIONS, Reservations
from core.cards.selection import (
    MEMORY_NEED_MB,
    CardUnavailableError,
    CardWarningKind,
    UnknownCardError,
    select_cards,
)
from core.messages import msg
from core.worker.kinds import EngineName
from tests.unit.core.cards.samples import cpu, gpu, npu, reading

NEED = 8 * 1024.0
BROKEN = msg("The driver reports its health as {health}.", health="Alarm")


def chosen(*cards: Card, wanted: str = "auto", **values: object) -> list[str]:
    choice = select_cards(reading(*cards), wanted, **values)  # type: ignore[arg-type]
    return [card.key for card in choice.cards]


def test_the_seed_cannot_be_walked_into() -> None:
    cards = [npu(n, free_gb=0.02) for n in range(6)] + [npu(6), npu(7)]
    assert chosen(*cards) == ["npu:6"]
    assert chosen(*cards, need_mb=NEED) == ["npu:6"]


def test_most_free_memory_then_least_load_then_the_lists_order() -> None:
    assert chosen(npu(0, free_gb=40), npu(1, free_gb=50)) == ["npu:1"]
    assert chosen(npu(0, utilisation_percent=9.0), npu(1)) == ["npu:1"]
    assert chosen(npu(0, utilisation_percent=None), npu(1, utilisation_percent=90.0)) == ["npu:1"]
    assert chosen(npu(5), npu(2), npu(7)) == ["npu:5"]


def test_a_card_with_a_warning_is_the_last_resort_and_is_told_about() -> None:
    warned = npu(0, health=Health.WARNING)
    assert chosen(warned, npu(1, free_gb=20)) == ["npu:1"]
    choice = select_cards(reading(warned))
    assert [note.kind for note in choice.warnings] == [CardWarningKind.WARNING_HEALTH]


def test_auto_leaves_alone_what_is_reserved_broken_full_or_unknown() -> None:
    reserved = npu(0)
    others = [
        npu(1, health=Health.ALARM, usable=False, reason=BROKEN),
        npu(2, free_gb=1),
        npu(3, free_gb=None),
        npu(4, health=Health.UNKNOWN),
    ]
    reservations = NO_RESERVATIONS.with_note(reserved, "DeepSeek")
    with pytest.raises(CardUnavailableError) as raised:
        select_cards(reading(reserved, *others), need_mb=NEED, reservations=reservations)
    said = str(raised.value.sentence)
    for word in ("DeepSeek", "Alarm", "1.0 GB free", "not known", "unknown"):
        assert word in said


def test_auto_never_falls_to_the_cpu_while_there_are_cards() -> None:
    with pytest.raises(CardUnavailableError) as raised:
        select_cards(reading(npu(0, free_gb=1)), need_mb=NEED)
    assert "--card cpu" in str(raised.value.hint)


def test_auto_is_the_cpu_without_cards_or_for_an_engine_that_uses_none() -> None:
    assert chosen() == ["cpu"]
    assert chosen(npu(0), uses_card=False) == ["cpu"]


def test_keys_are_taken_as_named_in_their_order_each_once() -> None:
    cards = [npu(n) for n in range(8)]
    assert chosen(*cards, wanted="npu:7,npu:6") == ["npu:7", "npu:6"]
    assert chosen(*cards, wanted=" npu:6 , npu:6,cpu,") == ["npu:6", "cpu"]
    assert chosen(gpu(0), gpu(1), wanted="cuda:1") == ["cuda:1"]


@pytest.mark.parametrize("wanted", ["npu:9", "npu:6,npu:9", "auto,npu:6", "", " , ", "NPU:6", "6"])
def test_a_key_that_is_not_listed_is_a_wrong_command(wanted: str) -> None:
    with pytest.raises(UnknownCardError) as raised:
        select_cards(reading(npu(6)), wanted)
    assert "npu:6" in str(raised.value.hint)


def test_a_listed_card_that_is_not_usable_is_unavailable_and_says_why() -> None:
    broken = npu(6, usable=False, reason=BROKEN)
    for wanted in ("npu:6", "npu:7,npu:6"):
        with pytest.raises(CardUnavailableError, match="Alarm"):
            select_cards(reading(broken, npu(7)), wanted)


def test_a_named_card_is_taken_with_what_speaks_against_it() -> None:
    card = npu(0, free_gb=0.5, health=Health.WARNING)
    reservations = NO_RESERVATIONS.with_note(card, "DeepSeek")
    choice = select_cards(reading(card), "npu:0", need_mb=NEED, reservations=reservations)
    assert choice.cards == (card,)
    assert [note.kind for note in choice.warnings] == [
        CardWarningKind.RESERVED,
        CardWarningKind.WARNING_HEALTH,
        CardWarningKind.LOW_MEMORY,
    ]
    said = " ".join(str(note.text) for note in choice.warnings)
    assert "DeepSeek" in said
    assert "0.5 GB free of 64.0 GB" in said


def test_the_cpu_needs_no_device_memory() -> None:
    assert select_cards(reading(), "cpu", need_mb=10.0**9).warnings == ()


def test_engines_that_use_a_card_have_a_need_and_flash_has_none() -> None:
    assert set(MEMORY_NEED_MB) == set(EngineName) - {EngineName.FLASH}


CARDS = st.builds(
    lambda number, free, load, health, usable: npu(
        number,
        free_gb=free,
        utilisation_percent=load,
        health=health,
        usable=usable,
        reason=None if usable else BROKEN,
    ),
    st.integers(0, 31),
    st.none() | st.floats(0, 64),
    st.none() | st.floats(0, 100),
    st.sampled_from(Health),
    st.booleans(),
)


@given(
    st.lists(CARDS, min_size=1, max_size=8, unique_by=lambda card: card.key),
    st.none() | st.floats(1, 60_000),
    st.sets(st.integers(0, 31)),
)
def test_auto_is_fit_and_nothing_fitter_was_left(
    cards: list[Card], need: float | None, kept: set[int]
) -> None:
    reservations = Reservations({f"npu:{number}.0": "" for number in kept})

    def fit(card: Card) -> bool:
        free = card.memory_free_mb
        return (
            card.usable
            and card.health in (Health.OK, Health.WARNING)
            and card.npu_id not in kept
            and free is not None
            and (need is None or free >= need)
        )

    try:
        (best,) = select_cards(reading(*cards), need_mb=need, reservations=reservations).cards
    except CardUnavailableError:
        assert not any(map(fit, cards))
        return
    assert fit(best)
    rivals = [card for card in cards if fit(card) and card.health is best.health]
    assert best.memory_free_mb == max(card.memory_free_mb or 0 for card in rivals)
    if best.health is Health.WARNING:
        assert not any(fit(card) and card.health is Health.OK for card in cards)
    again = select_cards(reading(*cards), need_mb=need, reservations=reservations)
    assert again.cards == (best,)


def test_the_cpu_is_listed_by_its_key() -> None:
    assert cpu().key == "cpu"


REFUSED = Problem("dcmi-8020", msg("Another container holds one of the mapped cards."), None)


def test_a_driver_that_does_not_answer_is_no_reason_for_the_cpu() -> None:
    silent = reading(problems=(REFUSED,), silent=frozenset({CardKind.NPU}))
    with pytest.raises(CardUnavailableError) as raised:
        select_cards(silent, "auto")
    assert "Another container" in str(raised.value.sentence)
    assert "--card cpu" in str(raised.value.hint)
    for wanted in ("npu:6", "npu:6,cpu"):  # not listed is a wrong command, which says why
        with pytest.raises(UnknownCardError) as unknown:
            select_cards(silent, wanted)
        assert "Another container" in str(unknown.value.hint)
    assert select_cards(silent, "cpu").cards[0].key == "cpu"
    assert select_cards(silent, "auto", uses_card=False).cards[0].key == "cpu"
    with pytest.raises(UnknownCardError):
        select_cards(silent, "cuda:0")
    with_gpu = reading(gpu(0), problems=(REFUSED,), silent=frozenset({CardKind.NPU}))
    assert select_cards(with_gpu, "auto").cards[0].key == "cuda:0"
    unsaid = reading(silent=frozenset({CardKind.NPU}))
    with pytest.raises(CardUnavailableError, match="does not answer"):
        select_cards(unsaid, "auto")
