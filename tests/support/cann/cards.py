"""The emulated cards from outside: what a test sets on them, and what was done on them.

One file, mapped by every process that works on the host; `cards.h` has the same layout in C.
"""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CARDS, USES, RULES = 64, 1024, 64
VARIABLE = "EMULATED_CANN_HOST"
"""The file's path, in the environment of whatever works on the host."""
HANGS, CRASHES = -1, -2
"""Codes of a rule: the call never comes back; the process ends by a signal."""
CONTEXT_MB = 110
"""What a process takes of a card before it allocates: 100 to 130 MB were seen on real ones."""
MB = 1 << 20


class _Rule(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int32) for name in ("active", "card", "code", "after", "times", "met")),
        ("call", ctypes.c_char * 64),
        ("text", ctypes.c_char * 256),
    )


class _Card(ctypes.Structure):
    _fields_ = (
        ("total", ctypes.c_uint64),
        ("others", ctypes.c_uint64),
        ("lost", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
    )


class _Use(ctypes.Structure):
    _fields_ = (
        ("pid", ctypes.c_int32),
        ("card", ctypes.c_int32),
        *(
            (name, ctypes.c_uint64)
            for name in ("started", "sets", "allocations", "copies", "kernels", "bytes", "peak")
        ),
    )


class _Host(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_uint64),
        ("count", ctypes.c_uint32),
        ("context_mb", ctypes.c_uint32),
        ("soc", ctypes.c_char * 32),
        ("version", ctypes.c_char * 32),
        ("cards", _Card * CARDS),
        ("rules", _Rule * RULES),
        ("uses", _Use * USES),
    )


@dataclass(frozen=True, slots=True)
class Use:
    """What one process did on one card."""

    pid: int
    card: int
    """Its logic id on the host, whatever the process called it."""
    alive: bool
    sets: int
    """How often a thread chose this card."""
    allocations: int
    copies: int
    kernels: int
    held_mb: int
    """Now; a process that is gone holds nothing."""
    peak_mb: int


class Cards:
    """The cards of one host. Every method may be called while processes work on them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), ctypes.sizeof(_Host))
        self._host = _Host.from_buffer(self._map)

    @classmethod
    def create(cls, path: Path, soc: str, version: str, cards: Sequence[tuple[int, int]]) -> Cards:
        """Make the file. ``cards``: total and already held MB of each, by logic id."""
        host = _Host(ctypes.sizeof(_Host), len(cards), CONTEXT_MB, soc.encode(), version.encode())
        for card, (total_mb, held_mb) in zip(host.cards, cards, strict=False):
            card.total, card.others = total_mb * MB, held_mb * MB
        path.write_bytes(bytes(host))
        return cls(path)

    def hold(self, card: int, megabytes: int) -> None:
        """Let others hold that much of a card from now on, all they held before included."""
        self._host.cards[card].others = megabytes * MB

    def fill(self, card: int, *, but_mb: int) -> None:
        """Let others take all of a card but that; what processes hold already stays theirs."""
        held = sum(use.held_mb for use in self.uses() if use.card == card)
        total: int = self._host.cards[card].total
        self.hold(card, total // MB - held - but_mb)

    def leak(self, card: int, megabytes: int) -> None:
        """Let the processes on a card hold that much more each, which nothing gives back."""
        for use in self._host.uses:
            if use.pid and use.card == card and _started(use.pid) == use.started:
                use.bytes += megabytes * MB

    def lose(self, card: int, code: int = 507010) -> None:
        """Let a card be lost: processes that work on it get the code, to others it is not there."""
        self._host.cards[card].lost = code

    def others_mb(self, card: int) -> int:
        """What others hold of it."""
        held: int = self._host.cards[card].others
        return held // MB

    def is_lost(self, card: int) -> bool:
        """Whether that card is lost."""
        return bool(self._host.cards[card].lost)

    def rule(
        self,
        call: str,
        code: int,
        *,
        card: int = -1,
        text: str = "",
        after: int = 0,
        times: int = 0,
    ) -> None:
        """Let calls of that function, or of that kernel, end with a code. See ``cards.h``.

        ``kernel`` means any; ``after`` calls still pass, ``times`` of them are met (0: all).
        """
        slot = next(rule for rule in self._host.rules if not rule.active)
        slot.card, slot.code, slot.after, slot.times, slot.met = card, code, after, times, 0
        slot.call, slot.text = call.encode(), text.encode()
        slot.active = 1  # last: it is read without a lock

    def met(self, call: str) -> int:
        """How many calls the rules about that function have met."""
        return sum(rule.met for rule in self._host.rules if rule.call.decode() == call)

    def heal(self) -> None:
        """Take all rules back, and let lost cards be there again."""
        for rule in self._host.rules:
            if rule.active:
                rule.active = 2  # what hangs goes on; the places after it stay in reach
                rule.call = b""
        for card in self._host.cards:
            card.lost = 0

    def uses(self) -> list[Use]:
        """Everything that processes did, in the order in which they came to a card."""
        found = []
        for use in self._host.uses:
            if use.pid:
                alive = _started(use.pid) == use.started
                held = use.bytes // MB if alive else 0
                counts = (use.sets, use.allocations, use.copies, use.kernels)
                found.append(Use(use.pid, use.card, alive, *counts, held, use.peak // MB))
        return found

    def touched(self) -> set[int]:
        """The cards that any process opened."""
        return {use.card for use in self.uses()}

    def forget(self) -> None:
        """Forget what processes did that are gone."""
        for use in self._host.uses:
            if use.pid and _started(use.pid) != use.started:
                use.pid = 0

    def close(self) -> None:
        """Unmap the file; processes that work on the host go on."""
        del self._host
        self._map.close()


@contextmanager
def opened(path: Path) -> Iterator[Cards]:
    """The cards of an existing host, for a moment."""
    cards = Cards(path)
    try:
        yield cards
    finally:
        cards.close()


def _started(pid: int) -> int:
    """When that process started, in clock ticks; 0 when it is gone."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return 0
    fields = line.rpartition(")")[2].split()
    return 0 if fields[0] in ("Z", "X") else int(fields[19])
