"""The outside of a helper process: ask it, with a time limit; kill it when it does not answer."""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.cards.probing.interrupt_flag import InterruptFlag

log = logging.getLogger(__name__)

MAX_REPLY_BYTES = 16 << 20
_TICK_S = 0.1
_KILL_GRACE_S = 1.0
_ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds the package ``core``."""


class HelperError(Exception):
    """The helper gave no answer that can be used."""


class HelperDiedError(HelperError):
    """It ended: the library below it crashed, or it could not be started."""


class HelperHungError(HelperError):
    """It did not answer within the limit and was killed."""


class HelperStoppedError(HelperError):
    """We were told to stop while it worked."""


class HelperClient:
    """One helper process, started when first asked and again after it was lost.

    ``module`` is what it runs, for example ``core.cards.ascend.dcmi_helper``. :meth:`interrupt` may
    come from another thread.
    """

    def __init__(self, module: str, environ: Mapping[str, str]) -> None:
        self._module = module
        inherited = environ.get("PYTHONPATH")
        path = os.pathsep.join([str(_ROOT), *([inherited] if inherited else [])])
        self._environ = {**environ, "PYTHONPATH": path}
        self._process: subprocess.Popen[bytes] | None = None
        self._left_behind: list[subprocess.Popen[bytes]] = []
        self._stop = InterruptFlag()

    def interrupt(self) -> None:
        """End the question in flight within a moment, and every later one at once; for good."""
        self._stop.set()

    def ask(self, word: str, limit_s: float) -> dict[str, Any]:
        """The helper's answer, waited for at most ``limit_s`` seconds.

        Raises :class:`HelperError` of the kind that fits; the process is gone then.
        """
        if self._stop.is_set():
            raise HelperStoppedError
        self._left_behind = [process for process in self._left_behind if process.poll() is None]
        if self._left_behind:
            raise HelperHungError(f"pid {self._left_behind[0].pid} cannot be killed")
        try:
            process = self._process = self._process or self._start()
            reply = self._exchange(process, word, time.monotonic() + limit_s)
        except OSError as error:
            self.close()
            raise HelperDiedError(str(error)) from error
        except HelperError:
            self.close()
            raise
        if "crashed" in reply:
            log.error("%s: %s", self._module, reply["traceback"])
            self.close()
            raise HelperDiedError(str(reply["crashed"]))
        return reply

    def close(self) -> None:
        """End the process, if there is one. A later question starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    pass
        try:
            process.wait(_KILL_GRACE_S)
        except subprocess.TimeoutExpired:
            log.warning("%s (pid %s) cannot be killed: driver hangs", self._module, process.pid)
            self._left_behind.append(process)

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: our caller's working folder is no place to import from.
        return subprocess.Popen(
            [sys.executable, "-P", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environ,
            start_new_session=True,
            bufsize=0,
        )

    def _exchange(
        self, process: subprocess.Popen[bytes], word: str, deadline: float
    ) -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise HelperDiedError("no pipes")
        process.stdin.write(word.encode() + b"\n")
        line = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if self._stop.is_set():
                    raise HelperStoppedError
                left = deadline - time.monotonic()
                if left <= 0:
                    raise HelperHungError(f"no answer to {word!r}")
                if not selector.select(min(left, _TICK_S)):
                    continue
                data = os.read(process.stdout.fileno(), 1 << 16)
                line.extend(data)
                if not data or len(line) > MAX_REPLY_BYTES:
                    raise HelperDiedError(f"ended while answering {word!r}")
        try:
            reply = json.loads(line)
        except ValueError as error:
            raise HelperDiedError(f"answered with no JSON: {error}") from error
        if not isinstance(reply, dict):
            raise HelperDiedError("answered with no object")
        return reply
