"""What keeps an engine from starting on a card, asked before each start and known from earlier.

The check imports the engine's runtime in a process of its own, which takes seconds. So a card that
was found clear stays so until something changes that the check depends on: the interpreter and
its packages, the models, CANN, the driver, the pin, the machine's start. It is remembered beyond
the program's end. What was missing is remembered for a moment only, so that a queue of a thousand
documents does not pay for it a thousand times.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from core.atomic_file import write_atomic
from core.cards.model import Card
from core.cards.pinning import CannotPinError, visible_devices
from core.engines.launch.cann import cann_scripts
from core.engines.launch.model_check import models_folder, with_overrides
from core.engines.launch.preflight import run_preflight
from core.engines.model import Engine
from core.worker.mineru.tier import SOURCE_VARIABLE, TIER_VARIABLE, URL_VARIABLE
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

NEGATIVE_TTL_S = 60.0
"""So long a miss is believed without another look: some causes leave no trace in a file."""
KEPT = 64
NAME = "clearances.json"
_VARIABLES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "ASCEND_HOME_PATH", "ASCEND_OPP_PATH")
_MINERU = (TIER_VARIABLE, URL_VARIABLE, SOURCE_VARIABLE)
_DRIVER = (
    Path("/usr/local/Ascend/driver/version.info"),
    Path("/proc/driver/nvidia/version"),
    Path("/proc/sys/kernel/random/boot_id"),
)


class PreflightCache:
    """Of one HEADFRAME_HOME. Thread-safe; a check blocks only its own caller."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = home / NAME
        self._clock = clock
        self._lock = threading.Lock()
        self._missed: dict[str, tuple[float, Failure]] = {}

    def check(
        self,
        engine: Engine,
        card: Card,
        environ: Mapping[str, str],
        should_continue: Callable[[], bool] = lambda: True,
    ) -> Failure | None:
        """Why the engine would not work on that card; ``None`` when no reason is known.

        When ``should_continue`` says no the answer comes at once, and is not remembered.
        """
        state = fingerprint(engine, card, environ)
        with self._lock:
            if state in self._load():
                return None
            at, failure = self._missed.get(state, (0.0, None))
        if failure is not None and self._clock() - at < NEGATIVE_TTL_S:
            return failure
        began = self._clock()
        found = run_preflight(engine, card, environ, should_continue)
        if not should_continue():
            return None
        log.info(
            "%s on %s: looked at in %.1f s", engine.name.value, card.key, self._clock() - began
        )
        with self._lock:
            if found.problems:
                self._missed[state] = (self._clock(), found.problems[0])
                return found.problems[0]
            self._missed.pop(state, None)
            self._keep(state)
        return None

    def invalidate(self, engine: Engine, card: Card, environ: Mapping[str, str]) -> None:
        """What was found clear was not: it is looked at again."""
        state = fingerprint(engine, card, environ)
        with self._lock:
            known = self._load()
            if state in known:
                self._write([one for one in known if one != state])

    def _load(self) -> list[str]:
        try:
            known = json.loads(self._file.read_text("utf-8"))["clear"]
            return [str(state) for state in known]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, LookupError, TypeError):
            log.warning("%s cannot be used", self._file, exc_info=True)
            return []

    def _keep(self, state: str) -> None:
        self._write([*(one for one in self._load() if one != state), state][-KEPT:])

    def _write(self, known: list[str]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self._file, json.dumps({"schema": 1, "clear": known}))
        except OSError:
            log.warning("%s cannot be written", self._file, exc_info=True)


def fingerprint(engine: Engine, card: Card, environ: Mapping[str, str]) -> str:
    """Changes when anything changes that the check looks at, as far as files and values tell."""
    try:
        pin = visible_devices(card)
    except CannotPinError:
        pin = ""
    environ = with_overrides(environ, engine.models, engine.options)
    parts: list[object] = [
        engine.name.value,
        engine.version,
        card.kind.value,
        pin,
        card.bus_id,
        [environ.get(name) for name in (*_VARIABLES, *_MINERU)],
        [_packages(path) for path in _site_folders(engine)],
        [_stamp(path) for path in _paths(engine, environ)],
        [_text(path) for path in _DRIVER],
    ]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _site_folders(engine: Engine) -> list[Path]:
    return sorted(engine.interpreter.parents[1].glob("lib*/python*/site-packages"))


def _packages(folder: Path) -> list[object]:
    """What is installed in a folder of packages, and when.

    Not the folder's own time: the first import writes ``__pycache__`` there, wherever the installer
    did not (uv, and everything that is put there by hand).
    """
    try:
        entries = sorted(entry for entry in folder.iterdir() if entry.name != "__pycache__")
    except OSError:
        return []
    return [_stamp(each) if each.suffix == ".dist-info" else each.name for each in entries]


def _paths(engine: Engine, environ: Mapping[str, str]) -> Iterator[Path]:
    yield engine.interpreter
    yield from cann_scripts(environ)
    if (models := models_folder(engine.name, environ)) is not None:
        yield models
        yield from sorted(path for path in models.rglob("*") if path.is_file())


def _stamp(path: Path) -> tuple[str, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return str(path), state.st_size, state.st_mtime_ns


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return None
