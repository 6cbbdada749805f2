"""npu-smi's tables: every public capture, every layout rendered by us, what is cut or garbled."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cards.ascend.chips import Chip
from core.cards.ascend.npu_smi_parser import NpuTable, parse_info, parse_mapping
from core.cards.model import Health
from tests.support.ascend.layouts import LAYOUTS, info_lines, mapping_lines
from tests.support.ascend.presets import PRESETS, a3_16_dies, eight_910b
from tests.support.ascend.state import ChipState, HostState, LayoutName, ProcessState
from tests.support.paths import SHARED

ASCEND = SHARED / "ascend"
CAPTURES = sorted(path.stem for path in (ASCEND / "captures").glob("*.txt"))
NOT_INFO = ("m_", "l_", "t_", "watch")


def capture(name: str) -> str:
    return (ASCEND / "captures" / f"{name}.txt").read_text(encoding="utf-8")


def expected(name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((ASCEND / "expected.json").read_text())[name]
    return values


@pytest.mark.skipif(not CAPTURES, reason="there is no folder 'shared' beside the checkout")
@pytest.mark.parametrize("name", [name for name in CAPTURES if not name.startswith(NOT_INFO)])
def test_every_capture_gives_the_expected_values(name: str) -> None:
    table, wanted = parse_info(capture(name)), expected(name)
    assert (table.tool_version, table.driver_version) == (wanted["tool"], wanted["driver"])
    assert [as_expected(chip) for chip in table.chips] == [as_known(c) for c in wanted["chips"]]
    held = [
        (chip.npu_id, chip.chip_id, process) for chip in table.chips for process in chip.processes
    ]
    assert [
        {
            "npu": npu,
            "chip": chip,
            "pid": process.pid,
            "name": process.name,
            "mem_mb": process.memory_mb,
            "container_pid": process.container_pid,
        }
        for npu, chip, process in held
    ] == wanted["procs"]
    # What stands outside the table is kept, to the letter.
    for text in wanted["errors"]:
        assert text in table.messages
    outside = [text for text in wanted["warnings"] if text.startswith("[WARNING]")]
    assert list(table.messages) == [*wanted["errors"], *outside]
    assert bool(table.flaws) == bool(set(wanted["warnings"]) - set(outside))


def as_expected(chip: Chip) -> dict[str, Any]:
    return {
        "npu": chip.npu_id,
        "chip": chip.chip_id,
        "name": chip.name,
        "health": chip.health.value,
        "bus": chip.bus_id,
        "power_w": chip.power_w,
        "temp_c": chip.temperature_c,
        "aicore": chip.utilisation_percent,
        "mem_used": chip.memory_used_mb,
        "mem_total": chip.memory_total_mb,
        "logic_or_phy": chip.phy_id if chip.device is None else chip.device,
        "partial": not chip.complete,
    }


def as_known(wanted: dict[str, Any]) -> dict[str, Any]:
    """The expected values, with "0 of 0 MB" as what it is: not known."""
    kept = {name: wanted.get(name) for name in as_expected(Chip(0, 0))}
    kept["partial"] = wanted.get("partial", False)
    if kept["mem_total"] == 0:
        kept["mem_used"] = kept["mem_total"] = None
    return kept


@pytest.mark.skipif(not CAPTURES, reason="there is no folder 'shared' beside the checkout")
@pytest.mark.parametrize("name", [name for name in CAPTURES if name.startswith("m_")])
def test_every_captured_mapping_is_read(name: str) -> None:
    ids = parse_mapping(capture(name))
    if name == "m_A5_950":
        assert ids is None, "a 950's mapping has no logic ids"
    else:
        assert ids is not None
        assert list(ids.values()) == list(range(len(ids)))


@pytest.mark.skipif(not CAPTURES, reason="there is no folder 'shared' beside the checkout")
@pytest.mark.parametrize("name", [n for n in CAPTURES if n.startswith(NOT_INFO)])
def test_other_outputs_are_no_table_and_no_mapping_by_mistake(name: str) -> None:
    assert parse_info(capture(name)).chips == ()
    if not name.startswith("m_"):
        assert parse_mapping(capture(name)) is None


# Round trip -----------------------------------------------------------------------------------

NAMES = st.sampled_from(["310", "310P3", "910A", "910B", "910B4-1", "Ascend910", "xxx"])
BUSES = st.from_regex(r"[0-9A-F]{4}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-7]", fullmatch=True)
PRINTABLE = st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_characters=":\x85\xa0\xad")
PROCESS_NAMES = st.text(PRINTABLE, min_size=1, max_size=15).filter(
    lambda name: name.upper() not in ("-", "NA", "N/A")
)


@st.composite
def hosts(draw: st.DrawFn) -> HostState:
    layout = draw(st.sampled_from(LayoutName))
    dies = draw(st.integers(1, 2)) if LAYOUTS[layout].joined_dies else 1
    npus = draw(st.lists(st.integers(0, 99_999), min_size=1, max_size=3, unique=True))
    has_names = bool(LAYOUTS[layout].processes)
    chips: list[ChipState] = []
    for npu in npus:
        for die in range(dies):
            total = draw(st.integers(1, 99_999))
            chips.append(
                ChipState(
                    npu=npu,
                    chip=die,
                    logic=len(chips),
                    phy=draw(st.integers(0, 63)),
                    name=draw(NAMES),
                    bus=draw(st.none() | BUSES),
                    total_mb=total,
                    used_mb=draw(st.integers(0, total)),
                    health=draw(st.sampled_from([health.value for health in Health])),
                    power_w=draw(st.none() | st.integers(0, 6000).map(lambda watt: watt / 10)),
                    temperature_c=draw(st.integers(0, 120)),
                    load=draw(st.integers(0, 100)),
                    ddr_mb=(draw(st.integers(0, 99_999)), draw(st.integers(0, 99_999))),
                    hugepages=(draw(st.integers(0, 9999)), draw(st.integers(0, 9999))),
                    processes=tuple(draw(processes(layout))) if has_names else (),
                )
            )
    return HostState(
        layout,
        tuple(chips),
        tool=draw(st.sampled_from(["20.2.0", "25.0.rc1.b010"])),
        names_hidden=draw(st.booleans()),
        warns=draw(st.booleans()),
    )


def processes(layout: LayoutName) -> st.SearchStrategy[list[ProcessState]]:
    inside = st.none() | st.integers(1, 4_000_000)
    return st.lists(
        st.builds(
            ProcessState,
            pid=st.integers(1, 4_194_304),
            name=PROCESS_NAMES,
            memory_mb=st.integers(0, 65_536),
            container_pid=inside if layout is LayoutName.B910_26 else st.none(),
        ),
        max_size=3,
    )


@pytest.mark.slow
@given(hosts())
def test_what_is_rendered_is_read_back(host: HostState) -> None:
    table = parse_info("\n".join(info_lines(host)))
    assert (table.tool_version, table.driver_version) == (host.tool, host.driver)
    assert table.flaws == ()
    assert len(table.messages) == host.warns
    assert [values_of(chip) for chip in table.chips] == [
        values_at_rest(chip, host) for chip in host.chips
    ]


@pytest.mark.slow
@given(hosts(), st.data())
def test_a_table_cut_anywhere_invents_nothing(host: HostState, data: st.DataObject) -> None:
    text = "\n".join(info_lines(host))
    table = parse_info(text[: data.draw(st.integers(0, len(text)))])
    known = {(chip.npu, chip.chip): chip for chip in host.chips}
    for chip in table.chips[:-1]:  # the last one may have lost the end of a number
        assert values_of(chip)[:7] == values_at_rest(known[chip.place], host)[:7]
    for chip in table.chips:
        whole = known[chip.place]
        if chip.memory_total_mb is not None:
            assert str(whole.total_mb).startswith(str(chip.memory_total_mb))
            assert chip.memory_used_mb == whole.used_mb


@given(st.text() | st.lists(st.sampled_from("|+-= \n/0A:NP"), max_size=400).map("".join))
def test_nothing_that_is_printed_makes_the_reader_fail(text: str) -> None:
    table = parse_info(text)
    assert isinstance(table, NpuTable)
    parse_mapping(text)


def values_of(chip: Chip) -> tuple[Any, ...]:
    return (
        chip.place,
        chip.name,
        chip.health.value,
        chip.bus_id,
        chip.power_w,
        chip.temperature_c,
        chip.utilisation_percent,
        chip.memory_used_mb,
        chip.memory_total_mb,
        chip.device,
        chip.phy_id,
        [(p.pid, p.container_pid, p.name, p.memory_mb) for p in chip.processes],
    )


def values_at_rest(chip: ChipState, host: HostState) -> tuple[Any, ...]:
    layout = host.layout
    return (
        (chip.npu, chip.chip),
        chip.name,
        chip.health,
        chip.bus,
        chip.power_w,
        chip.temperature_c,
        chip.load,
        chip.used_mb,
        chip.total_mb,
        chip.logic if "310" in layout.value else None,
        chip.phy if layout is LayoutName.A3 else None,
        [
            (p.pid, p.container_pid, None if host.names_hidden else p.name, p.memory_mb)
            for p in chip.processes
        ],
    )


@pytest.mark.slow
@given(hosts())
def test_the_mapping_is_read_back_without_the_microcontrollers(host: HostState) -> None:
    ids = parse_mapping("\n".join(mapping_lines(host)))
    if host.layout is LayoutName.A5:
        assert ids is None
    else:
        assert ids == {(chip.npu, chip.chip): chip.logic for chip in host.chips}


# By hand --------------------------------------------------------------------------------------


def seed_table(change: Iterable[tuple[str, str]] = ()) -> NpuTable:
    text = "\n".join(info_lines(eight_910b()))
    for old, new in change:
        assert old in text
        text = text.replace(old, new)
    return parse_info(text)


def test_an_unknown_health_word_is_unknown() -> None:
    table = seed_table(
        [
            (
                "| 0     910B3               | OK            |",
                "| 0     910B3               | Sulking       |",
            )
        ]
    )
    assert table.chips[0].health is Health.UNKNOWN
    assert table.chips[1].health is Health.OK


def test_a_memory_whose_second_part_is_missing_is_unknown() -> None:
    text = "\n".join(info_lines(eight_910b()))
    table = parse_info(text.replace("62430/ 65536", "NA   /      "))
    assert (table.chips[0].memory_used_mb, table.chips[0].memory_total_mb) == (None, None)
    assert table.chips[0].utilisation_percent == 63
    assert table.chips[1].memory_total_mb == 65_536


def test_more_memory_in_use_than_there_is_is_not_believed() -> None:
    text = "\n".join(info_lines(eight_910b()))
    table = parse_info(text.replace("62430/ 65536", "99999/ 65536"))
    assert (table.chips[0].memory_used_mb, table.chips[0].memory_total_mb) == (None, None)
    assert table.chips[1].memory_total_mb == 65_536
    assert table.flaws == ("no memory for NPU 0 chip 0",)


def test_ddr_without_its_second_part_leaves_hbm_alone() -> None:
    text = "\n".join(info_lines(eight_910b()))
    table = parse_info(text.replace(" 0    / 0          62430/", " NA   /            62430/"))
    assert (table.chips[0].memory_used_mb, table.chips[0].memory_total_mb) == (62_430, 65_536)


def test_a_column_that_nobody_knows_is_passed_over() -> None:
    text = "\n".join(info_lines(eight_910b()))
    text = text.replace("Temp(C)           Huge", "Temp(C)  Fans(rpm) Huge")
    text = text.replace("52                0    / 0", "52       2100      0    / 0")
    chip = parse_info(text).chips[0]
    assert (chip.power_w, chip.temperature_c) == (236.4, 52)


def test_trailing_spaces_and_windows_line_ends_do_not_matter() -> None:
    lines = list(info_lines(a3_16_dies()))
    assert parse_info(" \r\n".join(lines)).chips == parse_info("\n".join(lines)).chips


def test_a_process_named_with_a_bar_keeps_its_memory() -> None:
    state = eight_910b(busy=())
    process = ProcessState(4242, "a|b||c", 113)
    chips = (dataclasses.replace(state.chips[0], processes=(process,)), *state.chips[1:])
    table = parse_info("\n".join(info_lines(dataclasses.replace(state, chips=chips))))
    (held,) = table.chips[0].processes
    assert (held.pid, held.name, held.memory_mb) == (4242, "a|b||c", 113)


def test_a_garbled_process_row_costs_that_row_only() -> None:
    table = seed_table([("| 310017        |", "| 31oo17        |")])
    assert [len(chip.processes) for chip in table.chips] == [1, 0, 1, 1, 1, 1, 0, 0]
    assert len(table.flaws) == 1


def test_processes_of_a_chip_that_is_not_listed_are_dropped() -> None:
    table = seed_table([("| 3       0                 |", "| 9       0                 |")])
    assert sum(len(chip.processes) for chip in table.chips) == 5


def test_numbers_beyond_all_measure_are_no_numbers() -> None:
    table = seed_table([("62430/ 65536 ", f"{'9' * 30}/ 65536 ")])
    assert table.chips[0].memory_used_mb is None


def test_20_000_processes_are_all_read() -> None:
    lines = list(info_lines(eight_910b(busy=())))[:-17]
    lines.append(
        "| NPU     Chip              | Process id    | Process name             |"
        " Process memory(MB)      |"
    )
    lines.extend(
        f"| {pid % 8:<7} 0                 | {pid:<13} | {'worker':<24} | {100:<23} |"
        for pid in range(1, 20_001)
    )
    chips = parse_info("\n".join(lines)).chips
    assert [len(chip.processes) for chip in chips] == [2500] * 8


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_host_can_be_read(name: str) -> None:
    state = PRESETS[name]()
    table = parse_info("\n".join(info_lines(state)))
    assert [chip.place for chip in table.chips] == [(chip.npu, chip.chip) for chip in state.chips]
    assert table.flaws == ()


def test_a_table_that_is_cut_within_a_line_says_so() -> None:
    """Between two lines nothing tells; there the mapping does (`NpuSmiReader`)."""
    text = "\n".join(info_lines(eight_910b()))
    whole = parse_info(text)
    for end in range(0, len(text), 7):  # of each line, at other places
        table = parse_info(text[:end])
        is_between = text[:end].endswith(("|", "+", "\n")) or text[end : end + 1] == "\n"
        if table.chips and len(table.chips) < len(whole.chips) and not is_between:
            assert table.flaws, text[:end][-80:]
