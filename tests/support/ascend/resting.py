"""The stand-in ``npu-smi`` on a host where nothing has changed: its tables lie written already.

The tool starts some thousand times in a run of the tests, and what `tests.support.ascend.npu_smi`
imports takes five times as long as Python itself. Hence nothing here but built-in modules.
"""

# ruff: noqa: PTH105, PTH110, PTH116, PTH123, PTH208 - pathlib takes as long as all the rest of this
from __future__ import annotations

import fcntl
import os
import sys
import time

HOST_VARIABLE = "HEADFRAME_TEST_HOST"
"""Path of a host's state file, in the environment of everything that runs on that host."""
USES_CARD_VARIABLE = "HEADFRAME_TEST_USES_CARD"
"""Set for a foreign process that works on a chip; Headframe's workers need no such mark."""
PIN_VARIABLE = "ASCEND_RT_VISIBLE_DEVICES"
WORKER_VARIABLE = "HEADFRAME_WORKER"
"""That of `core.worker.process_tree`, which imports too much for this."""
CARDS_FILE = "cards"
"""Beside the state, on a host that has an emulated CANN: what processes really do on its cards."""
MAPPING = "-m"


def call_of(arguments: list[str]) -> str:
    """``info``, ``-m``, or ``dcmi`` for the library: what a log and a fault call it."""
    if arguments == ["library"]:
        return "dcmi"
    return MAPPING if arguments[1:] == [MAPPING] else "info"


def text_file(folder: str, call: str) -> str:
    """Where that call's answer lies while nothing works on the host's chips."""
    return f"{folder}/at-rest{call if call == MAPPING else '-' + call}.txt"


def worked_file(folder: str, call: str) -> str:
    """Where its last answer lies while something does, behind a line that says what."""
    return f"{folder}/at-work-{call}.txt"


def answer(folder: str, arguments: list[str]) -> bool:
    """Print what lies written; whether it did."""
    call = call_of(arguments)
    if os.path.exists(f"{folder}/{CARDS_FILE}"):
        return False
    works = "" if call == MAPPING else who_works(folder)
    try:
        with open((worked_file if works else text_file)(folder, call), encoding="utf-8") as file:
            if works and file.readline() != works + "\n":
                return False
            text = file.read()
    except FileNotFoundError:
        return False
    with Logged(f"{folder}/calls", call):
        sys.stdout.write(text)
    return True


def who_works(folder: str) -> str:
    """The processes that may stand on the host's chips: number, name and pin, and the host's state.

    Empty where there is none.
    """
    state = f"{folder}/state.json"
    written = os.stat(state)
    host = os.fsencode(f"{HOST_VARIABLE}={state}")
    marks = (f"{USES_CARD_VARIABLE}=".encode(), f"{WORKER_VARIABLE}=".encode())
    pin = f"{PIN_VARIABLE}=".encode()
    found = []
    for number in os.listdir("/proc"):
        if number.isdigit():
            try:
                with open(f"/proc/{number}/environ", "rb") as file:
                    variables = file.read().split(b"\0")
                if host not in variables or not any(one.startswith(marks) for one in variables):
                    continue
                with open(f"/proc/{number}/comm", "rb") as file:
                    name = file.read()
            except OSError:
                continue
            pins = [one for one in variables if one.startswith(pin)]
            found.append(f"{number} {name!r} {pins!r}")
    found.sort()
    return "; ".join([*found, f"{written.st_mtime_ns} {written.st_ino}"]) if found else ""


def keep(folder: str, call: str, works: str, text: str) -> None:
    """Write the answer down for as long as the same processes work on the host as it is."""
    place = worked_file(folder, call)
    with open(f"{place}.{os.getpid()}", "w", encoding="utf-8") as file:
        file.write(f"{works}\n{text}")
    os.replace(file.name, place)


class Logged:
    """Note start and end, and whether another call was under way: the lock ends with the call."""

    def __init__(self, log: str, call: str) -> None:
        """``log``: its path without the suffix."""
        self._log = os.open(f"{log}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self._lock = os.open(f"{log}.lock", os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = "true"
        except BlockingIOError:
            alone = "false"
        self._entry = f'"pid": {os.getpid()}, "call": "{call}", "alone": {alone}'

    def __enter__(self) -> None:
        self._note("start")

    def __exit__(self, *_: object) -> None:
        self._note("end")
        os.close(self._log)
        os.close(self._lock)

    def _note(self, event: str) -> None:
        at = time.monotonic()
        os.write(self._log, f'{{{self._entry}, "event": "{event}", "at": {at!r}}}\n'.encode())
