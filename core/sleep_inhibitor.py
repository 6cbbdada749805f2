"""The machine stays awake while documents are converted, where systemd lets us ask for that.

A child, ``systemd-inhibit … cat``, holds the lock and ends with its standard input, whose other
end is ours alone: however this program ends, ``kill -9`` among the ways, nothing stays behind.
Where there is no systemd, or it says no, the machine sleeps as it likes: that is no failure.
"""

from __future__ import annotations

import logging
import os
import queue
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping

log = logging.getLogger(__name__)

_ASK_NOBODY = """
case $("$1" --help </dev/null 2>/dev/null) in *--no-ask-password*) ask=--no-ask-password ;; esac
tool=$1
shift
exec "$tool" $ask "$@"
"""
"""Newer ones ask for a password where they may not do it otherwise, older ones lack the option."""


class SleepInhibitor:
    """Asks for it and takes it back; never waits for systemd, never fails.

    A thread of its own starts and ends the child, once there is something to ask for.
    """

    def __init__(self, why: str, environ: Mapping[str, str] = os.environ) -> None:
        """``why``: the words that the desktop shows where it tells what keeps it from sleeping."""
        self._why = why
        self._environ = environ
        self._orders: queue.SimpleQueue[bool | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._wanted = False

    def __enter__(self) -> SleepInhibitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def set_active(self, awake: bool) -> None:
        """Let the machine not sleep from now on, or let it. Saying so twice changes nothing."""
        if awake == self._wanted:
            return
        self._wanted = awake
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="awake", daemon=True)
            self._thread.start()
        self._orders.put(awake)

    def close(self) -> None:
        """Let it sleep, and have nothing running any more."""
        self._wanted = False
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join()
            self._thread = None

    # In the thread ------------------------------------------------------------------------------

    def _serve(self) -> None:
        child: subprocess.Popen[bytes] | None = None
        refused = False
        while (order := self._orders.get()) is not None:
            if order and not refused:
                child = self._ask()
                refused = child is None
            elif child is not None:
                refused = not _let_go(child)
                child = None
        if child is not None:
            _let_go(child)

    def _ask(self) -> subprocess.Popen[bytes] | None:
        tool = shutil.which("systemd-inhibit", path=self._environ.get("PATH"))
        if tool is None:
            log.info("there is no systemd-inhibit: the machine may fall asleep")
            return None
        options = ["--what=sleep:idle", "--who=Headframe", f"--why={self._why}", "--mode=block"]
        try:
            return subprocess.Popen(
                ["/bin/sh", "-c", _ASK_NOBODY, "sh", tool, *options, "cat"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=dict(self._environ),
                start_new_session=True,
            )
        except OSError as error:
            log.info("systemd-inhibit cannot be started: %s", error)
            return None


def _let_go(child: subprocess.Popen[bytes]) -> bool:
    """End the child and its helpers. Whether it had done its work until now."""
    refused = child.poll() is not None
    if not refused:
        os.killpg(child.pid, signal.SIGKILL)
    _, words = child.communicate()
    if refused:
        why = words.decode(errors="replace").strip() or f"exit code {child.returncode}"
        log.info("the machine may fall asleep: %s", why)
    return not refused
