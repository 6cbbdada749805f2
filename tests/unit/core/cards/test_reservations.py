"""Cards kept for others, on disk, and the allocation sheet made from them."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from core.cards.allocation_report import allocation_report, own_memory_mb
from core.cards.model import CardProcess
from core.cards.reservations import (
    NO_RESERVATIONS,
    identity,
    load_reservations,
    reservations_file,
    same_card,
    save_reservations,
)
from tests.unit.core.cards.samples import cpu, gpu, npu, reading


def test_a_reservation_is_kept_with_its_note(home: Path) -> None:
    kept = NO_RESERVATIONS.with_note(npu(0), "  DeepSeek \n 671B ").with_note(gpu(1), "")
    save_reservations(home, kept)
    found = load_reservations(home)
    assert found.note_of(npu(0)) == "DeepSeek 671B"
    assert found.note_of(gpu(1)) == ""
    assert found.note_of(npu(1)) is None
    assert found.without(npu(0)).note_of(npu(0)) is None


def test_a_reservation_holds_whatever_else_is_in_the_list() -> None:
    alone = npu(7)
    with_sibling = npu(7, 0, key="npu:7.0", logic_id=14)
    assert NO_RESERVATIONS.with_note(alone, "x").note_of(with_sibling) == "x"
    assert identity(npu(7, 1)) != identity(alone)
    assert identity(cpu()) == "cpu"


def test_nothing_is_reserved_without_a_file_or_with_one_that_is_none(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert load_reservations(home) == NO_RESERVATIONS
    home.mkdir()
    for text in (
        "",
        "[]",
        '{"cards": 3}',
        '{"cards": ["npu:0.0"]}',
        "\ud800".encode("utf-8", "surrogatepass"),
    ):
        reservations_file(home).write_bytes(text if isinstance(text, bytes) else text.encode())
        assert load_reservations(home) == NO_RESERVATIONS
    assert len(caplog.records) == 5


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_said(home: Path) -> None:
    home.mkdir()
    home.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(OSError, match="ermission"):
        save_reservations(home, NO_RESERVATIONS)


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_reservations(home, NO_RESERVATIONS.with_note(npu(0), "old"))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_reservations(home, NO_RESERVATIONS)
    assert load_reservations(home).note_of(npu(0)) == "old"
    assert [path.name for path in home.iterdir()] == ["reservations.json"]


def test_a_card_that_took_over_an_id_is_another_card() -> None:
    assert same_card(npu(6), npu(6, free_gb=1, logic_id=0))
    assert same_card(npu(6), npu(6, bus_id=None))
    assert not same_card(npu(6), npu(6, bus_id="0000:FF:00.0"))
    assert not same_card(npu(6), npu(7))


# The sheet ------------------------------------------------------------------------------------


def test_the_sheet_tells_services_reservations_and_our_share() -> None:
    busy = npu(
        0,
        free_gb=4,
        processes=(
            CardProcess(11, None, "VLLMWorker_TP", 50_000),
            CardProcess(12, None, "VLLMWorker_TP", 100),
            CardProcess(13, 7, None, 512),
        ),
    )
    idle = npu(6)
    reservations = NO_RESERVATIONS.with_note(busy, "DeepSeek | embed")
    sheet = allocation_report(reading(busy, idle), reservations, ours={7})
    first, second = json.loads(json.dumps(sheet.to_json()))["cards"]
    assert first["services"] == ["VLLMWorker_TP"]
    assert first["unnamed_processes"] == 1
    assert (first["reserved"], first["reserved_for"]) == (True, "DeepSeek | embed")
    assert first["memory_ours_mb"] == 512
    assert (second["reserved"], second["reserved_for"], second["services"]) == (False, None, [])
    rows = sheet.to_markdown().splitlines()[4:]
    assert rows[0] == (
        "| NPU 0 (`npu:0`) | 910B3 | OK | DeepSeek \\| embed | VLLMWorker_TP, 1 without a name"
        " | 60.0 GB of 64.0 GB | 0.5 GB |"
    )
    assert len(rows) == 2


def test_an_unknown_memory_is_not_counted_as_nothing() -> None:
    card = npu(0, free_gb=None, processes=(CardProcess(5, None, "x", None),))
    assert own_memory_mb(card, {5}) is None
    assert own_memory_mb(card, {6}) == 0
    text = allocation_report(reading(card), NO_RESERVATIONS, {5}).to_markdown()
    assert "unknown of 64.0 GB" in text


def test_a_machine_without_cards_has_a_sheet_that_says_so() -> None:
    sheet = allocation_report(reading(), NO_RESERVATIONS, ())
    assert "no accelerator" in sheet.to_markdown()
    assert sheet.to_json()["cards"] == []
