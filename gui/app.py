"""The window's program, from start to end. A newcomer may begin here.

The order of things in :func:`main`:

1. Is there a display at all? If not: one line, exit code 2. Nothing of Qt is loaded for that.
2. The home's lock (`gui.single_instance.lock`). Where another window holds it, that one gets the
   paths and comes forward, and this process is done.
3. Logging; Qt's messages join it (`gui.qt_logging`).
4. QApplication; then `gui.application` puts together settings, language, theme, notices (which also
   catch uncaught exceptions) and the main window, on the screen before the slower parts are loaded.
5. The work behind it (`gui.work`): the queue's thread reads the file, queues again what was
   running when the program died last time, and the cards' threads carry on.
6. An asyncio loop on Qt's own (qasync), in which the program waits for the end: the user's, a
   signal's, the session's.
7. The end, in order: intake, children, threads, window, loop.

Threads: see `gui.work`. Nothing but frozen values crosses between them and this one.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from core.messages import Message, msg
from core.paths import headframe_home
from gui.display_check import EXIT_NO_WINDOW, has_display, is_unseen, no_window
from gui.single_instance.lock import InstanceLock

log = logging.getLogger(__name__)
EXIT_WRONG = 2
EXIT_FAILED = 1
LOOP_STOPPED = "Event loop stopped before Future completed."
"""What qasync says where Qt has ended its loop by itself: the display is gone."""


def main(arguments: Sequence[str] = ()) -> int:
    """Open the window with these paths. Returns the exit code."""
    paths = _paths(arguments)
    if paths is None:
        return EXIT_WRONG
    gc.disable()  # what is made from here on stays: looking for garbage in it is time lost
    if not has_display():
        print(no_window(), file=sys.stderr)
        return EXIT_NO_WINDOW
    home = headframe_home()
    with ExitStack() as stack:
        try:
            lock = InstanceLock(home)
        except OSError as error:
            _print_error(
                msg(
                    "{home} cannot be written: {reason}. "
                    "Choose another folder with HEADFRAME_HOME.",
                    home=str(home),
                    reason=error.strerror or str(error),
                )
            )
            return EXIT_FAILED
        stack.callback(lock.release)
        if not lock.acquire():
            return _second_start(home, paths)
        from core.logs import start_logging

        stack.enter_context(start_logging(home, "window"))
        return _first_start(home, paths)


def _paths(arguments: Sequence[str]) -> list[Path] | None:
    paths: list[Path] = []
    options_end = False
    for argument in arguments:
        if argument == "--" and not options_end:
            options_end = True
        elif argument.startswith("-") and not options_end and not Path(argument).exists():
            _print_error(msg("There is no option {name}. See `headframe --help`.", name=argument))
            return None
        elif argument:
            paths.append(Path(argument).absolute())
    return paths


def _print_error(sentence: Message) -> None:
    from core.cli.human_text import tr

    print(f"headframe: {tr(sentence, sys.stderr)}", file=sys.stderr, flush=True)


def be_quick() -> None:
    """Keep the GUI thread from waiting: for the garbage collector, and for other threads.

    Measured with 100,000 documents coming in: the longest wait fell from 230 to 110 ms by the
    first, the 99th percentile from 48 to 28 ms by the second. Who waits for the interpreter's lock
    asks for it only after a whole interval in which it was not released; a thread that reads a file
    lets it go, and takes it back, every half a millisecond. So with intervals of 1 ms the GUI
    thread still waited 26 to 108 ms, for as long as a report of 20,000 documents took to be read;
    with these 22 ms, and nothing took longer than before.
    """
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    gc.enable()
    sys.setswitchinterval(0.0002)


def _second_start(home: Path, paths: Sequence[Path]) -> int:
    from gui.single_instance.client import hand_over

    if hand_over(home, paths):
        return 0
    _print_error(msg("Headframe is open already, but does not answer. End it and start again."))
    return EXIT_FAILED


def _first_start(home: Path, paths: Sequence[Path]) -> int:
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError:
        log.exception("Qt cannot be loaded")
        print(no_window(), file=sys.stderr)
        return EXIT_NO_WINDOW
    from gui import qt_logging
    from gui.application import Application
    from gui.desktop.dbus_address import avoid_hanging_bus
    from gui.reading.markdown.url_scheme import register_schemes

    qt_logging.install()
    register_schemes()
    avoid_hanging_bus()
    app = QApplication(["headframe"])
    if is_unseen(app.platformName()):
        log.error("Qt took its platform %s", app.platformName())
        print(no_window(), file=sys.stderr)
        return EXIT_NO_WINDOW
    app.setApplicationName("headframe")
    app.setDesktopFileName("headframe")
    app.setQuitOnLastWindowClosed(False)
    program = Application(app, home)
    program.show()
    be_quick()
    # Late: the window is on the screen by now.
    import asyncio

    from qasync import QEventLoop

    try:
        with asyncio.Runner(loop_factory=partial(QEventLoop, app)) as runner:
            return runner.run(program.live(paths))
    except RuntimeError as error:
        if str(error) != LOOP_STOPPED:
            raise
        log.exception("Qt has ended the loop")
        from core.cli.human_text import tr

        kept = tr(msg("The queue is kept, and goes on with the next window."), sys.stderr)
        print(f"{no_window()} {kept}", file=sys.stderr, flush=True)
        # No loop is left to end the threads in; workers end with this process.
        logging.shutdown()
        os._exit(EXIT_NO_WINDOW)
