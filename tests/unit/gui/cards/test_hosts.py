"""A cluster's hosts as groups in the list: values and the model, no Ray."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QApplication

from core.cards.allocation_report import AllocationReport
from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind, CardProcess, Problem, Reading, ReadingSource
from core.cards.monitor import Snapshot
from core.cards.reservations import NO_RESERVATIONS, Reservations
from core.cluster.messages import HostSurvey
from core.cluster.model import ClusterNode, ClusterReading, HostFacts, HostReport
from core.cluster.reader import merged
from core.messages import msg
from gui.cards.card_status_strip import CardStatusStrip, places
from gui.cards.cards_state import CardsState
from gui.cards.clipboard_export import _sheet
from gui.cards.hints import problem_lines
from gui.cards.labels import automatic_text, host_text, spoken, title, under_title
from gui.cards.model import CardModel
from gui.cards.rows import CardRow
from tests.unit.core.cards.samples import npu

FACTS = HostFacts("3.11.7", "2.60.0", 64, 500_000.0, 64)


def survey(
    host: str,
    *cards: Card,
    alive: bool = True,
    problems: tuple[Problem, ...] = (),
    ours: frozenset[int] = frozenset(),
    reserved: Reservations = NO_RESERVATIONS,
) -> HostSurvey:
    node = ClusterNode(f"id-{host}", host, "10.0.0.1", alive)
    reading = Reading(
        datetime.now(UTC), ReadingSource.NPU_SMI, (*cards, cpu_card(1.0, None)), problems
    )
    return HostSurvey(node, FACTS, HostReport(reading, (), reserved, ours))


def state(
    *surveys: HostSurvey, before: ClusterReading | None = None, now: datetime | None = None
) -> CardsState:
    hosts = () if before is None else before.hosts
    cards = () if before is None else before.reading.cards
    found = merged(surveys, hosts, cards, now or datetime.now(UTC), NO_RESERVATIONS)
    return CardsState(
        Snapshot(found.reading, False, 0.0, 0.1), cluster=found, reservations=found.reservations
    )


def three() -> CardsState:
    return state(
        survey("atlas-10", npu(6), npu(7)),
        survey("atlas-2", npu(6, free_gb=10.0), npu(7, free_gb=60.0)),
        survey("atlas-1", npu(6), npu(7)),
    )


def shown(model: CardModel) -> list[str]:
    return [row.key for row in model.rows()]


def row_of(model: CardModel, key: str) -> CardRow:
    return next(row for row in model.rows() if row.key == key)


@pytest.fixture
def model(qapp: QApplication) -> CardModel:
    made = CardModel(())
    made.take(three())
    return made


def test_each_hosts_cards_stand_below_its_name(model: CardModel) -> None:
    assert shown(model) == [
        "auto",
        *("atlas-1/", "atlas-1/npu:6", "atlas-1/npu:7", "atlas-1/cpu"),
        *("atlas-2/", "atlas-2/npu:7", "atlas-2/npu:6", "atlas-2/cpu"),
        *("atlas-10/", "atlas-10/npu:6", "atlas-10/npu:7", "atlas-10/cpu"),
    ], "hosts by number, the freest card first"
    assert [title(row) for row in model.rows()][1:4] == ["atlas-1", "NPU 6", "NPU 7"]
    host = row_of(model, "atlas-1/")
    assert under_title(host, model.board) == "2 of 2 free"
    said = spoken(row_of(model, "atlas-1/npu:6"), model.board, picked=False)
    assert said.startswith("atlas-1 NPU 6")


def test_hosts_that_come_later_stand_whole_below_the_others_while_rows_are_held(
    model: CardModel,
) -> None:
    model.hold(True)
    before = shown(model)
    model.take(
        state(
            survey("atlas-1", npu(6), npu(7), npu(5)),
            survey("atlas-2", npu(6, free_gb=10.0), npu(7, free_gb=60.0)),
            survey("atlas-3", npu(1), npu(2)),
            survey("atlas-10", npu(6), npu(7)),
            survey("atlas-20", npu(3)),
        )
    )
    now = shown(model)
    new_card = before.index("atlas-1/cpu")
    assert now == [
        *before[:new_card],
        "atlas-1/npu:5",
        *before[new_card:],
        *("atlas-3/", "atlas-3/npu:1", "atlas-3/npu:2", "atlas-3/cpu"),
        *("atlas-20/", "atlas-20/npu:3", "atlas-20/cpu"),
    ]


def test_a_tick_on_a_host_ticks_its_cards(model: CardModel) -> None:
    host = row_of(model, "atlas-2/")
    index = model.index_of(host.id)
    check = Qt.ItemDataRole.CheckStateRole
    assert model.data(index, check) is Qt.CheckState.Unchecked
    model.toggle(row_of(model, "atlas-2/npu:6"))
    assert model.data(index, check) is Qt.CheckState.PartiallyChecked
    model.toggle(row_of(model, "atlas-2/"))
    assert model.keys() == ("atlas-2/npu:7", "atlas-2/npu:6")
    assert model.data(index, check) is Qt.CheckState.Checked
    model.toggle(row_of(model, "atlas-10/npu:7"))
    assert model.keys()[-1] == "atlas-10/npu:7", "cards of several hosts"
    model.toggle(row_of(model, "atlas-2/"))
    assert model.keys() == ("atlas-10/npu:7",)
    model.pick_only(row_of(model, "atlas-1/"))
    assert model.keys() == ("atlas-1/npu:6", "atlas-1/npu:7")


def test_a_lost_host_stays_with_since_when_and_cannot_be_picked(model: CardModel) -> None:
    before = model.board.cluster
    lost_at = datetime.now(UTC) + timedelta(seconds=30)
    model.take(
        state(
            survey("atlas-1", npu(6), npu(7)),
            survey("atlas-2", npu(6), npu(7), alive=False),
            before=before,
            now=lost_at,
        )
    )
    host = row_of(model, "atlas-2/")
    assert host.host is not None
    assert host_text(host.host) == f"lost since {lost_at.astimezone():%H:%M}"
    assert not host.may_be_picked
    card = row_of(model, "atlas-2/npu:6")
    assert card.old, "grey"
    assert under_title(card, model.board) == "Ascend 910B3", "the host's row says since when"
    assert not problem_lines(model.board, ()), "and no driver is blamed"
    assert not card.may_be_picked
    assert not model.toggle(host)
    assert row_of(model, "atlas-1/npu:6").may_be_picked


def test_rows_stay_where_they_are_while_the_list_is_used(model: CardModel) -> None:
    model.hold(True)
    more = state(
        survey("atlas-1", npu(6), npu(7), npu(5)),
        survey("atlas-2", npu(6), npu(7)),
        survey("atlas-10", npu(6), npu(7)),
        survey("atlas-3", npu(1)),
    )
    model.take(more)
    assert shown(model)[:5] == [
        "auto",
        *("atlas-1/", "atlas-1/npu:6", "atlas-1/npu:7", "atlas-1/npu:5"),
    ], "below its host, above the processor"
    assert shown(model)[-3:] == ["atlas-3/", "atlas-3/npu:1", "atlas-3/cpu"]
    model.hold(False)
    places = [key for key in shown(model) if key.endswith("/")]
    assert places == ["atlas-1/", "atlas-2/", "atlas-3/", "atlas-10/"]


def test_a_pid_is_of_its_own_host() -> None:
    process = CardProcess(4242, None, "python", 1024.0)
    busy = dataclasses.replace(npu(6), processes=(process,))
    board = state(survey("atlas-1", busy, ours=frozenset({4242})), survey("atlas-2", busy, npu(7)))
    one, two = (board.cards[place] for place in (0, 2))
    assert [one.key, two.key] == ["atlas-1/npu:6", "atlas-2/npu:6"]
    owner = board.owner_of(one, 4242)
    assert owner is not None
    assert owner.ours
    assert board.owner_of(two, 4242) is None
    (place,) = places(board, ["atlas-1/npu:6"], {"atlas-1/npu:6": 4242})
    assert place.presence.value == "here", "the same number on another host is another process"
    assert place.ours_mb == 1024.0


def test_what_a_host_cannot_tell_stands_beside_its_name() -> None:
    problem = Problem("npu-smi-missing", msg("npu-smi is not there."), None)
    board = state(survey("atlas-1", problems=(problem,)), survey("atlas-2", npu(6)))
    model = CardModel(())
    model.take(board)
    assert under_title(row_of(model, "atlas-1/"), board) == "npu-smi is not there."


def test_reservations_of_a_host_and_of_this_home_stand_together() -> None:
    theirs = Reservations({"npu:6.0": "DeepSeek"})
    board = state(survey("atlas-1", npu(6), npu(7), reserved=theirs))
    model = CardModel(())
    model.take(board)
    assert row_of(model, "atlas-1/npu:6").reserved == "DeepSeek"
    assert under_title(row_of(model, "atlas-1/"), board) == "1 of 2 free"
    sheet = _sheet(board)
    assert isinstance(sheet, AllocationReport)
    assert "| atlas-1 · NPU 6 (`atlas-1/npu:6`) |" in sheet.to_markdown()
    assert "DeepSeek" in sheet.to_markdown()


def test_automatic_counts_cards_and_hosts(model: CardModel) -> None:
    cards = tuple(card for card in model.board.cards if card.kind is not CardKind.CPU)
    board = dataclasses.replace(model.board, cluster_automatic=cards)
    model.take(board)
    words = automatic_text(model.rows()[0], board)
    assert words == "6 cards now, on 3 hosts: all that are free."


def test_the_strip_names_host_and_card_and_since_when_it_is_lost(model: CardModel) -> None:
    strip = CardStatusStrip()
    strip.show_places(places(model.board, ["atlas-2/npu:6", "atlas-2/cpu"], {}), waiting=False)
    assert "atlas-2 · NPU 6" in strip.accessibleName()
    assert "atlas-2 · Processor" in strip.accessibleName()
    lost = state(survey("atlas-2", npu(6), alive=False), before=model.board.cluster)
    strip.show_places(places(lost, ["atlas-2/npu:6"], {}), waiting=False)
    assert "lost since" in strip.accessibleName()
    strip.deleteLater()


def test_512_cards_are_taken_in_within_a_few_frames(qapp: QApplication) -> None:
    """A guard against work that grows with the square of the cards."""
    surveys = [survey(f"atlas-{n}", *(npu(card) for card in range(8))) for n in range(64)]
    model = CardModel(())
    board = state(*surveys)
    model.take(board)
    changes: Sequence[object] = [model.rowCount()]
    assert changes == [1 + 64 * (1 + 8 + 1)]
    assert isinstance(model, QAbstractItemModel)
