"""The ordeal: the whole tree killed again and again; in the end everything is done exactly once."""

from __future__ import annotations

import json
import random
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest

from tests import pdfs
from tests.ascend import presets
from tests.ascend.host import AscendHost
from tests.cli.command import run, start

DOCUMENTS = 40
KILLS = 30
NOT_COMPARED = ("seconds", "created_at", "card")
"""What may differ between two runs: times, and which of two cards took the document."""


def contents(out: Path) -> dict[str, bytes | dict[str, object]]:
    """Every file below a folder, with what it holds."""
    found: dict[str, bytes | dict[str, object]] = {}
    for path in sorted(out.rglob("*")):
        if path.is_dir():
            continue
        raw = path.read_bytes()
        name = str(path.relative_to(out))
        if path.name == "headframe.json":
            plain = json.loads(raw)
            found[name] = {key: plain[key] for key in plain if key not in NOT_COMPARED}
        else:
            found[name] = raw
    return found


class Watcher(threading.Thread):
    """Looks at the output folder all the time, and remembers what it should never have seen."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out
        self._over = threading.Event()
        self.wrong: list[str] = []
        self.looks = 0

    def run(self) -> None:
        while not self._over.wait(0.005):
            self.looks += 1
            if not self._out.exists():
                continue
            for folder in self._out.iterdir():
                if folder.name.startswith("."):
                    continue
                for needed in (f"{folder.name}.md", "blocks.json", "headframe.json", "images"):
                    if not (folder / needed).exists():
                        self.wrong.append(f"{folder.name} without {needed}")

    def end(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()


def kill_tree(pid: int, signals: random.Random) -> list[psutil.Process]:
    """Kill a command with all its children, as a power cut or an administrator would."""
    root = psutil.Process(pid)
    family = [root, *root.children(recursive=True)]
    signals.shuffle(family)
    for member in family:
        try:
            member.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            pass
    return family


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_thirty_times_a_batch_is_done_exactly_once(tmp_path: Path) -> None:
    papers, out, calm = tmp_path / "papers", tmp_path / "out", tmp_path / "calm"
    for number in range(DOCUMENTS):
        make = (pdfs.text_pdf, pdfs.image_pdf, pdfs.table_pdf, pdfs.headings_pdf)[number % 4]
        made = make(papers / f"{number:02}.pdf")
        # No two of the same bytes: each must have a result of its own.
        made.write_bytes(made.read_bytes() + f"\n% {number}\n".encode())
    host = AscendHost(tmp_path / "host", presets.eight_910b()).environment()
    arguments = ("convert", papers, "--card", "npu:6,npu:7", "--json", "-o")

    chance = random.Random(20260131)
    watcher = Watcher(out)
    watcher.start()
    try:
        for number in range(KILLS):
            process = start(*arguments, out, environ=host)
            # From before the first document to well into the batch.
            time.sleep(chance.uniform(0.2, 2.2))
            family = kill_tree(process.pid, chance)
            process.communicate()
            _gone, alive = psutil.wait_procs(family, timeout=5)
            assert not alive, f"after kill {number}"
        last = run(*arguments, out, environ=host)
    finally:
        watcher.end()
    assert last.code == 0
    assert last.events[-1]["done"] + last.events[-1]["skipped"] == DOCUMENTS
    assert watcher.wrong == []
    assert watcher.looks > KILLS
    assert sorted(item.name for item in out.iterdir()) == [f"{n:02}" for n in range(DOCUMENTS)]

    assert run(*arguments, calm, environ=host).code == 0
    assert contents(out) == contents(calm)
