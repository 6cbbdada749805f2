"""What Ctrl+C and SIGTERM do to work that a command waits for."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def signals_cancel(cancel: Callable[[], None]) -> Iterator[None]:
    """Both call ``cancel`` meanwhile. In the main thread only."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        cancel()

    before = {n: signal.signal(n, on_signal) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
