"""The log: a file for each process, kept small, and nothing that goes wrong is left out of it.

Several processes of one home may run at once, so each writes a file of its own, named after what
it does, when it began and its pid; the oldest files of processes that are gone are thrown away.
A log that cannot be written (disk full, home not writable) never stops the program and never
puts a traceback on a user's terminal.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO

from core.messages import msg
from core.output_stream import OutputError
from core.paths import logs_folder

log = logging.getLogger(__name__)
MAX_FILE_BYTES = 2 << 20
"""Of one process's file; then it goes on in a new one, and one older part is kept."""
KEEP_FILES = 30
"""Files of ended processes that are kept in a home."""
EXIT_FAILED = 1
ERRORS = ("ERROR", "CRITICAL")
RECORD = r"\d{4}-\d\d-\d\dT\S+ (?P<level>[A-Z]+) "
NAME = r"[a-z-]+-\d{8}-\d{6}-(?P<pid>\d+)\.log(\.1)?"


@dataclass(frozen=True, slots=True)
class Log:
    """One process's way of logging, from :func:`start_logging` to the end of the block."""

    file: Path | None
    """``None`` where no file could be made."""


@contextlib.contextmanager
def start_logging(home: Path, name: str, level: int = logging.INFO) -> Iterator[Log]:
    """Log this process to a file in ``home``, until the block ends.

    ``name`` says what the process does, in small letters: ``window``, ``convert``. Uncaught
    exceptions of every thread, warnings, failing destructors and crashes in native code go to
    the file as well; for an uncaught exception of the main thread the user gets one line, and the
    program ends (``SystemExit``): out of this block Python itself would print its traceback.
    """
    root = logging.getLogger()
    before = (root.level, sys.excepthook, threading.excepthook, sys.unraisablehook)
    handler, file = _handler(home, name)
    root.addHandler(handler)
    root.setLevel(level)
    hooks = _Hooks(file)
    sys.excepthook = hooks.uncaught
    threading.excepthook = hooks.uncaught_in_thread
    sys.unraisablehook = hooks.unraisable
    logging.captureWarnings(True)
    crashes = _follow_crashes(file)
    log.info("%s starts, Python %s", name, sys.version.split()[0])
    try:
        yield Log(file)
    except (BrokenPipeError, OutputError):
        raise  # its output is not read, or cannot be written: the command's own end
    except Exception as error:  # the last handler: what nothing else caught
        hooks.uncaught(type(error), error, error.__traceback__)
        raise SystemExit(EXIT_FAILED) from None
    finally:
        log.info("%s ends", name)
        if crashes is not None:
            faulthandler.disable()
            crashes.close()
        logging.captureWarnings(False)
        root.setLevel(before[0])
        sys.excepthook, threading.excepthook, sys.unraisablehook = before[1:]
        root.removeHandler(handler)
        handler.close()


def log_files(home: Path) -> list[Path]:
    """The log files of a home that hold something, workers' among them; the last written first."""
    found: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        for path in logs_folder(home).iterdir():
            if path.suffix == ".log":
                with contextlib.suppress(OSError):
                    status = path.stat()
                    if status.st_size:
                        found.append((status.st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)]


def read_end(file: Path, max_bytes: int = 256 << 10) -> str:
    """The last lines of a log file, ``max_bytes`` at most; raises ``OSError``."""
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        start = max(0, size - max_bytes)
        stream.seek(start)
        data = stream.read()
    if start:
        _, _, data = data.partition(b"\n")
    return data.decode("utf-8", errors="replace")


class LogLevel(StrEnum):
    """Which messages of a log are wanted."""

    ALL = "all"
    WARNINGS = "warnings"
    """And errors."""
    ERRORS = "errors"


def of_level(text: str, level: LogLevel) -> str:
    """The records of that level, each with its indented lines.

    A line without a level, as workers and libraries print them, is kept: it may be what is sought.
    """
    if level is LogLevel.ALL:
        return text
    wanted = ERRORS if level is LogLevel.ERRORS else (*ERRORS, "WARNING")
    kept: list[str] = []
    keeps = True
    for line in text.splitlines(keepends=True):
        if not line[:1].isspace():
            record = re.match(RECORD, line)
            keeps = record is None or record["level"] in wanted
        if keeps:
            kept.append(line)
    return "".join(kept)


class _Formatter(logging.Formatter):
    """One record, one line at the margin: what a file's name or a traceback adds is indented."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", "\n    ")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone()
        return moment.isoformat(timespec="milliseconds")


class _FileHandler(logging.FileHandler):
    """Goes on in a new file when this one is full, and keeps one older part.

    Not the standard library's: its module brings sockets, pickle and queues, and both the window
    and the command are waited for while they load.
    """

    def emit(self, record: logging.LogRecord) -> None:
        try:
            stream = self.stream
            if stream and stream.tell() + len(self.format(record)) >= MAX_FILE_BYTES:
                self._begin_anew(stream)
        except (OSError, ValueError):  # disk full, folder gone, stream closed
            return
        super().emit(record)

    def _begin_anew(self, full: IO[str]) -> None:
        try:
            full.close()
            Path(self.baseFilename).replace(f"{self.baseFilename}.1")
        finally:
            self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Lose the record: there is no better place for it, and a terminal is none."""

    def close(self) -> None:
        """The same for what a full disk did not take."""
        with contextlib.suppress(OSError):
            super().close()


@dataclass(frozen=True, slots=True)
class _Hooks:
    """The interpreter's hooks for uncaught exceptions."""

    file: Path | None

    def uncaught(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            log.info("interrupted")
            return
        log.critical("uncaught exception", exc_info=(kind, error, traceback))
        if self.file is None:
            said = msg(
                "Something went wrong ({kind}), and no log could be kept.", kind=kind.__name__
            )
        else:
            said = msg(
                "Something went wrong ({kind}). The log has the details: {file}",
                kind=kind.__name__,
                file=str(self.file),
            )
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):  # closed, or not read
                print(f"headframe: {said}", file=sys.stderr)

    def uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None:  # as the interpreter ends
            return
        name = args.thread.name if args.thread else "?"
        trio = (args.exc_type, args.exc_value, args.exc_traceback)
        log.critical("uncaught exception in thread %s", name, exc_info=trio)

    def unraisable(self, args: sys.UnraisableHookArgs) -> None:
        error = args.exc_value
        info = (args.exc_type, error, args.exc_traceback) if error is not None else None
        log.error("%s: %r", args.err_msg or "exception ignored in", args.object, exc_info=info)


def _handler(home: Path, name: str) -> tuple[logging.Handler, Path | None]:
    folder = logs_folder(home)
    now = datetime.now()
    file = folder / f"{name}-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
    try:
        # Names and paths of documents are private.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _throw_old_away(folder)
        handler = _FileHandler(file, encoding="utf-8", errors="backslashreplace")
    except OSError:
        # Without any handler, logging would write to the terminal.
        return logging.NullHandler(), None
    handler.setFormatter(
        _Formatter("%(asctime)s %(levelname)s %(process)d %(threadName)s %(name)s: %(message)s")
    )
    return handler, file


def _throw_old_away(folder: Path) -> None:
    ended: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        match = re.fullmatch(NAME, path.name)
        if match and not _is_alive(int(match["pid"])):
            with contextlib.suppress(FileNotFoundError):  # another process was quicker
                ended.append((path.stat().st_mtime, path))
    for _, path in sorted(ended, reverse=True)[KEEP_FILES:]:
        path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    # Not psutil: loading it would take a tenth of the time until the window is there.
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _follow_crashes(file: Path | None) -> IO[bytes] | None:
    """Have a native crash write its stacks. The stream is its own, whatever is rotated."""
    if file is None or faulthandler.is_enabled():
        return None
    stream = file.open("ab")
    faulthandler.enable(stream)
    return stream
