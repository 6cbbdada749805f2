"""What ``npu-smi info`` and ``npu-smi info -m`` print, read into values.

The table has two rows a chip, and its columns differ by product and version, so the headers lead:
a cell's values are taken in the order of the header's names. A value that is not there, or that
cannot be read, stays unknown. Facts about the layouts: the public npu-smi source (CANN driver
repository), versions 20.2 to 26.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.cards.ascend.chips import Chip
from core.cards.model import CardProcess, Health

Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class NpuTable:
    """All that one ``npu-smi info`` printed."""

    tool_version: str | None = None
    driver_version: str | None = None
    chips: tuple[Chip, ...] = ()
    """As printed, in order; one chip may stand there twice."""
    flaws: tuple[str, ...] = ()
    """What could not be read, in English, for the log and for a problem's text."""
    messages: tuple[str, ...] = ()
    """Lines outside the table: warnings and failures."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """One header: for each cell, the names that stand in it."""

    cells: tuple[tuple[str, ...], ...]

    def cell_with(self, word: str) -> int | None:
        """The first cell one of whose names begins with that word."""
        for index, names in enumerate(self.cells):
            if any(name.casefold().startswith(word) for name in names):
                return index
        return None

    def has(self, word: str) -> bool:
        """Whether a name in any cell begins with that word."""
        return self.cell_with(word) is not None


# Where a table comes without its header (cut output), this is what the cells hold.
_FIRST = _Columns((("NPU", "Name"), ("Health",), ("Power(W)", "Temp(C)", "Hugepages-Usage(page)")))
_SECOND_310 = _Columns((("Chip", "Device"), ("Bus-Id",), ("AICore(%)", "Memory-Usage(MB)")))
_SECOND_910 = _Columns(
    (("Chip", "Phy-ID"), ("Bus-Id",), ("AICore(%)", "Memory-Usage(MB)", "HBM-Usage(MB)"))
)
_NAME_WITH_UNIT = re.compile(r"[^()]+\([^)]*\)")
_VERSIONS = re.compile(r"npu-smi\s+(\S+)\s+Version:\s*(\S+)")
_NO_PROCESSES = re.compile(r"No running processes found in NPU", re.IGNORECASE)
_UNKNOWN_WORDS = frozenset({"", "-", "NA", "N/A"})


def parse_info(text: str) -> NpuTable:
    """Read the output of ``npu-smi info``, both streams. Never raises."""
    reader = _InfoReader()
    for line in text.splitlines():
        reader.feed(line.strip())
    return reader.finish()


@dataclass(slots=True)
class _InfoReader:
    """The table, line by line; knows which row comes next and which header holds."""

    first: _Columns | None = None
    second: _Columns | None = None
    processes: _Columns | None = None
    open_row: Sequence[str] | None = None
    """A chip's first row that waits for its second."""
    versions: tuple[str | None, str | None] = (None, None)
    chips: list[Chip] = field(default_factory=list)
    held: dict[tuple[int, int], list[CardProcess]] = field(default_factory=dict)
    flaws: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    """Lengths of the horizontal rules, in characters; a full row may be wider than they are."""
    last: str = ""

    def feed(self, line: str) -> None:
        if not line:
            return
        if line.startswith(("+", "|")):
            self.last = line
        if line.startswith("+"):
            self.rules.append(len(line))
            return
        if not line.startswith("|"):
            self.messages.append(line)
            return
        cells = [cell.strip() for cell in line.removesuffix("|")[1:].split("|")]
        # A process may be called anything, "Health" too: a header begins with its own word.
        heads, words = cells[0].casefold(), [cell.casefold() for cell in cells]
        if self.first is None and (match := _VERSIONS.search(line)):
            self.versions = (match[1], match[2])
        elif heads.startswith("npu") and "process id" in words:
            self._close_row()
            self.processes = _columns(cells)
        elif heads.startswith("npu") and "health" in words:
            self.first = _columns(cells)
        elif "bus-id" in words and self.processes is None:
            self.second = _columns(cells)
        elif _NO_PROCESSES.search(line):
            return
        elif self.processes is not None:
            self._process_row(cells, self.processes)
        else:
            self._chip_row(cells)

    def finish(self) -> NpuTable:
        self._close_row()
        if self.chips and not self.flaws and self._is_broken_off():
            self.flaws.append(f"the table breaks off, chips may be missing: {self.last}")
        return NpuTable(
            *self.versions,
            chips=tuple(
                replace(chip, processes=tuple(self.held.get(chip.place, ()))) for chip in self.chips
            ),
            flaws=tuple(self.flaws),
            messages=tuple(self.messages),
        )

    def _is_broken_off(self) -> bool:
        """Whether the last line is cut: rows end with a bar, and rules are about equally long."""
        if self.last.startswith("|"):
            return not self.last.endswith("|")
        return len(self.rules) > 1 and self.rules[-1] < min(self.rules[:-1])

    def _chip_row(self, cells: Sequence[str]) -> None:
        two_memories = cells[-1].count("/") > 1
        second = self.second or (_SECOND_910 if two_memories else _SECOND_310)
        bus_cell = second.cell_with("bus-id") or 1
        word = cells[bus_cell] if bus_cell < len(cells) else ""
        # A bus id tells a second row; NA may be a bus id or a health, so the order decides.
        is_second = ":" in word or (self.open_row is not None and _unknown(word))
        if not is_second:
            self._close_row()
            self.open_row = cells
        elif self.open_row is None:
            self.flaws.append(f"a second row without its first: {' | '.join(cells)}")
        else:
            first_cells, self.open_row = self.open_row, None
            self._chip(first_cells, cells, second)

    def _close_row(self) -> None:
        if self.open_row is not None:
            self.flaws.append(f"a first row without its second: {' | '.join(self.open_row)}")
            self.open_row = None

    def _chip(self, one: Sequence[str], two: Sequence[str], second: _Columns) -> None:
        first = self.first or _FIRST
        a, b = _values(first, one), _values(second, two)
        npu = _number(a.get("npu"), a.get("npu id"))
        # A card with one chip a row (A5) prints no chip number.
        chip_text = b.get("chip", "0")
        chip_id = _number(chip_text)
        if npu is None or chip_id is None:
            self.flaws.append(f"a chip without a number: {' | '.join([*one, *two])}")
            return
        used, total = _memory(b, has_hbm=second.has("hbm-usage"))
        chip = Chip(
            npu_id=npu,
            chip_id=chip_id,
            name=_word(a.get("name")),
            health=_health(a.get("health")),
            bus_id=_word(b.get("bus-id")),
            power_w=_decimal(a.get("power")),
            temperature_c=_decimal(a.get("temp")),
            utilisation_percent=_decimal(b.get("aicore"), b.get("npu util")),
            memory_used_mb=used,
            memory_total_mb=total,
            device=_number(b.get("device")),
            phy_id=_number(b.get("phy-id")),
            complete=total is not None,
        )
        if not chip.complete:
            self.flaws.append(f"no memory for NPU {npu} chip {chip_id}")
        self.chips.append(chip)

    def _process_row(self, cells: Sequence[str], columns: _Columns) -> None:
        # A process may have "|" in its name: what is too much between the known columns is name.
        extra = len(cells) - len(columns.cells)
        name_cell = columns.cell_with("process name")
        if extra > 0 and name_cell is not None:
            stop = name_cell + extra + 1
            cells = [*cells[:name_cell], "|".join(cells[name_cell:stop]), *cells[stop:]]
        values = _values(columns, cells)
        npu = _number(values.get("npu"), values.get("npu id"))
        chip_id = _number(values.get("chip", "0"))
        pid = _number(values.get("process id"))
        if npu is None or chip_id is None or pid is None:
            self.flaws.append(f"a process row: {' | '.join(cells)}")
            return
        self.held.setdefault((npu, chip_id), []).append(
            CardProcess(
                pid=pid,
                container_pid=_number(values.get("process id in container")),
                name=_word(values.get("process name")),
                memory_mb=_decimal(values.get("process memory")),
            )
        )


def _columns(cells: Sequence[str]) -> _Columns:
    return _Columns(tuple(_names(cell) for cell in cells))


def _names(cell: str) -> tuple[str, ...]:
    """``Power(W)    Temp(C)`` → two names; ``NPU ID`` → one; ``Chip  Phy-ID`` → two."""
    with_unit = [name.strip() for name in _NAME_WITH_UNIT.findall(cell)]
    return tuple(with_unit or re.split(r"\s{2,}", cell))


def _values(columns: _Columns, cells: Sequence[str]) -> dict[str, str]:
    """Name without its unit, in small letters → the text below it."""
    values: dict[str, str] = {}
    for names, cell in zip(columns.cells, cells, strict=False):
        keys = [name.partition("(")[0].strip().casefold() for name in names]
        if len(keys) == 1 and "usage" not in keys[0]:
            values[keys[0]] = cell
            continue
        values.update(zip(keys, _split(cell, keys), strict=False))
    return values


def _split(cell: str, keys: Sequence[str]) -> list[str]:
    """The texts of one cell, one a name: ``used / total`` for a usage, else one word."""
    words = cell.replace("/", " / ").split()
    texts: list[str] = []
    for key in keys:
        if not words:
            break
        text = words.pop(0)
        if "usage" in key and words[:1] == ["/"]:
            words.pop(0)
            # "NA /" may lack its second part: then the next word belongs to the next pair.
            lacks_second = not words or words[1:2] == ["/"]
            text = f"{text}/{'' if lacks_second else words.pop(0)}"
        texts.append(text)
    return texts


def _memory(values: Mapping[str, str], has_hbm: bool) -> Pair:
    """Used and total of the memory that models use: HBM where there is such a column.

    A row with something unreadable in either memory, or with more in use than there is, is
    garbled: then neither is believed.
    """
    pairs = [values.get(name, "") for name in ("memory-usage", "hbm-usage")]
    halves = [half.strip() for pair in pairs for half in pair.split("/")]
    if any(_number(half) is None and not _unknown(half) for half in halves):
        return None, None
    used_text, _, total_text = pairs[has_hbm].partition("/")
    used, total = _number(used_text), _number(total_text)
    return (used, total) if total and used is not None and used <= total else (None, None)


def _health(text: str | None) -> Health:
    by_word = {health.value.casefold(): health for health in Health}
    return by_word.get((text or "").casefold(), Health.UNKNOWN)


def _unknown(text: str) -> bool:
    return text.strip().upper() in _UNKNOWN_WORDS


def _word(text: str | None) -> str | None:
    return None if text is None or _unknown(text) else text.strip()


def _number(*texts: str | None) -> int | None:
    """The first text that is there, as a whole number; ``None`` when it is none."""
    text = next((text for text in texts if text is not None), "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _decimal(*texts: str | None) -> float | None:
    text = next((text for text in texts if text is not None), "").strip()
    return float(text) if re.fullmatch(r"\d{1,18}(\.\d{1,6})?", text, re.ASCII) else None


def parse_mapping(text: str) -> dict[tuple[int, int], int | None] | None:
    """Read the output of ``npu-smi info -m``: (NPU id, chip id) → logic id.

    ``None`` when this is no such table, or one without logic ids (A5). A chip to which the
    driver gives none ("-", -1) is listed with ``None``.
    """
    columns: list[str] | None = None
    ids: dict[tuple[int, int], int | None] = {}
    for line in text.splitlines():
        words = re.split(r"\s{2,}|\t", line.strip())
        if columns is None:
            names = [word.casefold() for word in words]
            if "npu id" in names and "chip logic id" in names:
                columns = names
            continue
        values = dict(zip(columns, words, strict=False))
        npu, chip = _number(values.get("npu id")), _number(values.get("chip id"))
        # The microcontroller is listed like a chip, and is none.
        if npu is not None and chip is not None and values.get("chip name", "").casefold() != "mcu":
            ids[npu, chip] = _number(values.get("chip logic id"))
    return ids if columns is not None else None
