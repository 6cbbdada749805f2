"""Our own renderer of npu-smi's tables, from values.

Widths and words are facts about the tool (its public source, CANN driver repository); the values
are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.support.ascend.state import ChipState, HostState, LayoutName, ProcessState


@dataclass(frozen=True)
class Layout:
    """Formats of the table's rows. Cells come with their padding, bars are put between them."""

    versions: str
    headers: tuple[tuple[str, ...], tuple[str, ...]]
    first: tuple[str, ...]
    second: tuple[str, ...]
    processes: tuple[tuple[str, int], ...] = ()
    """Header and width of each cell of the process table; empty where there is none."""
    joined_dies: bool = False
    """Chips of one card are parted by a plain line."""

    @property
    def widths(self) -> list[int]:
        return [len(cell) for cell in self.headers[0]]


_PROCESSES_910 = (
    (" NPU     Chip", 27),
    (" Process id", 15),
    (" Process name", 26),
    (" Process memory(MB)", 25),
)
_POWER_910 = " Power(W)    Temp(C)           Hugepages-Usage(page)"
_LOAD_910 = " AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)        "
_FIRST_910 = " {power:<11} {heat:<17} {huge_used:<4} / {huge_total:<14}"
_SECOND_910 = " {load:<11} {ddr_used:<4} / {ddr_total:<10} {used:<5}/ {total:<14}"

LAYOUTS: dict[LayoutName, Layout] = {
    LayoutName.OLD_310: Layout(
        versions=" npu-smi {tool:<28} Version: {driver:<31}",
        headers=(
            (
                " NPU     Name      ",
                " Health          ",
                " Power(W)          Temp(C)              ",
            ),
            (
                " Chip    Device    ",
                " Bus-Id          ",
                " AICore(%)         Memory-Usage(MB)     ",
            ),
        ),
        first=(" {npu:<7} {name:<9} ", " {health:<15} ", " {power:<17} {heat:<20} "),
        second=(" {chip:<7} {logic:<9} ", " {bus:<15} ", " {load:<17} {used:<5}/ {total:<14}"),
    ),
    LayoutName.P310: Layout(
        versions=" npu-smi {tool:<40} Version: {driver:<45}",
        headers=(
            (
                " NPU     Name                  ",
                " Health          ",
                " Power(W)     Temp(C)           Hugepages-Usage(page) ",
            ),
            (
                " Chip    Device                ",
                " Bus-Id          ",
                " AICore(%)    Memory-Usage(MB)                        ",
            ),
        ),
        first=(
            " {npu:<7} {name:<21} ",
            " {health:<15} ",
            " {power:<12} {heat:<17} {huge_used:<5} / {huge_total:<14}",
        ),
        second=(
            " {chip:<7} {logic:<21} ",
            " {bus:<15} ",
            " {load:<12} {used:<5}/ {total:<33}",
        ),
        processes=(
            (" NPU     Chip", 31),
            (" Process id", 17),
            (" Process name", 26),
            (" Process memory(MB)", 27),
        ),
        joined_dies=True,
    ),
    LayoutName.OLD_910: Layout(
        versions=" npu-smi {tool:<24} Version: {driver:<41}",
        headers=(
            (
                " NPU   Name           ",
                " Health        ",
                " Power(W)   Temp(C)                          ",
            ),
            (
                " Chip                 ",
                " Bus-Id        ",
                " AICore(%)  Memory-Usage(MB)  HBM-Usage(MB)  ",
            ),
        ),
        first=(" {npu:<5} {name:<15}", " {health:<14}", " {power:<10} {heat:<33}"),
        second=(
            " {chip:<21}",
            " {bus:<14}",
            " {load:<10} {ddr_used:<4} / {ddr_total:<10} {used:<5}/ {total:<8}",
        ),
    ),
    LayoutName.A910: Layout(
        versions=" npu-smi {tool:<24} Version: {driver:<48}",
        headers=(
            (" NPU   Name           ", " Health        ", _POWER_910),
            (" Chip                 ", " Bus-Id        ", _LOAD_910),
        ),
        first=(" {npu:<5} {name:<15}", " {health:<14}", _FIRST_910),
        second=(" {chip:<21}", " {bus:<14}", _SECOND_910),
        processes=(
            (" NPU     Chip", 22),
            (" Process id", 15),
            (" Process name", 26),
            (" Process memory(B)", 25),
        ),
    ),
    LayoutName.B910: Layout(
        versions=" npu-smi {tool:<24} Version: {driver:<53}",
        headers=(
            (" NPU   Name                ", " Health        ", _POWER_910),
            (" Chip                      ", " Bus-Id        ", _LOAD_910),
        ),
        first=(" {npu:<5} {name:<20}", " {health:<14}", _FIRST_910),
        second=(" {chip:<26}", " {bus:<14}", _SECOND_910),
        processes=_PROCESSES_910,
    ),
    LayoutName.A3: Layout(
        versions=" npu-smi {tool:<24} Version: {driver:<53}",
        headers=(
            (" NPU   Name                ", " Health        ", _POWER_910),
            (" Chip  Phy-ID              ", " Bus-Id        ", _LOAD_910),
        ),
        first=(" {npu:<5} {name:<20}", " {health:<14}", _FIRST_910),
        second=(" {chip:<5} {phy:<20}", " {bus:<14}", _SECOND_910),
        processes=_PROCESSES_910,
        joined_dies=True,
    ),
    LayoutName.B910_26: Layout(
        versions=" npu-smi {tool:<35} Version: {driver:<60}",
        headers=(
            (
                " NPU   Name                ",
                " Health        ",
                " Power(W)             Temp(C)                 Hugepages-Usage(page)   ",
            ),
            (
                " Chip                      ",
                " Bus-Id        ",
                " AICore(%)            Memory-Usage(MB)        HBM-Usage(MB)           ",
            ),
        ),
        first=(
            " {npu:<5} {name:<20}",
            " {health:<14}",
            " {power:<20} {heat:<23} {huge_used:<4} / {huge_total:<17}",
        ),
        second=(
            " {chip:<26}",
            " {bus:<14}",
            " {load:<20} {ddr_used:<4} / {ddr_total:<16} {used:<5}/ {total:<17}",
        ),
        processes=(
            (" NPU     Chip", 27),
            (" Process id", 15),
            (" Process name", 20),
            (" Process memory(MB)", 23),
            (" Process id in container", 25),
        ),
    ),
    LayoutName.A5: Layout(
        versions=" npu-smi {tool:<31} Version: {driver:<47}",
        headers=(
            (
                " NPU ID ",
                " Name             ",
                " Health        ",
                " Power(W)    Temp(C)           Hugepages-Usage(page) ",
            ),
            (
                "        ",
                "                  ",
                " Bus-Id        ",
                " NPU Util(%) Memory-Usage(MB)  HBM-Usage(MB)         ",
            ),
        ),
        first=(
            " {npu:<7}",
            " {name:<17}",
            " {health:<14}",
            " {power:<11} {heat:<17} {huge_used:<5} / {huge_total:<14}",
        ),
        second=(
            "        ",
            "                  ",
            " {bus:<14}",
            " {load:<11} {ddr_used:<4} / {ddr_total:<10} {used:<5} / {total:<14}",
        ),
        processes=(
            (" NPU ID", 27),
            (" Process id", 15),
            (" Process name", 26),
            (" Process memory(MB)", 26),
        ),
    ),
}

WARNING = (
    "[WARNING]The driver package may not be completely installed, which may cause function"
    " abnormal. Please reinstall it."
)
MOST_PROCESSES = 8
"""The tool prints no more of one chip."""


def info_lines(state: HostState) -> Iterator[str]:
    """What ``npu-smi info`` prints, line by line."""
    layout = LAYOUTS[state.layout]
    inner = sum(layout.widths) + len(layout.widths) - 1
    versions = layout.versions.format(tool=state.tool, driver=state.driver)
    yield f"+{'-' * inner}+"
    yield f"|{versions}|"
    yield _line(_outer(layout), "-")
    for header in layout.headers:
        yield _row(header)
    yield _line(layout.widths, "=")
    cards = [list(chips) for _, chips in groupby(state.chips, key=lambda chip: chip.npu)]
    for chips in cards:
        for index, chip in enumerate(chips):
            values = _values(chip, state.layout)
            yield _row([cell.format(**values) for cell in layout.first])
            yield _row([cell.format(**values) for cell in layout.second])
            between = index + 1 < len(chips)
            if between and state.layout is LayoutName.A3:
                yield f"+{'-' * inner}+"
            else:
                yield _line(layout.widths, "-" if between else "=")
    if layout.processes:
        yield from _process_lines(state, layout, cards, inner)
    if state.warns:
        yield WARNING


def mapping_lines(state: HostState) -> Iterator[str]:
    """What ``npu-smi info -m`` prints."""
    names = ["NPU ID", "Chip ID", "Chip Logic ID", "Chip Name"]
    if state.layout is LayoutName.A5:
        names = ["NPU ID", "Slot ID", "Chip ID", "Chip Phy-ID", "Chip Name"]
    elif state.layout is LayoutName.A3:
        names.insert(3, "Chip Phy-ID")
    yield _mapping_row(names)
    for npu, group in groupby(state.chips, key=lambda chip: chip.npu):
        chips = list(group)
        for chip in chips:
            values = [npu, chip.chip, chip.logic, f"Ascend {chip.name}"]
            if state.layout is LayoutName.A5:
                values = [npu, npu, chip.chip, chip.phy, chip.name]
            elif state.layout is LayoutName.A3:
                values.insert(3, chip.phy)
            yield _mapping_row(values)
        if state.mcu and state.layout is not LayoutName.A5:
            filler = ["-"] * (len(names) - 3)
            yield _mapping_row([npu, len(chips), *filler, "Mcu"])


def _process_lines(
    state: HostState, layout: Layout, cards: Sequence[Sequence[ChipState]], inner: int
) -> Iterator[str]:
    widths = [width for _, width in layout.processes]
    head = [name.ljust(width) for name, width in layout.processes]
    edges = [widths[0], widths[1], inner - widths[0] - widths[1] - 2]
    yield _line(edges, "-")
    yield _row(head)
    yield _line(edges, "=")
    for chips in cards:
        held = [(chip, process) for chip in chips for process in chip.processes[:MOST_PROCESSES]]
        if not held:
            yield f"|{f' No running processes found in NPU {chips[0].npu}':<{inner}}|"
        for chip, process in held:
            cells = _process_cells(state, chip, process)[: len(widths)]
            yield _row([cell.ljust(width) for cell, width in zip(cells, widths, strict=True)])
        yield _line(edges, "=")


def _process_cells(state: HostState, chip: ChipState, process: ProcessState) -> list[str]:
    place = f" {chip.npu}" if state.layout is LayoutName.A5 else f" {chip.npu:<7} {chip.chip}"
    # The tool cuts the name at 15 characters and takes colons out of it.
    name = "" if state.names_hidden else process.name[:15].replace(":", "")
    inside = "NA" if process.container_pid is None else process.container_pid
    return [place, f" {process.pid}", f" {name}", f" {process.memory_mb}", f" {inside}"]


def _values(chip: ChipState, layout: LayoutName) -> dict[str, object]:
    nothing = "-" if layout is LayoutName.A3 else "NA"
    return {
        "npu": chip.npu,
        "chip": chip.chip,
        "name": chip.name,
        "health": chip.health,
        "logic": chip.logic,
        "phy": chip.phy,
        "bus": chip.bus or "NA",
        "power": nothing if chip.power_w is None else f"{chip.power_w:.1f}",
        "heat": chip.temperature_c,
        "load": chip.load,
        "used": chip.used_mb,
        "total": chip.total_mb,
        "ddr_used": chip.ddr_mb[0],
        "ddr_total": chip.ddr_mb[1],
        "huge_used": chip.hugepages[0],
        "huge_total": chip.hugepages[1],
    }


def _outer(layout: Layout) -> list[int]:
    """The line above the header has no edge within A5's first two cells."""
    widths = layout.widths
    return widths if len(widths) == 3 else [widths[0] + 1 + widths[1], *widths[2:]]


def _row(cells: Sequence[str]) -> str:
    return f"|{'|'.join(cells)}|"


def _line(widths: Sequence[int], char: str) -> str:
    return f"+{'+'.join(char * width for width in widths)}+"


def _mapping_row(values: Sequence[object]) -> str:
    return "\t" + " ".join(f"{value!s:<30}" for value in values)
