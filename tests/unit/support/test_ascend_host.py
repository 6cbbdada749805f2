"""The emulated host itself: what it prints, lists and notes is what the real one does."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.worker.process_tree import ENV_MARKER
from tests.support.ascend.host import AscendHost
from tests.support.ascend.layouts import MOST_PROCESSES, info_lines
from tests.support.ascend.live import at_this_moment, visible_logic_ids
from tests.support.ascend.presets import a3_16_dies, eight_910b
from tests.support.ascend.resting import WORKER_VARIABLE
from tests.support.ascend.state import (
    ChipState,
    FaultKind,
    HostState,
    LayoutName,
    ProcessState,
    load,
    save,
)
from tests.support.paths import ROOT, SHARED

ASCEND = SHARED / "ascend"
OF_EACH_LAYOUT = {
    "310_1card_21.0.3.1_busid_NA": LayoutName.OLD_310,
    "310P3_duo_4card_25.3.rc1_container_busy_npuids_0_96_32768_32896": LayoutName.P310,
    "910A_container_21.0.2_npus_1_and_4": LayoutName.OLD_910,
    "910A_4of8_23.0.rc1.b070_Warning_memB_header": LayoutName.A910,
    "910B4_8card_24.1.rc3_procs_noname": LayoutName.B910,
    "A3_2card4die_25.2.0_one_proc": LayoutName.A3,
    "910B3_8card_26.1.0_container_pid_column": LayoutName.B910_26,
    "A5_950_info": LayoutName.A5,
}


@pytest.mark.skipif(not ASCEND.exists(), reason="there is no folder 'shared' beside the checkout")
@pytest.mark.parametrize("name", OF_EACH_LAYOUT)
def test_tables_are_rendered_to_the_letter_as_the_tool_prints_them(name: str) -> None:
    """Values of a public capture, put through our renderer, give the capture."""
    wanted = json.loads((ASCEND / "expected.json").read_text())[name]
    chips = tuple(chip_state(chip, wanted["procs"]) for chip in wanted["chips"])
    state = HostState(OF_EACH_LAYOUT[name], chips, wanted["tool"], wanted["driver"])
    lines = (ASCEND / "captures" / f"{name}.txt").read_text().splitlines()
    rendered = list(info_lines(state))
    # Some sources lack the last lines, or those for cards without processes.
    assert rendered[: len(lines) - 2] == lines[:-2]


def chip_state(chip: dict[str, Any], processes: list[dict[str, Any]]) -> ChipState:
    return ChipState(
        npu=chip["npu"],
        chip=chip["chip"],
        logic=chip["logic_or_phy"] or 0,
        phy=chip["logic_or_phy"],
        name=chip["name"],
        bus=chip["bus"],
        total_mb=chip["mem_total"],
        used_mb=chip["mem_used"],
        health=chip["health"],
        power_w=chip["power_w"],
        temperature_c=chip["temp_c"],
        load=chip["aicore"],
        ddr_mb=tuple(chip["ddr"]) if chip["hbm"] else (0, 0),
        hugepages=tuple(chip["hugepages"] or (0, 0)),
        processes=tuple(
            ProcessState(held["pid"], held["name"] or "", held["mem_mb"], held["container_pid"])
            for held in processes
            if (held["npu"], held["chip"]) == (chip["npu"], chip["chip"])
        ),
    )


def test_the_state_survives_its_file(tmp_path: Path) -> None:
    state = a3_16_dies().with_fault(FaultKind.STUTTER, seconds=2.5, on=("info",))
    save(state, tmp_path / "state.json")
    assert load(tmp_path / "state.json") == state


def test_eight_processes_a_chip_are_printed_and_no_more() -> None:
    held = tuple(ProcessState(pid, "python", 10) for pid in range(100, 120))
    state = eight_910b(busy=())
    chips = (dataclasses.replace(state.chips[0], processes=held), *state.chips[1:])
    lines = list(info_lines(dataclasses.replace(state, chips=chips)))
    assert sum("python" in line for line in lines) == MOST_PROCESSES


@pytest.mark.parametrize(
    ("visible", "ids"),
    [
        (None, [0]),
        ("6", [6]),
        ("2,4", [2, 4]),
        ("7,6", [7]),
        ("1,1", [1]),
        ("0, 1", [0]),
        ("8", []),
        ("-1", []),
        ("", []),
        ("a", []),
    ],
)
def test_a_pin_is_read_as_cann_reads_it(visible: str | None, ids: list[int]) -> None:
    assert visible_logic_ids(visible, 8) == ids
    assert visible_logic_ids(visible, 0) == []


@contextmanager
def process(environ: dict[str, str], *command: str) -> Iterator[int]:
    child = subprocess.Popen(
        command or [sys.executable, "-c", "print(flush=True); input()"],
        env={**os.environ, **environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        yield child.pid
        child.communicate(b"\n")


def listed(host: AscendHost) -> list[int]:
    out = subprocess.run([host.npu_smi, "info"], stdout=subprocess.PIPE, text=True, check=True)
    table = out.stdout.partition("Process id")[2].splitlines()[2:]
    rows = [line.split("|") for line in table if line.count("|") > 3]
    return [int(row[2]) for row in rows]


def test_workers_and_marked_processes_are_listed_and_nothing_else(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b(busy=()))
    other = AscendHost(tmp_path / "other", eight_910b(busy=()))
    window = host.environment()
    with (
        process(host.process_environment("6")) as foreign,
        process({**window, ENV_MARKER: "a", "ASCEND_RT_VISIBLE_DEVICES": "7"}) as worker,
        process(window),
        process(other.process_environment("6")),
    ):
        assert listed(host) == [foreign, worker]


@pytest.mark.slow
def test_a_host_without_change_answers_from_what_lies_written_as_it_would_anew(
    tmp_path: Path,
) -> None:
    host = AscendHost(tmp_path / "host", eight_910b())

    def said() -> list[bytes]:
        calls = (["info"], ["info", "-m"], ["library"])
        return [subprocess.check_output([host.npu_smi, *call]) for call in calls]

    at_rest = said()
    with process(host.process_environment("6")) as pid:
        at_work = said()
        assert str(pid).encode() in at_work[0]
        for written in (tmp_path / "host").glob("at-*"):
            written.write_bytes(written.read_bytes().replace(b"910B3", b"_old_"))
        assert b"910B3" not in b"".join(said()[::2]), "it lay written"
        with process(host.process_environment("7")) as second:
            assert str(second).encode() in said()[0]
        host.change(lambda state: state)
        assert said() == at_work
    assert said() == at_rest
    host.remove_card(3)
    assert said() != at_rest
    assert [call.call for call in host.calls()] == ["info", "-m", "dcmi"] * 7


def test_the_mark_of_a_worker_is_that_of_the_program() -> None:
    assert WORKER_VARIABLE == ENV_MARKER


def test_the_guard_above_a_worker_is_not_listed(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b(busy=()))
    code = (
        "import subprocess, sys\n"
        "worker = subprocess.Popen([sys.executable, '-c', 'input()'])\n"
        "print(worker.pid, flush=True); worker.wait()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, **host.environment(), ENV_MARKER: "a"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        assert child.stdout is not None
        worker = int(child.stdout.readline())
        assert listed(host) == [worker]
        child.communicate(b"\n")


def test_calls_are_noted_with_who_was_alone(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b())
    subprocess.run([host.npu_smi, "info"], stdout=subprocess.DEVNULL, check=True)
    host.fail(FaultKind.HANG)
    hanging: list[subprocess.Popen[bytes]] = []
    for number in (2, 3):
        hanging.append(subprocess.Popen([host.npu_smi, "info", "-m"]))
        while len(host.calls()) < number:
            threading.Event().wait(0.01)
    for process in hanging:
        process.kill()
        process.wait()
    first, second, third = host.calls()
    assert [call.call for call in (first, second, third)] == ["info", "-m", "-m"]
    assert [call.alone for call in (first, second, third)] == [True, True, False]
    assert first.ended is not None
    assert (second.ended, third.ended) == (None, None)
    assert [second.pid, third.pid] == [process.pid for process in hanging]


def test_values_wander_and_stay_in_bounds(tmp_path: Path) -> None:
    state = dataclasses.replace(eight_910b(), moving=True)
    moments = [at_this_moment(state, tmp_path / "none", now) for now in range(0, 600, 7)]
    loads = {moment.chips[0].load for moment in moments}
    assert len(loads) > 10
    assert all(0 <= chip.load <= 100 for moment in moments for chip in moment.chips)
    assert all(chip.used_mb <= chip.total_mb for moment in moments for chip in moment.chips)
    assert {moment.chips[7].load for moment in moments} == {0}


def test_it_can_be_looked_at_by_hand(tmp_path: Path) -> None:
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "tests.support.ascend", "--preset", "a3", "--fault", "exit"),
            *("--folder", str(tmp_path / "host")),
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    settings = dict(line.removeprefix("export ").split("=") for line in ran.stdout.splitlines()[:3])
    tool = settings["HEADFRAME_NPU_SMI"].strip("'")
    assert subprocess.run([tool, "info"], stdout=subprocess.DEVNULL, check=False).returncode == 187
