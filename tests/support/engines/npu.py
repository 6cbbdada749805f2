"""`headframe convert` on an emulated server, heard while it works: a test may step in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.engines import engine_config
from core.engines.engine_config import EngineConfig
from core.engines.launch.preflight_cache import NAME as CLEARANCES
from core.worker.kinds import EngineName
from tests.support.cann.host import CannHost
from tests.support.paths import ROOT

LIMIT_S = 900.0
"""For one conversion: a worker takes fifteen seconds to start, and much longer where others work
on the machine, too."""

Event = dict[str, Any]
Heard = Callable[[Event], None]


@dataclass(frozen=True)
class Converted:
    """What a conversion said."""

    code: int
    events: tuple[Event, ...]
    err: str

    def of(self, kind: str) -> list[Event]:
        """The events of one kind."""
        return [event for event in self.events if event["event"] == kind]

    def done(self) -> list[str]:
        """Names of the documents that were converted."""
        return sorted(Path(event["source"]).name for event in self.of("done"))

    def cards(self) -> list[str]:
        """The card of each start of a document, in their order."""
        return [event["card"] for event in self.of("started")]


class Office:
    """A HEADFRAME_HOME with one engine in it, on one server."""

    def __init__(self, home: Path, host: CannHost, clearances: Path) -> None:
        self._home = home
        self._host = host
        self._clearances = clearances
        if clearances.exists():  # what an earlier test found clear on such a server
            home.mkdir(parents=True, exist_ok=True)
            shutil.copy(clearances, home / CLEARANCES)

    def choose(self, engine: EngineName, python: Path, version: str, models: Path) -> None:
        """As `headframe engine use` does."""
        chosen = EngineConfig(str(python), "3.11", version, str(models))
        engine_config.save_engine_configs(self._home, {engine: chosen})

    def convert(
        self, folder: Path, *options: str, heard: Heard | None = None, before: str = "pass"
    ) -> Converted:
        """Convert what is in ``folder / "in"`` to its end. ``heard`` gets each event as it comes;
        ``before`` is run in the command's process first.
        """
        code = f"{before}\nimport sys\nfrom gui.__main__ import main\nsys.exit(main(sys.argv[1:]))"
        command = [sys.executable, "-c", code, "convert", str(folder / "in")]
        command += ["-o", str(folder / "out"), "--json", *options]
        environ = {**os.environ, "PYTHONPATH": str(ROOT), **self._host.environ}
        events: list[Event] = []
        with (folder / "err.txt").open("w+") as errors:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, env=environ, text=True
            )
            limit = threading.Timer(LIMIT_S, process.kill)
            limit.start()
            try:
                with process:
                    assert process.stdout is not None
                    for line in process.stdout:
                        events.append(json.loads(line))
                        if heard is not None:
                            heard(events[-1])
            finally:
                limit.cancel()
            errors.seek(0)
            said = errors.read()
        if (self._home / CLEARANCES).exists():
            shutil.copy(self._home / CLEARANCES, self._clearances)
        return Converted(process.returncode, tuple(events), said)


def when(kind: str, act: Callable[[Event], None], **wanted: object) -> Heard:
    """Do that once, at the first event of that kind that has those values."""
    waiting = [act]

    def heard(event: Event) -> None:
        fits = event["event"] == kind and all(event.get(key) == wanted[key] for key in wanted)
        if waiting and fits:
            waiting.pop()(event)

    return heard


def work(host: CannHost, card: int) -> Sequence[int]:
    """Pids that computed on a card, by what the runtime counted there."""
    return [use.pid for use in host.cards.uses() if use.card == card and use.kernels]
