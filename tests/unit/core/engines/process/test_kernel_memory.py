"""The kernel refuses what is above a ceiling; what a process says then is understood."""

from __future__ import annotations

import math
import signal
import subprocess
import sys
import time

import pytest

from core.engines.process.kernel_memory import is_exhausted, limit_memory
from core.engines.process.process_outcome import ProcessOutcome
from core.engines.process.resource_limits import LimitWatchdog, ResourceLimits
from core.worker.kinds import FailureKind

GREEDY = """
import sys
kept = []
for line in sys.stdin:
    try:
        kept.append(bytearray(int(line) << 20))  # calloc: mapped at once, counted at once
        print("had", flush=True)
    except MemoryError:
        print("refused", flush=True)
"""


class Still:
    """A process that takes nothing."""

    seconds_since_message = 0.0

    def memory_mb(self, above: float = 0.0) -> float:
        return above


@pytest.mark.slow
def test_an_allocation_above_the_ceiling_fails_and_it_can_be_raised_again() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", GREEDY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None

        def asks(megabytes: int) -> str:
            print(megabytes, file=child.stdin, flush=True)
            assert child.stdout is not None
            return child.stdout.readline().strip()

        assert asks(20) == "had"
        limit_memory([child.pid], 200)
        assert asks(20) == "had"
        assert asks(300) == "refused"
        limit_memory([child.pid], 600)
        assert asks(300) == "had"
        limit_memory([child.pid], math.inf)
        assert asks(700) == "had"
        child.stdin.close()
    limit_memory([child.pid], 10)  # one that is gone


@pytest.mark.parametrize(
    ("line", "exhausted"),
    [
        ("memory allocation of 17179869184 bytes failed", True),
        ("terminate called after throwing an instance of 'std::bad_alloc'", True),
        ("MemoryError", True),
        ("OSError: [Errno 12] Cannot allocate memory", True),
        ("Fatal Python error: Segmentation fault", False),
        ("RuntimeError: shape mismatch", False),
    ],
)
def test_what_a_process_says_for_want_of_memory(line: str, exhausted: bool) -> None:
    assert is_exhausted(["something before", line]) is exhausted
    watch = LimitWatchdog(Still(), ResourceLimits(60, 1, 2500), clock=time.monotonic)
    failure = watch.explain_crash(ProcessOutcome(None, signal.SIGABRT, (line,), asked=False))
    assert (failure is not None) is exhausted
    if failure is not None:
        assert failure.kind is FailureKind.TOO_LARGE
        assert "2500 MB" in str(failure.message)
    assert watch.explain_crash(ProcessOutcome(None, signal.SIGABRT, (line,), asked=True)) is None
    assert watch.explain_crash(None) is None
