"""The whole list in one call: sources in order, fall-backs, device files, the CPU."""

from __future__ import annotations

import dataclasses
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from core.atomic_file import write_atomic
from core.cards.ascend.device_files import read_device_files
from core.cards.ascend.reader import AscendReader
from core.cards.cpu import processor_name, processor_sentence
from core.cards.cpu_times import CpuTimes
from core.cards.inherited_visibility import ascend_limit
from core.cards.model import Card, CardKind, Health, Reading, ReadingSource
from core.cards.reader import CardReader
from core.translation import SpokenLanguage, translated
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import a3_16_dies, container_6_7, eight_910b, no_card
from tests.support.ascend.state import FaultKind
from tests.support.engines.fakes import until
from tests.support.nvidia.host import Device, NvidiaHost

BASE = {"PATH": os.environ["PATH"]}


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """A folder in the place of ``/dev``."""
    folder = tmp_path / "dev"
    folder.mkdir()
    return folder


@pytest.fixture
def seed(tmp_path: Path) -> AscendHost:
    return AscendHost(tmp_path / "host", eight_910b())


def read(home: Path, devices: Path, environ: dict[str, str]) -> Reading:
    with CardReader(home, {**BASE, **environ}, devices) as reader:
        return reader.read()


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def keys(reading: Reading) -> list[str]:
    return [card.key for card in reading.cards]


EIGHT = [f"npu:{n}" for n in range(8)]


def test_dcmi_comes_before_npu_smi(home: Path, devices: Path, seed: AscendHost) -> None:
    reading = read(home, devices, seed.environment(dcmi=True))
    assert (reading.source, codes(reading)) == (ReadingSource.DCMI, [])
    assert keys(reading) == [*EIGHT, "cpu"]
    assert {call.call for call in seed.calls()} == {"dcmi"}


def test_npu_smi_is_asked_where_dcmi_fails(home: Path, devices: Path, seed: AscendHost) -> None:
    seed.fail(FaultKind.EXIT, code=-8006, on=("dcmi",))
    reading = read(home, devices, seed.environment(dcmi=True))
    assert (reading.source, codes(reading)) == (ReadingSource.NPU_SMI, ["dcmi-8006"])
    assert keys(reading) == [*EIGHT, "cpu"]
    assert not reading.silent


def test_one_problem_is_told_once(home: Path, devices: Path, seed: AscendHost) -> None:
    seed.fail(FaultKind.EXIT, code=-8020)
    reading = read(home, devices, seed.environment(dcmi=True))
    assert codes(reading) == ["dcmi-8020"]
    assert (keys(reading), reading.source) == (["cpu"], ReadingSource.CPU)
    assert reading.silent == {CardKind.NPU}


def test_a_machine_with_nothing_lists_the_cpu_and_says_why(home: Path, devices: Path) -> None:
    reading = read(home, devices, {"PATH": str(devices)})
    assert (keys(reading), codes(reading)) == (["cpu"], ["npu-smi-missing"])
    assert reading.source is ReadingSource.CPU
    assert not reading.silent
    assert not home.exists(), "nothing is written where there is nothing to ask"


def test_no_card_is_an_answer(home: Path, devices: Path, tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", no_card())
    reading = read(home, devices, host.environment())
    assert (keys(reading), codes(reading), reading.silent) == (["cpu"], ["no-npu"], frozenset())


def test_device_files_are_the_last_word(home: Path, devices: Path, seed: AscendHost) -> None:
    for name in ("davinci6", "davinci7", "davinci_manager", "davinci10", "davinci6x", "null"):
        (devices / name).touch()
    seed.fail(FaultKind.EXIT, code=-8005)
    reading = read(home, devices, seed.environment())
    assert reading.source is ReadingSource.DEVICE_FILES
    assert keys(reading) == ["npu:6", "npu:7", "npu:10", "cpu"]
    assert codes(reading) == ["dcmi-8005"]
    for rank, card in enumerate(reading.cards[:3]):
        assert (card.npu_id, card.chip_id, card.logic_id) == (None, None, rank)
        assert (card.health, card.usable) == (Health.UNKNOWN, False)
        assert (card.memory_used_mb, card.memory_total_mb) == (None, None)
        assert "usage unknown" in str(card.reason)


def test_a_tool_that_cannot_list_does_not_keep_people_from_working(
    home: Path, devices: Path, seed: AscendHost
) -> None:
    (devices / "davinci6").touch()
    (devices / "davinci7").touch()
    seed.fail(FaultKind.EXIT, code=-9005)
    reading = read(home, devices, {**seed.environment(), "ASCEND_RT_VISIBLE_DEVICES": "1"})
    assert codes(reading) == ["dcmi-9005"]
    assert [card.usable for card in reading.cards] == [False, True, True]
    assert "ASCEND_RT_VISIBLE_DEVICES" in str(reading.cards[0].reason)


def test_a_dev_that_cannot_be_listed_has_no_cards(tmp_path: Path) -> None:
    assert read_device_files(tmp_path / "none").cards == ()
    limit = ascend_limit({"ASCEND_RT_VISIBLE_DEVICES": "0"})
    (tmp_path / "davinci3").touch()
    (card,) = read_device_files(tmp_path, limit, may_work=True).cards
    assert card.usable


def test_the_inherited_limit_holds_for_shared_answers_too(
    home: Path, devices: Path, tmp_path: Path
) -> None:
    host = AscendHost(tmp_path / "host", a3_16_dies())
    environ = {**host.environment(), "ASCEND_RT_VISIBLE_DEVICES": "14,15"}
    reading = read(home, devices, environ)
    usable = [card.key for card in reading.cards if card.usable]
    assert usable == ["npu:7.0", "npu:7.1", "cpu"]
    assert all(card.usable for card in read(home, devices, host.environment()).cards)


def test_nvidia_cards_stand_beside_npus(
    home: Path, devices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.cards.reader.nvml_may_be_here", lambda: True)
    gpus = NvidiaHost(tmp_path / "nvidia")
    gpus.set(Device("NVIDIA H100", "GPU-0", "00000000:17:00.0"))
    alone = read(home, devices, {**gpus.environment(), "PATH": str(devices)})
    assert (keys(alone), alone.source, codes(alone)) == (["cuda:0", "cpu"], ReadingSource.NVML, [])
    host = AscendHost(tmp_path / "host", container_6_7())
    both = read(home, devices, {**gpus.environment(), **host.environment()})
    assert keys(both) == ["npu:6", "npu:7", "cuda:0", "cpu"]
    assert both.source is ReadingSource.NPU_SMI
    gpus.fail("refuse 18")
    broken = read(home, devices, {**gpus.environment(), **host.environment()})
    assert (codes(broken), broken.silent) == (["nvml-18"], frozenset({CardKind.CUDA}))


def test_a_half_die_that_is_listed_twice_is_told(home: Path, devices: Path, tmp_path: Path) -> None:
    state = a3_16_dies(busy=())
    twin = dataclasses.replace(state.chips[1], phy=0, bus=state.chips[0].bus)
    host = AscendHost(tmp_path / "host", dataclasses.replace(state, chips=(state.chips[0], twin)))
    reading = read(home, devices, host.environment())
    assert codes(reading) == ["npu-same-chip"]
    assert keys(reading) == ["npu:0.0", "npu:0.1", "cpu"]


def test_a_fault_of_our_own_costs_the_cards_and_not_the_list(
    home: Path, devices: Path, seed: AscendHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: AscendReader) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(AscendReader, "read", broken)
    reading = read(home, devices, seed.environment())
    assert (keys(reading), codes(reading)) == (["cpu"], ["internal"])
    assert reading.silent == {CardKind.NPU}


@pytest.mark.slow
def test_a_second_reader_in_the_same_process_waits_its_turn(
    home: Path, devices: Path, seed: AscendHost
) -> None:
    seed.fail(FaultKind.STUTTER, seconds=0.3)
    readings: list[Reading] = []

    def work() -> None:
        readings.append(read(home, devices, seed.environment()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [keys(reading) for reading in readings] == [[*EIGHT, "cpu"]] * 4
    assert all(call.alone for call in seed.calls())


@pytest.fixture
def hung(home: Path, devices: Path, seed: AscendHost) -> Iterator[CardReader]:
    seed.fail(FaultKind.HANG)
    reader = CardReader(home, {**BASE, **seed.environment(dcmi=True)}, devices)
    yield reader
    reader.close()


def test_an_interrupt_ends_a_reading_of_a_hung_driver(hung: CardReader, seed: AscendHost) -> None:
    readings: list[Reading] = []
    others = set(psutil.Process().children(recursive=True))  # a web view of another test's, say
    thread = threading.Thread(target=lambda: readings.append(hung.read()))
    thread.start()
    until(seed.calls, "the tool was never called")
    hung.interrupt()
    thread.join()
    assert keys(readings[0]) == ["cpu"]
    assert keys(hung.read()) == ["cpu"]
    hung.close()
    ours = set(psutil.Process().children(recursive=True)) - others
    _, alive = psutil.wait_procs(ours, timeout=30)
    assert not alive


# Versions -------------------------------------------------------------------------------------


def test_versions_of_both_interfaces(home: Path, devices: Path, seed: AscendHost) -> None:
    environ = {**BASE, **seed.environment(dcmi=True)}
    with closing(AscendReader(home, environ, devices)) as reader:
        versions = reader.versions()
    assert versions.npu_smi == seed.npu_smi
    assert (versions.npu_smi_version, versions.dcmi_version) == ("25.2.0", "24.0.0-emulated")
    assert versions.driver_version == "25.2.0"


# The CPU --------------------------------------------------------------------------------------


def cpu_of(reading: Reading) -> Card:
    card = reading.cards[-1]
    assert card.kind is CardKind.CPU
    return card


def test_the_cpu_tells_memory_and_load(home: Path, devices: Path) -> None:
    card = cpu_of(read(home, devices, {"PATH": str(devices)}))
    assert (card.key, card.usable, card.health) == ("cpu", True, Health.OK)
    assert card.memory_total_mb == psutil.virtual_memory().total >> 20
    assert card.utilisation_percent is not None
    assert 0 <= card.utilisation_percent <= 100


def test_a_load_needs_two_looks() -> None:
    assert CpuTimes(10, 100).load_since(CpuTimes(10, 100)) is None
    assert CpuTimes(35, 200).load_since(CpuTimes(10, 100)) == 25
    assert CpuTimes(9, 200).load_since(CpuTimes(10, 100)) == 0


def test_times_are_those_that_psutil_counts() -> None:
    before, now, after = psutil.cpu_times(), CpuTimes.now(), psutil.cpu_times()
    guests = before.guest + before.guest_nice
    assert sum(before) - guests <= now.total + 0.1
    assert now.total <= sum(after) - after.guest - after.guest_nice + 0.1
    assert 0 < now.busy + time.process_time() <= now.total - before.idle


def test_a_kernel_that_counts_no_times_has_no_load(tmp_path: Path) -> None:
    stat = tmp_path / "stat"
    assert CpuTimes.now(str(stat)).load_since(CpuTimes.now(str(stat))) is None
    stat.write_text("cpu  a b c\n")
    assert CpuTimes.now(str(stat)).load_since(CpuTimes.now(str(stat))) is None
    stat.write_text("cpu  300 0 100 1000 50 0 50 0 200 0\ncpu0 1 1 1 1\n")
    times = CpuTimes.now(str(stat))
    second = os.sysconf("SC_CLK_TCK")
    assert times.total == 1500 / second, "a guest's time is in the user's"
    assert times.busy == pytest.approx(450 / second - time.process_time(), abs=0.1)


def test_a_processor_without_a_name_is_told_by_its_cores(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cores = f"{psutil.cpu_count()} cores"
    assert processor_name(cpuinfo) == cores
    write_atomic(cpuinfo, "processor\t: 0\nmodel name\t: Kunpeng-920\nmodel name\t: other\n")
    assert processor_name(cpuinfo) == f"Kunpeng-920 · {cores}"
    write_atomic(cpuinfo, "processor\t: 0\nCPU implementer\t: 0x48\n")
    assert processor_name(cpuinfo) == cores


def test_a_processors_cores_are_counted_in_the_language_of_the_reader() -> None:
    def chinese(name: str) -> str:
        return translated(processor_sentence(name), SpokenLanguage.CHINESE)

    assert chinese("AMD EPYC 7543 · 64 cores") == "AMD EPYC 7543 · 64 核"
    assert chinese("2 cores") == "2 核"
    assert str(processor_sentence("Kunpeng-920 · 1 cores")) == "Kunpeng-920 · 1 core"
    assert chinese("a processor of another host") == "a processor of another host"
