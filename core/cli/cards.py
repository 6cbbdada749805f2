"""``headframe cards``: every accelerator of this machine as it stands now (CONTRACT.md)."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.cards.model import Reading
    from core.cards.reader import CardReader
    from core.cards.stopping import Stop

EXIT_INTERRUPTED = 130
DEFAULT_INTERVAL_S = 2.0
SHORTEST_INTERVAL_S = 0.1


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser(
        "cards",
        help="list the accelerator cards of this machine",
        description="List every accelerator of this machine as it stands now, the CPU last.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a reading")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--watch", action="store_true", help="read again and again until interrupted")
    form.add_argument(
        "--sheet",
        action="store_true",
        help="the allocation sheet: which service has which card (Markdown, or JSON with --json)",
    )
    parser.add_argument(
        "--interval",
        type=_interval,
        default=DEFAULT_INTERVAL_S,
        metavar="S",
        help="seconds between readings with --watch; a slow tool is asked less often (default: 2)",
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out. Returns the exit code."""
    # Late, so that `headframe --help` does not load what only this command needs.
    from core.cards.reader import CardReader
    from core.logs import start_logging
    from core.paths import headframe_home

    home = headframe_home()
    with (
        start_logging(home, "cards"),
        CardReader(home, os.environ) as reader,
        _minding_signals(reader) as stop,
    ):
        try:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(errors="replace")  # "°" in a terminal of ASCII
            if arguments.watch:
                _watch(reader, stop, arguments.interval, arguments.json)
            else:
                reading = reader.read()
                if not stop.is_set():
                    _print(_text(reading, arguments))
        except OSError as error:
            return _cannot_print(error)
    return EXIT_INTERRUPTED if stop.is_set() else 0


def _print(text: str) -> None:
    if sys.stdout is not None:  # a shell may have closed it
        sys.stdout.write(text)
        sys.stdout.flush()


def _cannot_print(error: OSError) -> int:
    """Whoever read has seen enough, or the disk is full. Returns the exit code."""
    # Python would try to write once more when it ends, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    print(f"headframe: the list cannot be written: {error.strerror}.", file=sys.stderr)
    return 1


def _text(reading: Reading, arguments: argparse.Namespace) -> str:
    """A single reading in the form that was asked for."""
    if arguments.sheet:
        from core.cards.owners import Owners, own_among
        from core.cards.reservations import load_reservations
        from core.cards.sheet import allocation_sheet
        from core.paths import headframe_home

        ours = own_among(Owners().of(reading))
        sheet = allocation_sheet(reading, load_reservations(headframe_home()), ours)
        return json.dumps(sheet.to_json()) + "\n" if arguments.json else sheet.to_markdown()
    if arguments.json:
        from core.cards.record import reading_record

        return json.dumps(reading_record(reading)) + "\n"
    return _for_people(reading)


def _for_people(reading: Reading) -> str:
    from core.cli.cards_table import plain_lines, rendered_table

    return rendered_table(reading) if _on_a_terminal() else plain_lines(reading)


def _on_a_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _watch(reader: CardReader, stop: Stop, interval_s: float, as_json: bool) -> None:
    """One reading after the other until ``stop``; the tool rests twice as long as it works."""
    from core.cards.monitor import Pace
    from core.cards.record import reading_record

    pace = Pace(seen_s=interval_s)

    def readings() -> Iterator[Reading]:
        while not stop.is_set():
            started = time.monotonic()
            reading = reader.read()
            if stop.is_set():
                return
            yield reading
            now = time.monotonic()
            stop.wait(max(0.0, started + pace.until_next(now - started, seen=True) - now))

    if as_json:
        _print_each(readings(), lambda reading: json.dumps(reading_record(reading)) + "\n")
    elif _on_a_terminal():
        from core.cli.cards_table import show_live

        show_live(readings())
    else:
        _print_each(readings(), _for_people)


def _print_each(readings: Iterator[Reading], text_of: Callable[[Reading], str]) -> None:
    for reading in readings:
        _print(text_of(reading))


@contextmanager
def _minding_signals(reader: CardReader) -> Iterator[Stop]:
    """Set the event on SIGINT and SIGTERM, and end the call in flight."""
    from core.cards.stopping import Stop

    stop = Stop()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        reader.interrupt()

    before = {
        number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interval(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST_INTERVAL_S <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a number of seconds from {SHORTEST_INTERVAL_S} to 86400"
        )
    return seconds
