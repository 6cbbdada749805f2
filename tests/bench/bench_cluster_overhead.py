"""One worker through Ray on this machine, against one local worker; and two hosts against one.

Run it from the checkout: ``python -m tests.bench.bench_cluster_overhead [--rounds 3]``. The same
small PDFs are converted by the command, here and on one and two hosts of a cluster, turn by turn;
compared are the time from the first ``started`` to the last ``done``, the pause between documents,
and the processor time of the command itself and of its gateway for each document.
The pause says what Ray adds; the rest of the difference is that all hosts share these processors.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.e2e.cli.command import start
from tests.support import pdfs
from tests.support.cluster import Room

DOCUMENTS = 30


@dataclass(frozen=True)
class Turn:
    """One conversion of all documents."""

    wall_s: float
    own_s: float
    """Processor time of the command, and of the gateway beside it."""
    engine_s: float
    """In which the engines were at work, as the results say."""

    @property
    def pause_ms(self) -> float:
        """Of one worker between two documents."""
        return 1000 * (self.wall_s - self.engine_s) / DOCUMENTS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds: int = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name, Room("atlas-1", "atlas-2") as room:
        folder = Path(name)
        for index in range(DOCUMENTS):
            pdfs.text_pdf(folder / f"d{index:03d}.pdf", pages=3, title=f"Shaft {index}")
        one_host = ("--cluster", room.address, "--card", "atlas-1/cpu")
        two_hosts = ("--cluster", room.address, "--card", "atlas-1/cpu,atlas-2/cpu")
        here: list[Turn] = []
        there: list[Turn] = []
        on_two: list[Turn] = []
        for number in range(rounds):
            here.append(convert(folder, folder / f"here{number}", "--card", "cpu"))
            there.append(convert(folder, folder / f"there{number}", *one_host))
            on_two.append(convert(folder, folder / f"two{number}", *two_hosts))
            seconds = (here[-1].wall_s, there[-1].wall_s, on_two[-1].wall_s)
            print(
                "round {}: {:.2f} s here, {:.2f} s on one host, {:.2f} s on two".format(
                    number + 1, *seconds
                )
            )
        print(f"one host through Ray / here: {ratio_of(there, here)}")
        print(f"two hosts / one: {ratio_of(on_two, there)}")
        for words, turns in (("here", here), ("through Ray", there)):
            own = statistics.median(turn.own_s for turn in turns) / DOCUMENTS
            print(f"{words}: {1000 * own:.1f} ms of the command's own processor time a document")
            pause = statistics.median(turn.pause_ms for turn in turns)
            print(f"{words}: {pause:.1f} ms between two documents")


def ratio_of(turns: list[Turn], others: list[Turn]) -> str:
    ratios = [one.wall_s / other.wall_s for one, other in zip(turns, others, strict=True)]
    return f"median {statistics.median(ratios):.3f}, least {min(ratios):.3f}"


def convert(source: Path, out: Path, *more: str | Path) -> Turn:
    arguments: list[str | Path] = [
        "convert",
        *sorted(source.glob("*.pdf")),
        *("-o", out, "--json", "--workers", "1", "--engine", "flash"),
        *more,
    ]
    process = start(*arguments)
    assert process.stdout is not None
    first = last = 0.0
    own = 0.0
    command = psutil.Process(process.pid)
    for line in process.stdout:
        event = json.loads(line)["event"]
        if event == "started" and not first:
            first = time.perf_counter()
            own -= own_seconds(command)
        elif event == "done":
            last = time.perf_counter()
            if command.is_running():
                used = own_seconds(command)
    process.communicate()
    assert process.returncode == 0
    written = (json.loads(file.read_text("utf-8")) for file in out.rglob("headframe.json"))
    return Turn(last - first, own + used, sum(result["seconds"] for result in written))


def own_seconds(command: psutil.Process) -> float:
    """Of the command and its gateway, without workers."""
    total = 0.0
    for process in (command, *command.children()):
        try:
            if process.pid == command.pid or "core.cluster.gateway" in process.cmdline():
                times = process.cpu_times()
                total += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return total


if __name__ == "__main__":
    main()
