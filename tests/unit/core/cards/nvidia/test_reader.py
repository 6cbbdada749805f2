"""NVIDIA cards through the helper process, against a stand-in library built here."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cards.model import CardKind, Health, ReadingSource
from core.cards.nvidia.reader import NvmlReader
from tests.support.nvidia.host import GIGABYTE, Device, NvidiaHost

H100 = Device("NVIDIA H100", "GPU-00000000-0000-0000-0000-000000000000", "00000000:17:00.0")
A100 = Device(
    "NVIDIA A100", "GPU-11111111-1111-1111-1111-111111111111", "00000000:65:00.0", used=0, load=97
)
UNKNOWN_SIZE = 18_446_744_073_709_551_615
"""NVML_VALUE_NOT_AVAILABLE, which pynvml turns into None."""


class Gpus:
    """The stand-in and a reader of it with a clock of its own."""

    def __init__(self, folder: Path, *, old: bool = False) -> None:
        self.host = NvidiaHost(folder, old=old)
        self.now = 0.0
        self.readers: list[NvmlReader] = []

    def reader(self, limit_s: float = 60, **environ: str) -> NvmlReader:
        whole = {**os.environ, **self.host.environment(), **environ}
        self.readers.append(NvmlReader(whole, limit_s=limit_s, clock=lambda: self.now))
        return self.readers[-1]


@pytest.fixture
def gpus(tmp_path: Path) -> Iterator[Gpus]:
    gpus = Gpus(tmp_path / "nvidia")
    yield gpus
    for reader in gpus.readers:
        reader.close()


def test_cards_are_listed_in_pci_order_with_all_they_tell(gpus: Gpus) -> None:
    gpus.host.set(H100, A100, processes=((0, 4_200_042, 3 * GIGABYTE), (0, 1, UNKNOWN_SIZE)))
    report = gpus.reader().read()
    assert (report.source, report.problems, report.silent) == (ReadingSource.NVML, (), False)
    first, second = report.cards
    assert (first.key, first.kind, first.label) == ("cuda:0", CardKind.CUDA, "GPU 0")
    assert (first.name, first.uuid, first.bus_id) == (H100.name, H100.uuid, H100.bus)
    assert (first.power_w, first.temperature_c, first.utilisation_percent) == (71.5, 40, 3)
    assert (first.memory_used_mb, first.memory_total_mb) == (5 * 1024, 80 * 1024)
    assert [(p.pid, p.name, p.memory_mb) for p in first.processes] == [
        (4_200_042, "python4200042", 3 * 1024),
        (1, None, None),
    ]
    assert (second.key, second.usable, second.health) == ("cuda:1", True, Health.OK)


@pytest.mark.parametrize(("old", "used_mb"), [(False, 0), (True, 615)])
def test_what_the_driver_keeps_for_itself_is_not_used_where_it_tells_them_apart(
    tmp_path: Path, old: bool, used_mb: int
) -> None:
    gpus = Gpus(tmp_path / "nvidia", old=old)
    gpus.host.set(dataclasses.replace(H100, used=0, reserved=615 << 20))
    reader = gpus.reader()
    (card,) = reader.read().cards
    reader.close()
    assert (card.memory_used_mb, card.memory_total_mb) == (used_mb, 80 * 1024)


def test_what_a_card_does_not_tell_is_unknown(gpus: Gpus) -> None:
    gpus.host.set(Device("Old", H100.uuid, H100.bus, power_mw=0, total=0, heat=95))
    (card,) = gpus.reader().read().cards
    assert (card.power_w, card.memory_used_mb, card.memory_total_mb) == (None, None, None)
    assert card.temperature_c == 95, "from the older of the two calls"


@pytest.mark.parametrize(
    ("sign", "health", "usable"),
    [
        ({}, Health.OK, True),
        ({"pending": 1}, Health.WARNING, True),
        ({"errors": 2}, Health.WARNING, True),
        ({"failed": 1}, Health.CRITICAL, False),
    ],
)
def test_memory_that_fails_is_health(
    gpus: Gpus, sign: dict[str, int], health: Health, usable: bool
) -> None:
    gpus.host.set(Device(H100.name, H100.uuid, H100.bus, **sign))
    (card,) = gpus.reader().read().cards
    assert (card.health, card.usable, card.reason is None) == (health, usable, usable)


def test_a_card_that_was_lost_is_listed_and_not_usable(gpus: Gpus) -> None:
    gpus.host.set(Device("gone", "GPU-x", "b", lost=15), A100)
    lost, other = gpus.reader().read().cards
    assert (lost.key, lost.health, lost.usable) == ("cuda:0", Health.UNKNOWN, False)
    assert "15" in str(lost.reason)
    assert (other.key, other.usable) == ("cuda:1", True)


def test_instances_of_a_cut_card_take_its_place(gpus: Gpus) -> None:
    cut = Device(H100.name, H100.uuid, H100.bus, mig=1)
    part = Device("H100 MIG 3g.40gb", "MIG-aaaa", "x", parent=0, total=40 * GIGABYTE, power_mw=0)
    other = Device("H100 MIG 3g.40gb", "MIG-bbbb", "x", parent=0, total=40 * GIGABYTE, power_mw=0)
    gpus.host.set(cut, part, other, A100)
    cards = gpus.reader().read().cards
    assert [card.key for card in cards] == ["cuda:0.0", "cuda:0.1", "cuda:1"]
    assert [card.uuid for card in cards] == ["MIG-aaaa", "MIG-bbbb", A100.uuid]
    assert cards[1].label == "GPU 0 · MIG 1"
    assert (cards[0].memory_total_mb, cards[0].power_w, cards[0].bus_id) == (
        40 * 1024,
        71.5,
        H100.bus,
    )
    assert cards[0].utilisation_percent is None


def test_a_cut_card_without_instances_says_why_it_cannot_be_used(gpus: Gpus) -> None:
    gpus.host.set(Device(H100.name, H100.uuid, H100.bus, mig=1))
    (card,) = gpus.reader().read().cards
    assert (card.key, card.usable) == ("cuda:0", False)
    assert "MIG" in str(card.reason)


@pytest.mark.parametrize(
    ("value", "usable"),
    [
        ("1", [False, True]),
        ("1,0", [True, True]),
        ("GPU-0000", [True, False]),
        ("-1", [False, False]),
        ("", [False, False]),
    ],
)
def test_an_inherited_limit_holds(gpus: Gpus, value: str, usable: list[bool]) -> None:
    gpus.host.set(H100, A100)
    cards = gpus.reader(CUDA_VISIBLE_DEVICES=value).read().cards
    assert [card.usable for card in cards] == usable
    for card in cards:
        assert card.usable or f"CUDA_VISIBLE_DEVICES={value}" in str(card.reason)


@pytest.mark.parametrize("code", [9, 12])
def test_no_driver_is_no_problem(gpus: Gpus, code: int) -> None:
    gpus.host.fail(f"refuse {code}")
    report = gpus.reader().read()
    assert (report.cards, report.problems, report.silent) == ((), (), False)


def test_a_refusal_is_a_problem_and_asked_again_later(gpus: Gpus) -> None:
    gpus.host.fail("refuse 18")
    reader = gpus.reader()
    report = reader.read()
    assert ([problem.code for problem in report.problems], report.silent) == (["nvml-18"], True)
    gpus.host.set(H100)
    assert reader.read().problems == report.problems
    gpus.now = 61.0
    assert len(reader.read().cards) == 1


@pytest.mark.slow
def test_a_driver_that_hangs_costs_the_helper(gpus: Gpus) -> None:
    gpus.host.fail("hang")
    report = gpus.reader(limit_s=1.5).read()
    assert [problem.code for problem in report.problems] == ["nvml-timeout"]


def test_the_drivers_version_is_told(gpus: Gpus) -> None:
    gpus.host.set(H100)
    assert gpus.reader().version() == ("570.00", ())


def test_an_interrupted_reader_tells_nothing(gpus: Gpus) -> None:
    gpus.host.set(H100)
    reader = gpus.reader()
    reader.interrupt()
    assert reader.read().cards == ()
