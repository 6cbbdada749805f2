"""Homes that earlier versions of Headframe wrote, kept as text (tests/homes).

``schema-5``: the window of 2026-11-27 converted a folder of two papers, one of them broken, then
was paused and given a third one.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from core.paths import queue_file
from tests.support.paths import ROOT

KEPT = ROOT / "tests" / "homes"
ADA = "/home/ada"
"""Whose home it was."""


def restore(name: str, home: Path, user: Path) -> None:
    """Lay a kept home out, as if its user had lived at ``user``; her results are below that."""
    source = KEPT / name
    home.mkdir(parents=True, exist_ok=True)
    for file in source.rglob("*"):
        place = file.relative_to(source)
        to = user / place if place.parts[0] == "out" else home / place
        if file.is_dir():
            to.mkdir(parents=True, exist_ok=True)
        elif file.suffix != ".sql":
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)
            if file.suffix in (".json", ".csv"):
                to.write_text(file.read_text(encoding="utf-8").replace(ADA, str(user)))
    script = (source / "queue.sql").read_text(encoding="utf-8").replace(ADA, str(user))
    # Paths are bytes in the queue: a file's name need not be text.
    script = script.replace(ADA.encode().hex().upper(), str(user).encode().hex().upper())
    with closing(sqlite3.connect(queue_file(home))) as queue:
        queue.executescript(script)
        queue.execute("PRAGMA journal_mode = WAL")  # as it was; a dump does not say so
