"""What ordeals share: documents, sudden death of a whole tree, eyes on the place of results."""

from __future__ import annotations

import json
import random
import signal
import threading
from pathlib import Path

import psutil

from tests.support import pdfs

SEED = 20260131
NOT_COMPARED = ("seconds", "created_at", "card", "assigned")
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
        """Look until told to end."""
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


def papers(folder: Path, number: int, *, pages: int = 2) -> Path:
    """A folder of different documents, no two of the same bytes: each is to have its own result."""
    for each in range(number):
        path = folder / f"{each:02}.pdf"
        if each % 4 == 0:
            pdfs.text_pdf(path, pages=pages)
        else:
            (pdfs.image_pdf, pdfs.table_pdf, pdfs.headings_pdf)[each % 4 - 1](path)
        path.write_bytes(path.read_bytes() + f"\n% {each}\n".encode())
    return folder
