"""The npu-smi reader against the emulated host's stand-in tool."""

from __future__ import annotations

import dataclasses
import os
import subprocess
from pathlib import Path

import pytest

from core.cards.ascend.npu_smi import NpuSmiReader
from core.cards.ascend.presence import find_npu_smi
from core.cards.model import ReadingSource
from tests.support.ascend.host import AscendHost
from tests.support.ascend.layouts import info_lines, mapping_lines
from tests.support.ascend.presets import PRESETS, a3_16_dies, container_6_7, eight_910b, no_card
from tests.support.ascend.state import FaultKind, HostState, MappingKind

ENVIRON = {"PATH": os.environ["PATH"]}


def host_with(tmp_path: Path, state: HostState) -> tuple[AscendHost, NpuSmiReader]:
    host = AscendHost(tmp_path / "host", state)
    return host, NpuSmiReader(host.npu_smi, ENVIRON, limit_s=60)


def codes(answer: object) -> list[str]:
    return [problem.code for problem in getattr(answer, "problems", ())]


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "none"])
def test_every_host_is_read_with_its_logic_ids(tmp_path: Path, name: str) -> None:
    state = PRESETS[name]()
    _, reader = host_with(tmp_path, state)
    answer = reader.read()
    assert answer.source is ReadingSource.NPU_SMI
    assert answer.problems == ()
    assert [chip.place for chip in answer.chips] == [(chip.npu, chip.chip) for chip in state.chips]
    if name == "a5":
        assert answer.logic_ids is None
    else:
        assert answer.logic_ids == {(c.npu, c.chip): c.logic for c in state.chips}


def test_the_mapping_is_asked_once_for_the_same_chips(tmp_path: Path) -> None:
    host, reader = host_with(tmp_path, eight_910b())
    for _ in range(3):
        reader.read()
    assert [call.call for call in host.calls()] == ["info", "-m", "info", "info"]
    host.remove_card(2)
    answer = reader.read()
    assert [call.call for call in host.calls()][4:] == ["info", "-m"]
    assert answer.logic_ids is not None
    assert answer.logic_ids[3, 0] == 2


def test_a_tool_too_old_for_the_mapping_is_no_problem(tmp_path: Path) -> None:
    state = dataclasses.replace(container_6_7(), mapping=MappingKind.TOO_OLD)
    _, reader = host_with(tmp_path, state)
    answer = reader.read()
    assert answer.problems == ()
    assert answer.logic_ids is None


def test_a_tool_that_takes_every_question_for_info_is_too_old(tmp_path: Path) -> None:
    table = tmp_path / "table"
    host, _ = host_with(tmp_path, eight_910b())
    table.write_bytes(subprocess.check_output([host.npu_smi, "info"]))
    program = tmp_path / "npu-smi"
    program.write_text(f"#!/bin/sh\nexec cat {table}\n")
    program.chmod(0o755)
    answer = NpuSmiReader(program, ENVIRON).read()
    assert len(answer.chips) == 8
    assert answer.problems == ()


def test_a_mapping_that_fails_is_a_problem_and_is_tried_again_later(tmp_path: Path) -> None:
    host = AscendHost(
        tmp_path / "host", dataclasses.replace(eight_910b(), mapping=MappingKind.FAILS)
    )
    now = [0.0]
    reader = NpuSmiReader(host.npu_smi, ENVIRON, clock=lambda: now[0])
    for _ in range(2):
        answer = reader.read()
        assert codes(answer) == ["npu-smi-mapping"]
        assert len(answer.chips) == 8
    assert [call.call for call in host.calls()] == ["info", "-m", "info"]
    host.change(lambda state: dataclasses.replace(state, mapping=MappingKind.WHOLE))
    now[0] = 61.0
    answer = reader.read()
    assert answer.problems == ()
    assert answer.logic_ids is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("exit 1", "npu-smi-mapping"),
        ("true", "npu-smi-mapping"),
        ("echo 'Failed to get the mapping. ret is -8006'; exit 186", "npu-smi-mapping"),
        ("sleep 600", "npu-smi-mapping"),
        ("echo 'Error parameter of -m'; exit 1", None),
        ("echo 'npu-smi: invalid option'; exit 2", None),
    ],
)
def test_how_a_mapping_can_fail(tmp_path: Path, body: str, code: str | None) -> None:
    host = AscendHost(tmp_path / "host", eight_910b())
    program = tmp_path / "npu-smi"
    program.write_text(f'#!/bin/sh\nif [ "$2" = -m ]; then {body}; exit; fi\n{host.npu_smi} info\n')
    program.chmod(0o755)
    limit_s = 3 if body.startswith("sleep") else 60
    answer = NpuSmiReader(program, ENVIRON, limit_s=limit_s).read()
    assert len(answer.chips) == 8
    assert codes(answer) == ([code] if code else [])


@pytest.mark.parametrize("code", [-8005, -8020, -9005, -8006])
def test_the_tools_own_codes_are_problems(tmp_path: Path, code: int) -> None:
    host, reader = host_with(tmp_path, eight_910b())
    host.fail(FaultKind.EXIT, code=code)
    answer = reader.read()
    assert answer.chips == ()
    assert codes(answer) == [f"dcmi{code}"]
    host.fail(None)
    assert len(reader.read().chips) == 8


def test_no_card_on_this_server(tmp_path: Path) -> None:
    _, reader = host_with(tmp_path, no_card())
    assert codes(reader.read()) == ["no-npu"]


@pytest.mark.slow
def test_a_hang_is_ended_and_the_next_call_is_made(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b().with_fault(FaultKind.HANG))
    reader = NpuSmiReader(host.npu_smi, ENVIRON, limit_s=0.5)
    answer = reader.read()
    assert (answer.chips, codes(answer)) == ((), ["npu-smi-timeout"])
    host.fail(None)
    patient = NpuSmiReader(host.npu_smi, ENVIRON, limit_s=60)
    assert len(patient.read().chips) == 8
    assert all(call.alone for call in host.calls())


def test_a_tool_left_behind_is_not_called_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, reader = host_with(tmp_path, eight_910b())
    monkeypatch.setattr("core.cards.probing.tool_runner.ToolRunner.has_stuck_process", True)
    assert codes(reader.read()) == ["npu-smi-busy"]


@pytest.mark.slow
def test_a_stutter_is_waited_for(tmp_path: Path) -> None:
    host, reader = host_with(tmp_path, eight_910b())
    host.fail(FaultKind.STUTTER, seconds=0.4, on=("info",))
    answer = reader.read()
    assert len(answer.chips) == 8
    assert answer.problems == ()


def test_a_flood_gives_the_table_and_a_problem(tmp_path: Path) -> None:
    host, reader = host_with(tmp_path, eight_910b())
    host.fail(FaultKind.FLOOD, on=("info",))
    answer = reader.read()
    assert codes(answer)[0] == "npu-smi-flood"
    assert len({chip.place for chip in answer.chips}) == 8


def test_garbage_is_no_table(tmp_path: Path) -> None:
    host, reader = host_with(tmp_path, eight_910b())
    host.fail(FaultKind.GARBAGE)
    answer = reader.read()
    assert answer.chips == ()
    assert codes(answer) == ["npu-smi-unreadable"]


def test_a_crash_is_told_by_its_status(tmp_path: Path) -> None:
    host, reader = host_with(tmp_path, eight_910b())
    host.fail(FaultKind.CRASH)
    assert codes(reader.read()) == ["npu-smi-failed"]


def test_a_card_that_vanishes_midway_leaves_the_others(tmp_path: Path) -> None:
    host, reader = host_with(tmp_path, a3_16_dies())
    host.fail(FaultKind.VANISH, on=("info",))
    answer = reader.read()
    assert codes(answer) == ["dcmi-8008", "npu-smi-damaged-table", "npu-smi-chips-missing"]
    assert [chip.place for chip in answer.chips] == [(d // 2, d % 2) for d in range(15)]


def test_a_warning_after_a_good_table_keeps_the_table(tmp_path: Path) -> None:
    _, reader = host_with(tmp_path, dataclasses.replace(eight_910b(), warns=True))
    answer = reader.read()
    assert len(answer.chips) == 8
    assert codes(answer) == ["driver-incomplete"]


def test_missing_libraries_are_looked_for_in_the_drivers_folders(tmp_path: Path) -> None:
    """The loader's words on stderr; with the folders added the tool is tried once more."""
    host = AscendHost(tmp_path / "host", eight_910b())
    program = tmp_path / "npu-smi"
    program.write_text(
        "#!/bin/sh\n"
        'case "$LD_LIBRARY_PATH" in */usr/local/Ascend/driver/lib64/driver*) ;; *)\n'
        "echo 'npu-smi: error while loading shared libraries: libdrvdsmi_host.so: cannot open"
        " shared object file' >&2; exit 127;; esac\n"
        f'exec {host.npu_smi} "$@"\n'
    )
    program.chmod(0o755)
    for inherited in ({}, {"LD_LIBRARY_PATH": "/opt/lib"}):
        answer = NpuSmiReader(program, {**ENVIRON, **inherited}, limit_s=60).read()
        assert len(answer.chips) == 8
        assert answer.problems == ()


def test_libraries_that_stay_missing_are_a_problem(tmp_path: Path) -> None:
    program = tmp_path / "npu-smi"
    program.write_text(
        "#!/bin/sh\necho 'npu-smi: error while loading shared libraries: libc_sec.so: no' >&2\n"
        "exit 127\n"
    )
    program.chmod(0o755)
    answer = NpuSmiReader(program, ENVIRON).read()
    assert codes(answer) == ["npu-smi-libraries"]
    assert "libc_sec.so" in str(answer.problems[0].text)


def test_a_program_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert codes(NpuSmiReader(tmp_path / "no", ENVIRON).read()) == ["npu-smi-missing"]
    assert codes(NpuSmiReader(tmp_path, ENVIRON).read()) == ["npu-smi-not-started"]


def test_the_program_is_looked_for_in_its_places(tmp_path: Path) -> None:
    tool = tmp_path / "npu-smi"
    assert find_npu_smi({"HEADFRAME_NPU_SMI": str(tmp_path / "x y")}) == tmp_path / "x y"
    assert find_npu_smi({"PATH": str(tmp_path)}) in (None, Path("/usr/local/bin/npu-smi"))
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    assert find_npu_smi({"PATH": str(tmp_path)}) == tool
    assert find_npu_smi({"PATH": str(tmp_path), "HEADFRAME_NPU_SMI": ""}) == tool


def test_versions_are_read_from_the_table(tmp_path: Path) -> None:
    state = dataclasses.replace(eight_910b(), tool="25.2.0", driver="25.2.3")
    _, reader = host_with(tmp_path, state)
    assert reader.version() == ("25.2.0", "25.2.3", ())


def tool_that_prints(tmp_path: Path, info: str, mapping: str) -> NpuSmiReader:
    (tmp_path / "info").write_text(info)
    (tmp_path / "mapping").write_text(mapping)
    program = tmp_path / "npu-smi"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *-m*) cat "{tmp_path}/mapping";; '
        f'*) cat "{tmp_path}/info";; esac\n'
    )
    program.chmod(0o755)
    return NpuSmiReader(program, ENVIRON, limit_s=60)


def test_chips_that_only_the_mapping_knows_are_told(tmp_path: Path) -> None:
    """The table ended between two rows, and the tool said that all was well."""
    state = eight_910b()
    lines = list(info_lines(state))
    last = next(number for number, line in enumerate(lines) if line.startswith("| 6 "))
    mapping = "\n".join(mapping_lines(state))
    answer = tool_that_prints(tmp_path, "\n".join(lines[:last]), mapping).read()
    assert [chip.npu_id for chip in answer.chips] == [0, 1, 2, 3, 4, 5]
    (problem,) = answer.problems
    assert problem.code == "npu-smi-chips-missing"
    assert "NPU 6 chip 0, NPU 7 chip 0" in str(problem.text)


def test_a_tool_that_colours_its_output_is_read_the_same(tmp_path: Path) -> None:
    state = eight_910b()
    coloured = "\x1b[1;32m" + "\n".join(info_lines(state)).replace("OK", "\x1b[32mOK\x1b[0m")
    answer = tool_that_prints(tmp_path, coloured, "\n".join(mapping_lines(state))).read()
    assert answer.problems == ()
    assert {chip.health.value for chip in answer.chips} == {"OK"}
