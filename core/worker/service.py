"""The worker's life: hello, the engine loaded, then one document after the other until the end.

Documents are converted in the main thread: some libraries insist on it, and helper processes are
tied to the thread that starts them. A thread of the channel listens meanwhile, and what it hears
is looked at between two steps of the engine.
"""

from __future__ import annotations

import gc
import logging
import math
import os
import platform
import queue
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Protocol

from core.messages import msg
from core.worker import device_errors
from core.worker.accelerator import card_label
from core.worker.channel import Channel
from core.worker.device_error_patterns import BESIDE_TORCH
from core.worker.exceptions import Cancelled, DocumentRejected
from core.worker.failures import failure_of
from core.worker.freed_memory import FreedMemory
from core.worker.kinds import EngineName, FailureKind, Stage
from core.worker.protocol import (
    VERSION,
    Cancel,
    Convert,
    Converted,
    Exit,
    Failure,
    Hello,
    Progress,
    Ready,
    Rejected,
    StartFailed,
    WorkerRequest,
)

PAUSE_S = {EngineName.FLASH: 0.05}
"""Between two reports of progress, of engines that go through hundreds of pages a second: a report
for each page was a fifth of what the conversion costs, in the process that hears them."""
PIN_VARIABLES = ("ASCEND_RT_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES")
_log = logging.getLogger(__name__)


class ProgressCallback(Protocol):
    """How an engine tells how far it is; raises :class:`Cancelled` when it has to give up."""

    def __call__(
        self, stage: Stage, page: int | None, pages: int | None, fraction: float
    ) -> None: ...


class EngineAdapter(Protocol):
    """What a worker runs."""

    def load(self) -> Ready:
        """Import and warm up, with the garbage collector off; it is on when this has returned.

        Raises :class:`DocumentRejected` when something is missing.
        """
        ...

    def convert(self, request: Convert, step: ProgressCallback) -> Converted:
        """Write a whole result into the staging folder.

        Raises :class:`DocumentRejected`, and others.
        """
        ...


class WorkerService:
    """Serves one engine over one channel."""

    def __init__(self, channel: Channel, name: EngineName, engine: EngineAdapter) -> None:
        self._channel = channel
        self._name = name
        self._engine = engine
        self._todo: queue.SimpleQueue[Convert | None] = queue.SimpleQueue()
        self._waiting: set[str] = set()
        """Jobs heard of and not yet answered."""
        self._unwanted: set[str] = set()
        """Those of them that are cancelled."""
        self._lock = threading.Lock()
        self._ending = False

    def run(self) -> int:
        """Serve until told to end, or until the other side is gone; the exit code."""
        signal.signal(signal.SIGTERM, self._signalled)
        signal.signal(signal.SIGINT, self._signalled)
        try:
            return self._serve()
        except OSError:
            _log.info("The window's side is gone; this worker ends.")
            return 0
        finally:
            self._channel.stop_heartbeat()

    def _serve(self) -> int:
        self._channel.send(
            Hello(VERSION, os.getpid(), self._name, platform.python_version(), _pin(os.environ.get))
        )
        self._channel.start(self._on_request, self._end)
        memory = FreedMemory()
        # What is loaded stays: looking for garbage in it meanwhile is a third of torch's start.
        gc.disable()
        try:
            ready = self._engine.load()
        except DocumentRejected as refusal:
            self._channel.send(StartFailed(refusal.failure))
            return 1
        except Exception as error:  # engines promise no kind of error
            _log.exception("The engine %s cannot be loaded.", self._name.value)
            self._channel.send(StartFailed(_unloadable(self._name, error)))
            return 1
        gc.enable()
        self._channel.send(ready)
        while (request := self._todo.get()) is not None and not self._ending:
            self._channel.send(self._answer(request))
            memory.give_back()
        return 0

    def _answer(self, request: Convert) -> Converted | Rejected:
        _log.info("%s: %s", request.job, request.source)
        steps = _ProgressReporter(
            self._channel,
            request.job,
            lambda: self._given_up(request.job),
            PAUSE_S.get(self._name, 0.0),
        )
        try:
            steps(Stage.READ, None, None, 0.0)
            return self._engine.convert(request, steps)
        except Cancelled:
            failure = Failure(FailureKind.CANCELLED, msg("Cancelled."))
        except Exception as error:  # engines promise no kind of error
            failure = failure_of(error, request.staging)
            level = logging.ERROR if failure.kind is FailureKind.INTERNAL else logging.INFO
            _log.log(level, "%s: %s", request.job, failure.message, exc_info=error)
        finally:
            with self._lock:
                self._waiting.discard(request.job)
                self._unwanted.discard(request.job)
        return Rejected(request.job, failure)

    def _on_request(self, request: WorkerRequest) -> None:
        if isinstance(request, Convert):
            with self._lock:
                self._waiting.add(request.job)
            self._todo.put(request)
        elif isinstance(request, Cancel):
            with self._lock:
                if request.job in self._waiting:
                    self._unwanted.add(request.job)
        else:
            assert isinstance(request, Exit)
            self._end()

    def _given_up(self, job: str) -> bool:
        return self._ending or job in self._unwanted

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._end()

    def _end(self) -> None:
        """Also called from a signal handler: a SimpleQueue may be filled from one."""
        self._ending = True
        self._todo.put(None)


class _ProgressReporter:
    """Sends progress: never backwards, and at most every ``pause_s``; the last is never lost.

    The first page of each stage is always told, and so is each page that is read by OCR: how long
    a document may take rests on these.
    """

    def __init__(
        self, channel: Channel, job: str, given_up: Callable[[], bool], pause_s: float
    ) -> None:
        self._channel = channel
        self._job = job
        self._given_up = given_up
        self._pause_s = pause_s
        self._fraction = 0.0
        self._said_at = -math.inf
        self._paged: Stage | None = None
        """The stage of the last page that was told."""

    def __call__(self, stage: Stage, page: int | None, pages: int | None, fraction: float) -> None:
        if self._given_up():
            raise Cancelled
        self._fraction = max(self._fraction, min(1.0, fraction))
        progress = Progress(self._job, stage, page, pages, self._fraction)
        now = time.monotonic()
        is_due = stage is Stage.OCR or now - self._said_at >= self._pause_s
        if not is_due and (page is None or stage is self._paged):
            self._channel.defer(progress)
            return
        self._said_at = now
        if page is not None:
            self._paged = stage
        self._channel.send(progress)


def _pin(get: Callable[[str], str | None]) -> str | None:
    """The pin in the environment: the first of the variables that is set and not empty."""
    return next((value for name in PIN_VARIABLES if (value := get(name))), None)


def _unloadable(name: EngineName, error: Exception) -> Failure:
    words = device_errors.error_text(error)
    if BESIDE_TORCH in words:  # on the CPU, too: no other word of a card counts there
        fault = device_errors.classify_error(words, card_label(), starting=True)
        if fault is not None:
            return fault
    hint = msg(
        "`headframe engine install {engine}` makes a new environment; `headframe doctor` checks "
        "this one.",
        engine=name.value,
    )
    if name is EngineName.FLASH:
        hint = msg("The worker's log says more; `headframe doctor` checks the installation.")
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg(
            "The engine {engine} does not start under its interpreter: {error}.",
            engine=name.value,
            error=f"{type(error).__name__}: {error}"[:200].rstrip("."),
        ),
        hint,
    )
