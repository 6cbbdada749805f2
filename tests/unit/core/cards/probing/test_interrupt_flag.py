"""A flag that ends waiting, from threads and from signals' handlers."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import pytest

from core.cards.probing.interrupt_flag import InterruptFlag


def test_a_wait_ends_with_time_or_with_the_flag() -> None:
    stop = InterruptFlag()
    assert not stop.wait(0)
    assert not stop.wait(-1)
    assert not stop.is_set()
    stop.set()
    stop.set()
    assert stop.wait(3600)
    assert stop.is_set()


@pytest.mark.slow
def test_a_wait_of_no_time_ends() -> None:
    """On a busy machine any wait may be one: its time is over before it has begun."""
    for _ in range(25_000):
        assert not InterruptFlag().wait(1e-6)


def test_all_who_wait_are_woken() -> None:
    stop = InterruptFlag()
    woken: list[bool] = []
    waiting = [threading.Thread(target=lambda: woken.append(stop.wait(3600))) for _ in range(5)]
    for thread in waiting:
        thread.start()
    stop.set()
    for thread in waiting:
        thread.join()
    assert woken == [True] * 5


def test_a_signals_handler_may_set_it_at_any_moment() -> None:
    """Hundreds of signals into a thread that does nothing but wait: none is lost, none hangs."""
    flags = [InterruptFlag() for _ in range(300)]
    left = iter(flags)

    def handler(_number: int, _frame: FrameType | None) -> None:
        next(left).set()

    before = signal.signal(signal.SIGUSR1, handler)
    main = threading.main_thread().ident
    assert main is not None
    reached = threading.Semaphore(0)

    def bombard() -> None:
        for _ in flags:
            reached.acquire()
            signal.pthread_kill(main, signal.SIGUSR1)

    thread = threading.Thread(target=bombard, daemon=True)
    thread.start()
    try:
        for flag in flags:
            reached.release()
            while not flag.wait(0.0001):
                pass
        thread.join()
    finally:
        signal.signal(signal.SIGUSR1, before)
