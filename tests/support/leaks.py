"""What a test leaves behind: looked for after each one, and named in a sentence.

A snapshot is taken before a test and compared with what is there after it, so that what a wider
fixture holds is not laid at a test's door. What looks left behind gets a moment to end by itself
and is then looked at again: a thread that was told to stop needs no excuse, one that runs on does.
"""

from __future__ import annotations

import gc
import logging
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication

GRACE_S = 20.0
"""How long something may take to end once its test is over."""


@dataclass(frozen=True)
class Snapshot:
    """Everything of this process, and below it, that a test could leave behind."""

    threads: frozenset[threading.Thread]
    children: frozenset[psutil.Process]
    qt: tuple[QObject, ...]
    """Running QThreads, active QTimers, top-level widgets: held, so that none is mistaken."""
    hooks: tuple[object, ...]
    reaped: int
    """Page faults of children that ended: it grows with every one that is waited for."""


def snapshot() -> Snapshot:
    """What there is now."""
    return Snapshot(
        threads=frozenset(_threads()),
        children=frozenset(_children()),
        qt=tuple(_qt_objects()),
        hooks=tuple(_hooks().values()),
        reaped=_reaped(),
    )


def left_behind(before: Snapshot, home: Path, temp: Path) -> list[str]:
    """A phrase for each thing that was not there ``before``, once it had its time to go away.

    ``home`` is the test's own HEADFRAME_HOME: a process that carries it in its environment is the
    test's, whatever its parent is by now. ``temp`` is the test's own folder for temporary files.
    """
    checks: tuple[Callable[[], list[str]], ...] = (
        lambda: _new_threads(before),
        lambda: _new_processes(before, home),
        lambda: _new_qt_objects(before),
        lambda: _new_hooks(before),
        lambda: [f"the temporary file {path.name}" for path in sorted(temp.iterdir())],
    )
    deadline = time.monotonic() + GRACE_S
    while True:
        found = [phrase for check in checks for phrase in check()]
        if not found or time.monotonic() > deadline:
            return found
        _settle()


def end_children(before: Snapshot, home: Path) -> None:
    """Kill the processes that a test left, so that the next test is not disturbed by them."""
    for process in _processes_of_the_test(before, home):
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def _settle() -> None:
    """Let what is on its way out go: deferred deletes, garbage, threads and children that end."""
    gc.collect()
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
    threading.Event().wait(0.02)


def _threads() -> set[threading.Thread]:
    # A foreign thread that once ran Python, as a QThread does, keeps its entry on CPython < 3.13
    # after it has ended; QThreads are looked at by themselves.
    dummy = threading._DummyThread
    return {thread for thread in threading.enumerate() if not isinstance(thread, dummy)}


def _new_threads(before: Snapshot) -> list[str]:
    return [f"the thread {thread.name!r}" for thread in _threads() - before.threads]


def _has_children() -> bool:
    """The kernel says so at once; to find them, every process of the machine is looked at."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _children() -> set[psutil.Process]:
    if not _has_children():
        return set()
    return {
        process
        for process in psutil.Process().children(recursive=True)
        if not _belongs_to_the_interpreter(process)
    }


def _belongs_to_the_interpreter(process: psutil.Process) -> bool:
    """multiprocessing's resource tracker lives as long as the process that uses it."""
    try:
        return "multiprocessing.resource_tracker" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _reaped() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt


def _processes_of_the_test(before: Snapshot, home: Path) -> set[psutil.Process]:
    found = _children() - before.children
    if _reaped() != before.reaped:  # a child ended: its own children may have a new parent
        found |= {process for process in psutil.process_iter() if _works_in(process, home)}
    return found - {psutil.Process()}


def _works_in(process: psutil.Process, home: Path) -> bool:
    try:
        return process.environ().get("HEADFRAME_HOME") == str(home)
    except (psutil.Error, OSError):
        return False


def _new_processes(before: Snapshot, home: Path) -> list[str]:
    return [_described(process) for process in _processes_of_the_test(before, home)]


def _described(process: psutil.Process) -> str:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            command = f"{process.name()} (ended, not waited for)"
        else:
            command = " ".join(process.cmdline())
    except psutil.Error:
        command = "gone by now"
    return f"the process {process.pid}: {command}"


def _qt_objects() -> list[QObject]:
    if QCoreApplication.instance() is None:
        return []
    kinds = _with_subclasses(QThread) | _with_subclasses(QTimer)
    found: list[QObject] = [
        item for item in gc.get_objects() if type(item) in kinds and _is_busy(item)
    ]
    if isinstance(QCoreApplication.instance(), QApplication):
        found += QApplication.topLevelWidgets()
    return found


def _with_subclasses(kind: type[QObject]) -> set[type[QObject]]:
    return {kind}.union(*map(_with_subclasses, kind.__subclasses__()))


def _is_busy(item: QThread | QTimer) -> bool:
    try:
        if isinstance(item, QTimer):
            return item.isActive()
        return item.isRunning() and item is not QThread.currentThread()
    except RuntimeError:  # its C++ side is gone
        return False


def _new_qt_objects(before: Snapshot) -> list[str]:
    known = {id(item) for item in before.qt}
    new = [item for item in _qt_objects() if id(item) not in known]
    return [f"the {type(item).__name__} {item.objectName()!r}" for item in new]


def _hooks() -> dict[str, object]:
    """What a program may replace in the interpreter, and must put back."""
    return {
        "sys.excepthook": sys.excepthook,
        "threading.excepthook": threading.excepthook,
        "sys.unraisablehook": sys.unraisablehook,
        "the working folder": os.getcwd(),  # noqa: PTH109 - compared, never used as a path
        "the root logger's handlers": [
            handler
            for handler in logging.getLogger().handlers
            if not type(handler).__module__.startswith("_pytest")
        ],
    }


def _new_hooks(before: Snapshot) -> list[str]:
    pairs = zip(_hooks().items(), before.hooks, strict=True)
    return [f"{name} changed" for (name, now), then in pairs if now != then]
