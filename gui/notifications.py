"""The one dispatcher of what went wrong, or well: shown in a bar, logged, never in the way.

Also shows every uncaught exception, of any thread.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    import asyncio

log = logging.getLogger(__name__)


class Severity(Enum):
    """How much a notice wants to be seen."""

    INFO = "info"
    """Gone after a while."""
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Notification:
    """One message, and what can be done about it."""

    level: Severity
    text: str
    action: str | None = None
    """The button's words."""
    act: Callable[[], None] | None = None
    """What the button does; called in the GUI thread."""
    other_action: str | None = None
    """Of a second button."""
    other_act: Callable[[], None] | None = None
    again: Callable[[], Notification] | None = None
    """Says it in the language that the window has by then. ``None``: it cannot be said again."""


Spoken = str | Callable[[], str]
"""Words; or what says them, in the language of the window, as often as that changes."""


class NotificationCenter(QObject):
    """Takes notices from anywhere, gives them to the window in the GUI thread."""

    posted = Signal(object)
    """A :class:`Notification`."""
    withdrawn = Signal(object)
    """A :class:`Notification` that is no longer true."""
    log_requested = Signal()
    _crashed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crashed.connect(self._on_crashed, Qt.ConnectionType.QueuedConnection)
        self._before: tuple[Any, Any] | None = None

    def show(
        self,
        text: Spoken,
        level: Severity = Severity.INFO,
        action: Spoken | None = None,
        act: Callable[[], None] | None = None,
        other_action: Spoken | None = None,
        other_act: Callable[[], None] | None = None,
    ) -> Notification:
        """Show a message. GUI thread."""

        def make() -> Notification:
            return Notification(
                level,
                _text_of(text),
                None if action is None else _text_of(action),
                act,
                None if other_action is None else _text_of(other_action),
                other_act,
                again=make if callable(text) else None,
            )

        notice = make()
        if level is not Severity.INFO:
            log.log(
                logging.ERROR if level is Severity.ERROR else logging.WARNING,
                "shown: %s",
                notice.text,
            )
        self.posted.emit(notice)
        return notice

    def withdraw(self, notice: Notification) -> None:
        """It is no longer true: take it down, where it is shown. GUI thread."""
        self.withdrawn.emit(notice)

    def crashed(self, error: BaseException) -> None:
        """Something that must not happen has happened. Any thread."""
        log.error("unexpected", exc_info=error)
        self._crashed.emit(type(error).__name__)

    # The hooks ----------------------------------------------------------------------------------

    def install(self) -> None:
        """Show uncaught exceptions, after the existing hooks have logged them."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def uninstall(self) -> None:
        """Put back the hooks as they were."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None

    def in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An asyncio loop's exception handler; the loop goes on."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.crashed(error)
        else:
            log.error("in the event loop: %s", context.get("message"))

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if self._before is not None:
            self._before[0](kind, error, traceback)
        self._crashed.emit(kind.__name__)

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if self._before is not None:
            self._before[1](args)
        self._crashed.emit(args.exc_type.__name__)

    def _on_crashed(self, kind: str) -> None:
        self.show(
            lambda: self.tr("Something went wrong in Headframe itself ({kind}).").format(kind=kind),
            Severity.ERROR,
            lambda: self.tr("Show log"),
            self.log_requested.emit,
        )


def _text_of(words: Spoken) -> str:
    return words() if callable(words) else words
