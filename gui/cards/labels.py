"""What the rows say, in the window's language; for eyes and for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from core.cards.cpu import processor_sentence
from core.cards.model import Card, CardKind, Health, ReadingSource
from core.cards.monitor import Snapshot
from gui.card_names import card_key_label, card_label
from gui.cards.cards_state import CardsState
from gui.cards.rows import CardRow, HostSummary, ProcessRow
from gui.i18n import tr
from gui.labels import clock_label, rough_duration

UNKNOWN = "–"
NAMED = 8
"""Cards named in one line at most; the others are counted."""


def health_label(health: Health) -> str:
    """A chip's health in a word."""
    translate = QCoreApplication.translate
    match health:
        case Health.OK:
            return translate("Cards", "OK")
        case Health.WARNING:
            return translate("Cards", "Warning")
        case Health.ALARM:
            return translate("Cards", "Alarm")
        case Health.CRITICAL:
            return translate("Cards", "Critical")
        case Health.UNKNOWN:
            return translate("Cards", "Unknown")


def gigabytes(megabytes: float | None, digits: int = 1) -> str:
    """``58.4``; what is not known is a dash."""
    return UNKNOWN if megabytes is None else QLocale().toString(megabytes / 1024, "f", digits)


def memory_text(card: Card) -> str:
    """``58.4 of 64 GB``."""
    if card.memory_used_mb is None and card.memory_total_mb is None:
        return QCoreApplication.translate("Cards", "not known")
    return QCoreApplication.translate("Cards", "{used} of {total} GB").format(
        used=gigabytes(card.memory_used_mb), total=gigabytes(card.memory_total_mb, 0)
    )


def free_text(card: Card) -> str:
    """``5.6 GB free``."""
    if card.memory_free_mb is None:
        return ""
    return QCoreApplication.translate("Cards", "{free} free").format(
        free=gigabytes(card.memory_free_mb)
    )


def amount(value: float | None, unit: str) -> str:
    """A whole number and its unit."""
    return UNKNOWN if value is None else f"{round(value)} {unit}"


def title(row: CardRow) -> str:
    """A row's name."""
    if row.is_automatic:
        return QCoreApplication.translate("Cards", "Automatic")
    if row.host is not None:
        return printable(row.host.name)
    if row.card is None:
        return card_key_label(row.key)
    if row.card.kind is CardKind.CPU:
        return QCoreApplication.translate("Cards", "Processor (CPU)")
    if row.card.host is not None:  # the row above says it
        return card_label(row.card).removeprefix(f"{row.card.host} · ")
    return card_label(row.card)


def lost_text(lost_at: datetime) -> str:
    """``lost since 14:05``."""
    return QCoreApplication.translate("Cards", "lost since {time}").format(
        time=clock_label(lost_at)
    )


def host_text(host: HostSummary) -> str:
    """What there is to know of a host."""
    translate = QCoreApplication.translate
    if host.lost_at is not None:
        return lost_text(host.lost_at)
    if host.problem is not None:
        return tr(host.problem)
    if not host.is_read:
        return translate("Cards", "Reading its cards…")
    if not host.total:
        return translate("Cards", "no accelerator card")
    return translate("Cards", "{free} of {total} free").format(free=host.free, total=host.total)


def heading_text(row: CardRow) -> str:
    """``Ascend 910B3 · 3 of 8 free``."""
    text = QCoreApplication.translate("Cards", "{free} of {count} free")
    counts = text.format(free=row.free, count=row.members)
    return f"{printable(row.key)} · {counts}" if row.key else counts


def model_name(card: Card) -> str:
    """What the chip is; npu-smi leaves the maker's word out of most names."""
    name = printable(card.name or "")
    if card.kind is CardKind.CPU:
        return tr(processor_sentence(name))
    if card.kind is CardKind.NPU and name and not name.lower().startswith("ascend"):
        return f"Ascend {name}"
    return name


def why_not(row: CardRow) -> str:
    """Why a row cannot be picked; empty when it can."""
    translate = QCoreApplication.translate
    if row.gone and row.waiting:
        return translate("Cards", "Not read yet.")
    if row.gone and row.moved_to is not None:
        return translate("Cards", "Gone from here: this chip is listed as {card} now.").format(
            card=row.moved_to
        )
    if row.gone:
        return translate("Cards", "It is no longer in the list.")
    if row.card is not None and row.card.reason is not None:
        return tr(row.card.reason)
    return ""


def reserved_text(row: CardRow) -> str:
    """The note of a card's reservation; empty without one."""
    if row.reserved is None:
        return ""
    if not row.reserved:
        return QCoreApplication.translate("Cards", "Reserved")
    return QCoreApplication.translate("Cards", "Reserved: {note}").format(
        note=printable(row.reserved)
    )


def automatic_text(row: CardRow, board: CardsState) -> str:
    """What Automatic would take now, and why."""
    translate = QCoreApplication.translate
    if row.waiting:
        return translate("Cards", "Reading the cards…")
    if not row.now:
        return translate("Cards", "No card is available right now: the rows below say why.")
    card = row.now[0]
    if board.cluster is not None:
        hosts = len({one.host for one in row.now})
        if card.kind is CardKind.CPU:
            text = translate("Cards", "Processors now, on {hosts} hosts: no card is needed.")
        else:
            text = translate("Cards", "{cards} cards now, on {hosts} hosts: all that are free.")
        return text.format(cards=len(row.now), hosts=hosts)
    if card.kind is CardKind.CPU:
        if board.has_accelerator and board.need.label is not None:
            return translate("Cards", "The processor now: no card is needed ({engine}).").format(
                engine=tr(board.need.label)
            )
        return translate("Cards", "The processor now: there is no accelerator card.")
    load = amount(card.utilisation_percent, "%")
    return translate(
        "Cards", "{card} now: the most free memory, {free} GB, load {load}, not reserved."
    ).format(card=card_label(card), free=gigabytes(card.memory_free_mb), load=load)


def under_title(row: CardRow, board: CardsState) -> str:
    """The second line of a row: what most wants to be known of it."""
    if row.is_automatic:
        return automatic_text(row, board)
    if row.host is not None:
        return host_text(row.host)
    if row.card is not None and board.is_lost(row.card):
        return model_name(row.card)  # since when stands beside the host's name
    reason = why_not(row)
    if reason:
        return reason
    parts = [model_name(row.card)] if row.card is not None else []
    if row.old and row.age_s is not None:
        parts.insert(0, ago_text(row.age_s))
    if row.reserved is not None:
        parts.insert(0, reserved_text(row))
    return " · ".join(part for part in parts if part)


def ago_text(seconds: float) -> str:
    """How old values are: ``18 s ago``."""
    translate = QCoreApplication.translate
    if seconds < 90:
        return translate("Cards", "{seconds} s ago").format(seconds=round(seconds))
    return translate("Cards", "{time} ago").format(time=rough_duration(seconds))


def processes_text(row: CardRow) -> str:
    """Who is on a card, in a few words."""
    if row.card is None or row.card.kind is CardKind.CPU:
        return ""
    if not row.processes:
        return QCoreApplication.translate("Cards", "no process")
    names = dict.fromkeys(process_name(process) for process in row.processes if not process.more)
    known = [name for name in names if name]
    count = row.process_count
    first = known[0] if known else QCoreApplication.translate("Cards", "hidden")
    own = next((process for process in row.processes if is_own(process)), None)
    if own is not None:
        first = own_text(own)
    return first if count == 1 else f"{first} +{count - 1}"


def is_own(row: ProcessRow) -> bool:
    """A worker of any Headframe."""
    return row.owner is not None and row.owner.ours


def own_text(row: ProcessRow) -> str:
    """What one of our workers is called; its command would say no more than ``python``."""
    if row.owner is not None and row.owner.of_this_process:
        return QCoreApplication.translate("Cards", "Headframe worker (this window)")
    return QCoreApplication.translate("Cards", "Headframe worker (another program)")


def process_name(row: ProcessRow) -> str:
    """The tool's name for a process; empty when it prints none."""
    return printable(row.process.name or "")


def process_text(row: ProcessRow) -> str:
    """What a process is: its command where this user may see it, else its name."""
    translate = QCoreApplication.translate
    if row.more:
        return translate("Cards", "and {count} more").format(count=QLocale().toString(row.more))
    if is_own(row):
        return own_text(row)
    if row.owner is not None and row.owner.command:
        return printable(row.owner.command)
    return process_name(row) or translate("Cards", "hidden by the container")


def pid_text(row: ProcessRow) -> str:
    """A process's number, as far as it is known."""
    process = row.process
    if process.pid is None and process.container_pid is None:
        return ""
    if process.container_pid is not None:
        return f"{process.pid} → {process.container_pid}"
    return str(process.pid)


def spoken(row: CardRow, board: CardsState, picked: bool) -> str:
    """A whole row as a sentence, for a screen reader."""
    translate = QCoreApplication.translate
    state = (
        translate("Cards", "picked")
        if picked
        else translate("Cards", "not picked")
        if row.may_be_picked
        else translate("Cards", "cannot be picked")
    )
    if row.is_automatic or row.card is None:
        return _joined([title(row), state, under_title(row, board)])
    card = row.card
    old = ago_text(row.age_s) if row.old and row.age_s is not None else ""
    name = title(row) if card.host is None else f"{printable(card.host)} {title(row)}"
    parts = [name, model_name(card), state, why_not(row), reserved_text(row), old]
    parts.append(translate("Cards", "memory {memory}").format(memory=memory_text(card)))
    if row.ours_mb:
        parts.append(translate("Cards", "{ours} GB of it ours").format(ours=gigabytes(row.ours_mb)))
    parts.append(
        translate("Cards", "load {load}").format(load=amount(card.utilisation_percent, "%"))
    )
    if card.kind is not CardKind.CPU:
        parts += [
            amount(card.temperature_c, "°C"),
            amount(card.power_w, "W"),
            translate("Cards", "health {health}").format(health=health_label(card.health)),
            translate("Cards", "processes: {count}").format(count=row.process_count),
        ]
    return _joined(parts)


def spoken_process(row: ProcessRow) -> str:
    """A process as a sentence."""
    memory = QCoreApplication.translate("Cards", "{memory} GB").format(
        memory=gigabytes(row.process.memory_mb)
    )
    user = row.owner.user if row.owner is not None else None
    return _joined([pid_text(row), user or "", process_text(row), memory])


def age_text(snapshot: Snapshot | None) -> str:
    """Where the reading is from, and how old it is."""
    translate = QCoreApplication.translate
    if snapshot is None:
        return translate("Cards", "Reading the cards…")
    age = snapshot.age_s()
    source = source_label(snapshot.reading.source)
    if age < 1.5:
        return translate("Cards", "{source} · read just now").format(source=source)
    return translate("Cards", "{source} · read {ago}").format(source=source, ago=ago_text(age))


def source_label(source: ReadingSource) -> str:
    """Who told the values."""
    match source:
        case ReadingSource.DCMI:
            return "DCMI"
        case ReadingSource.NPU_SMI:
            return "npu-smi"
        case ReadingSource.NVML:
            return "NVML"
        case ReadingSource.DEVICE_FILES:
            return "/dev/davinci*"
        case ReadingSource.CPU:
            return QCoreApplication.translate("Cards", "this machine")
        case ReadingSource.CLUSTER:
            return QCoreApplication.translate("Cards", "cluster")


def names_of(cards: Iterable[Card]) -> str:
    """Cards in a list: ``NPU 6, NPU 7``."""
    cards = tuple(cards)
    more = len(cards) - NAMED
    separator = QCoreApplication.translate("Cards", ", ")
    return separator.join(
        QCoreApplication.translate("Cards", "the processor")
        if card.kind is CardKind.CPU
        else card_label(card)
        for card in cards[:NAMED]
    ) + (
        QCoreApplication.translate("Cards", " and {count} more").format(count=more)
        if more > 0
        else ""
    )


def printable(text: str) -> str:
    """Names and commands are others' words: one line of them, nothing that steers the text."""
    return "".join(char if char.isprintable() else " " for char in text)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part.rstrip(".") for part in parts if part and part != UNKNOWN)
