"""Workers that misbehave: real processes, started as a real one is, each with one bug.

`LaunchSpec.interpreter` is the way in: any program may stand where a Python is expected. Such a
fake stands a real guard, says hello over the real channel, and then does what its test says.
"""

from __future__ import annotations

import os
import sys
import textwrap
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from core.engines.process.local_process import LaunchSpec, LocalProcess
from core.worker.kinds import EngineName
from core.worker.protocol import Hello, WorkerReport
from tests.support.paths import ROOT

PATIENCE_S = 60.0
"""How long a test waits for what must come; far more than it takes, on a busy machine too."""

_HEAD = '''\
#!{python}
import argparse, ctypes, os, signal, socket, subprocess, sys, time
sys.path.insert(0, {root!r})
from core.worker.supervisor import start_supervisor
from core.worker.protocol import *
from core.worker.codec import encode
parser = argparse.ArgumentParser()
parser.add_argument("entry")
for name in ("engine", "channel", "scratch"):
    parser.add_argument(f"--{{name}}")
given = parser.parse_args()
start_supervisor(int(given.channel), given.scratch)
os.set_inheritable(int(given.channel), False)
channel = socket.socket(fileno=int(given.channel))

def say(report):
    channel.sendall(encode(report))

def helper(code, **options):
    """Start another process that runs this code, and return once it runs."""
    child = subprocess.Popen(
        [sys.executable, "-c", code + "; print('up', flush=True); import time; time.sleep(600)"],
        stdout=subprocess.PIPE, **options)
    child.stdout.readline()
    return child

def sleep():
    time.sleep(600)

HELLO = Hello(VERSION, os.getpid(), EngineName.FLASH, "3", None)
'''


def fake(folder: Path, body: str, environment: dict[str, str] | None = None) -> LaunchSpec:
    """A launch whose worker runs ``body``; ``say``, ``HELLO``, ``helper`` and so on are there."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "fake-python"
    head = _HEAD.format(python=sys.executable, root=str(ROOT))
    program.write_text(head + textwrap.dedent(body), "utf-8")
    program.chmod(0o755)
    return LaunchSpec(
        EngineName.FLASH,
        program,
        dict(os.environ) if environment is None else environment,
        folder / "worker.log",
    )


def flash(folder: Path) -> LaunchSpec:
    """The real thing, under this interpreter."""
    return LaunchSpec(EngineName.FLASH, Path(sys.executable), os.environ, folder / "worker.log")


def heard(process: LocalProcess, kind: type[WorkerReport]) -> WorkerReport:
    """Wait for a report of that kind; the others are dropped."""
    deadline = time.monotonic() + PATIENCE_S
    while (left := deadline - time.monotonic()) > 0:
        report = process.receive(left)
        if isinstance(report, kind):
            return report
    raise AssertionError(f"no {kind.__name__} came")


def greeted(process: LocalProcess) -> Hello:
    """Wait for the hello."""
    report = heard(process, Hello)
    assert isinstance(report, Hello)
    return report


def until(
    condition: Callable[[], object], otherwise: str = "it never came about", poll_s: float = 0.01
) -> None:
    """Wait until that holds. ``otherwise``: what a test that waited in vain failed for."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(poll_s)


def family(process: LocalProcess) -> list[psutil.Process]:
    """The guard and everything below it."""
    guard = psutil.Process(process.pid)
    return [guard, *guard.children(recursive=True)]


def all_gone(processes: Iterable[psutil.Process]) -> bool:
    """Whether none of them runs; a zombie that waits for a parent of ours counts as gone."""
    return not any(_runs(process) for process in processes)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
