"""``headframe cards``: every accelerator of this machine as it stands now (docs/command.md)."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.cli import cluster
from core.cli.human_text import tr
from core.cli.interruption import signals_cancel
from core.cli.lost_output import give_up
from core.messages import msg

if TYPE_CHECKING:
    from core.cards.model import Reading
    from core.cards.probing.interrupt_flag import InterruptFlag
    from core.cards.reader import CardReader
    from core.cluster.model import ClusterReading
    from core.cluster.reader import ClusterReader

EXIT_INTERRUPTED = 130
DEFAULT_INTERVAL_S = 2.0
SHORTEST_INTERVAL_S = 0.1


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "cards",
        help=tr(msg("list the accelerator cards of this machine")),
        description=tr(
            msg("List every accelerator of this machine as it stands now, the CPU last.")
        ),
    )
    parser.add_argument("--json", action="store_true", help=tr(msg("one JSON object a reading")))
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--watch", action="store_true", help=tr(msg("read again and again until interrupted"))
    )
    form.add_argument(
        "--sheet",
        action="store_true",
        help=tr(
            msg(
                "the allocation sheet: which service has which card (Markdown, or JSON with --json)"
            )
        ),
    )
    parser.add_argument(
        "--interval",
        type=_interval,
        default=DEFAULT_INTERVAL_S,
        metavar="S",
        help=tr(
            msg(
                "seconds between readings with --watch; a slow tool is asked less often "
                "(default: 2)"
            )
        ),
    )
    cluster.add_option(parser)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out. Returns the exit code."""
    # Late, so that `headframe --help` does not load what only this command needs.
    from core.cards.cpu_times import CpuTimes

    since = CpuTimes.now()  # the CPU's load is that of the time in which the rest is loaded
    from core.cards.reader import CardReader
    from core.logs import start_logging
    from core.paths import headframe_home

    home = headframe_home()
    with start_logging(home, "cards"):
        if arguments.cluster is None:
            with CardReader(home, os.environ, since=since) as reader:
                return _list(reader, arguments)
        from core.cluster.reader import ClusterReader

        try:
            connection = cluster.connect(arguments.cluster, home, os.environ)
        except KeyboardInterrupt:
            return EXIT_INTERRUPTED
        if connection is None:
            return cluster.EXIT_NO_ANSWER
        with connection:
            return _list(ClusterReader(connection, home), arguments)


def _list(reader: CardReader | ClusterReader, arguments: argparse.Namespace) -> int:
    """One reading, or one after the other. Returns the exit code."""
    with _minding_signals(reader) as stop:
        try:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(errors="replace")  # "°" in a terminal of ASCII
            if arguments.watch:
                _watch(reader, stop, arguments.interval, arguments.json)
            else:
                reading = reader.read()
                if not stop.is_set():
                    _print(_text(reader, reading, arguments))
        except BrokenPipeError as error:
            give_up(error)
            return 0  # `cards --watch | head` has what it wanted
    return EXIT_INTERRUPTED if stop.is_set() else 0


def _print(text: str) -> None:
    if sys.stdout is not None:  # a shell may have closed it
        sys.stdout.write(text)
        sys.stdout.flush()


def _text(
    reader: CardReader | ClusterReader, reading: Reading, arguments: argparse.Namespace
) -> str:
    """A single reading in the form that was asked for."""
    if arguments.sheet:
        from core.cards.allocation_report import allocation_report
        from core.cards.process_owners import ProcessOwnerCache, our_pids
        from core.cards.reservations import load_reservations
        from core.paths import headframe_home

        found = _latest(reader)
        if found is None:
            ours = our_pids(ProcessOwnerCache().owners_of(reading))
            sheet = allocation_report(reading, load_reservations(headframe_home()), ours)
        else:
            from core.cluster.serialization import cluster_sheet

            sheet = cluster_sheet(found)
        return json.dumps(sheet.to_json()) + "\n" if arguments.json else sheet.to_markdown()
    return _line(reader, reading) if arguments.json else _for_people(reader, reading)


def _latest(reader: CardReader | ClusterReader) -> ClusterReading | None:
    """All hosts, where there are several."""
    from core.cards.reader import CardReader

    return None if isinstance(reader, CardReader) else reader.latest


def _line(reader: CardReader | ClusterReader, reading: Reading) -> str:
    """The reading as JSON, with the hosts where there are several."""
    from core.cards.serialization import reading_record

    found = _latest(reader)
    if found is None:
        return json.dumps(reading_record(reading)) + "\n"
    from core.cluster.serialization import cluster_record

    return json.dumps(cluster_record(found)) + "\n"


def _for_people(reader: CardReader | ClusterReader, reading: Reading) -> str:
    reading = _with_problems(reader, reading)
    if _on_a_terminal():
        from core.cli.cards_table import rendered_table

        return rendered_table(reading)
    from core.cli.cards_lines import plain_lines

    return plain_lines(reading)


def _on_a_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _watch(
    reader: CardReader | ClusterReader, stop: InterruptFlag, interval_s: float, as_json: bool
) -> None:
    """One reading after the other until ``stop``; the tool rests twice as long as it works."""
    from core.cards.monitor import PollInterval

    pace = PollInterval(seen_s=interval_s)

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
        _print_each(readings(), lambda reading: _line(reader, reading))
    elif _on_a_terminal():
        from core.cli.cards_table import show_live

        show_live(_with_problems(reader, reading) for reading in readings())
    else:
        _print_each(readings(), lambda reading: _for_people(reader, reading))


def _with_problems(reader: CardReader | ClusterReader, reading: Reading) -> Reading:
    found = _latest(reader)
    return reading if found is None else found.with_host_problems()


def _print_each(readings: Iterator[Reading], text_of: Callable[[Reading], str]) -> None:
    for reading in readings:
        _print(text_of(reading))


@contextmanager
def _minding_signals(reader: CardReader | ClusterReader) -> Iterator[InterruptFlag]:
    """Set the event on SIGINT and SIGTERM, and end the call in flight."""
    from core.cards.probing.interrupt_flag import InterruptFlag

    stop = InterruptFlag()

    def interrupt() -> None:
        stop.set()
        reader.interrupt()

    with signals_cancel(interrupt):
        yield stop


def _interval(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST_INTERVAL_S <= seconds <= 86_400:
        refusal = msg(
            "'{text}' is not a number of seconds from {least} to 86400",
            text=text,
            least=SHORTEST_INTERVAL_S,
        )
        raise argparse.ArgumentTypeError(tr(refusal, sys.stderr))
    return seconds
