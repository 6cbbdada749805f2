"""The one way in: `headframe` with a sub-command is the command, else it is the window.

Little is imported here: what is started decides what is loaded. The window is another package,
which says where it is by an entry point, so that the command can be installed without Qt.
"""

from __future__ import annotations

import os
import sys

from core import __version__

TYPE_CHECKING = False  # the module that has it costs more than all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from core.messages import Message

    Window = Callable[[Sequence[str]], int]

COMMANDS = frozenset({"convert", "cards", "doctor", "engine", "export", "profile"})
"""First words that mean the command. A file of such a name is opened as ``./convert``."""
HELP = frozenset({"-h", "--help", "--version", "--print-completion"})
WINDOW_GROUP = "headframe.window"
"""Entry points of packages that bring a window."""
EXIT_NO_WINDOW = 2
EXIT_WRONG = 2
EXIT_INTERRUPTED = 130
RESEMBLES = 0.7
"""Of `difflib`: "convrt", "covnert", "docter" and "card" resemble a command, "papers" does not."""


def main(argv: Sequence[str] | None = None, window: Window | None = None) -> int:
    """Run the command or the window; return the exit code. The command never loads Qt."""
    _open_standard_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        return _print_version()
    if arguments and (arguments[0] in COMMANDS or arguments[0].partition("=")[0] in HELP):
        return _command(arguments)
    if (missing := _missing_place()) is not None:
        _print_error(missing)
        return EXIT_WRONG
    meant = _mistyped_command(arguments[0]) if arguments else None
    from core.messages import msg  # not for `--version`

    if meant is not None:
        text = msg(
            "There is no command '{word}'. Did you mean `headframe {meant}`?",
            word=arguments[0],
            meant=meant,
        )
        _print_error(text)
        return EXIT_WRONG
    window = window or _installed_window()
    if window is None:
        text = msg(
            "The window is not installed here: install the package `headframe`, which needs Qt. "
            "`headframe convert` and the other commands work without it."
        )
        _print_error(text)
        return EXIT_NO_WINDOW
    return window(arguments)


def _print_version() -> int:
    try:
        print(f"headframe {__version__}", flush=True)
    except OSError as error:
        from core.cli.lost_output import give_up

        return give_up(error)
    return 0


def _command(arguments: Sequence[str]) -> int:
    """A sub-command, which a signal ends with one exit code from its first moment on."""
    restore = _interrupt_at_signals()
    try:
        if (missing := _missing_place()) is not None:
            _print_error(missing)
            return EXIT_WRONG
        from core.cli import main as command

        return command(arguments)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        restore()


class _Interrupted(KeyboardInterrupt):
    """A class of its own: CPython keeps in mind that a plain one went through an `exec` (as
    `dataclass` and `namedtuple` use it), and then ends as if it had not been caught.
    """


def _interrupt_at_signals() -> Callable[[], None]:
    """Let Ctrl+C, SIGTERM and a closed terminal raise, until a command minds them in its own way.

    Returns what undoes that.
    """
    import signal

    def interrupt(_number: int, frame: FrameType | None) -> None:
        while frame is not None:
            # What is raised in an import may be swallowed there, or come out as another error;
            # and what a command is still loading for has not begun.
            if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
                os._exit(EXIT_INTERRUPTED)
            frame = frame.f_back
        raise _Interrupted

    usual = (signal.SIG_DFL, signal.default_int_handler)
    before = {
        number: signal.signal(number, interrupt)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) in usual  # others are ignored, as `nohup` wants it
    }

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return restore


def _open_standard_streams() -> None:
    """Where a shell has closed one (`headframe convert a.pdf >&-`), it leads nowhere.

    The next file that is opened would otherwise get its number, and what is printed into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")


def _print_error(sentence: Message) -> None:
    from core.cli.human_text import tr

    print(f"headframe: {tr(sentence, sys.stderr)}", file=sys.stderr)


def _missing_place() -> Message | None:
    """Why nothing can be done from here: the working folder, or the user's, is not there."""
    from core.messages import msg

    try:
        os.getcwd()  # noqa: PTH109 - the first thing that every path needs
    except FileNotFoundError:
        return msg("The working folder no longer exists: change to another one (`cd ~`).")
    from core.paths import NoHomeError, headframe_home

    try:
        headframe_home()
    except NoHomeError as error:
        return error.sentence
    except RuntimeError as error:  # HEADFRAME_HOME=~x/… of a user that does not exist
        return msg("HEADFRAME_HOME leads nowhere: {error}", error=str(error))
    return None


def _mistyped_command(word: str) -> str | None:
    """The command that a first word resembles, unless it may be a path (docs/command.md)."""
    if "/" in word or "." in word or os.path.lexists(word):
        return None
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), sorted(COMMANDS), n=1, cutoff=RESEMBLES)
    return close[0] if close else None


def _installed_window() -> Window | None:
    from importlib.metadata import entry_points

    for entry in entry_points(group=WINDOW_GROUP):
        window: Window = entry.load()
        return window
    return None


if __name__ == "__main__":
    sys.exit(main())
