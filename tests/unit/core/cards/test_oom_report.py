"""What is said of a card that is full: who fills it, and where there is room."""

from __future__ import annotations

import os
import subprocess
import sys

from core.cards.model import CardProcess, Reading, ReadingSource
from core.cards.oom_report import describe_out_of_memory
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.process_tree import ENV_MARKER
from core.worker.protocol import Failure
from tests.unit.core.cards.samples import READ_AT, npu

FULL = Failure(FailureKind.CARD_OUT_OF_MEMORY, msg("NPU 6 ran out of memory."))


def hint(*holders: CardProcess, better: tuple[int, ...] = ()) -> str:
    card = npu(6, free_gb=0.5, processes=holders)
    reading = Reading(READ_AT, ReadingSource.NPU_SMI, (card, npu(7)), ())
    return str(describe_out_of_memory(FULL, card, reading, [npu(number) for number in better]).hint)


def test_the_card_to_choose_is_one_that_was_not_tried() -> None:
    assert "NPU 7 has 60.0 GB free: choose it instead (--card npu:7)" in hint(better=(7,))
    assert "choose it instead" not in hint()


def test_our_own_processes_are_named_as_ours() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, ENV_MARKER: "1"},
    )
    try:
        assert child.stdout is not None
        child.stdout.readline()  # the kernel shows its environment a moment after it began
        held = CardProcess(pid=1, container_pid=child.pid, name="python", memory_mb=1536.0)
        other = CardProcess(pid=2, container_pid=None, name="pt_main", memory_mb=49_207.0)
        assert "On NPU 6: pt_main 48.1 GB, Headframe (python) 1.5 GB;" in hint(held, other)
    finally:
        child.communicate(b"\n")
