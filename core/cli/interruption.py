"""What Ctrl+C, SIGTERM and a terminal that is closed do to work that a command waits for."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def signals_cancel(cancel: Callable[[], None]) -> Iterator[None]:
    """They call ``cancel`` meanwhile. In the main thread only."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        cancel()

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
