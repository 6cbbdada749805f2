"""Why there can be no window here: one line for a person. Nothing of Qt is loaded for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from core.messages import Message, msg

EXIT_NO_WINDOW = 2


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a display is named at all: cheap. Whether it answers is Qt's to find out."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(environ.get(name) for name in names)


def is_unseen(platform: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether Qt took a platform that shows nothing, though a display is named.

    It does so in silence where it cannot load its plugin for X11 or Wayland, unless QT_QPA_PLATFORM
    asks for that one.
    """
    if not sys.platform.startswith("linux") or environ.get("QT_QPA_PLATFORM"):
        return False
    return not platform.startswith(("xcb", "wayland"))


def no_window(environ: Mapping[str, str] = os.environ) -> str:
    """What is wrong, what to do about it, and what works without a window."""
    # Late: where there is a window, nothing of this is needed.
    from core.diagnostics.desktop import check_display, check_qt, window_files
    from core.diagnostics.model import CheckStatus

    for check in (check_display(environ), check_qt(environ)):
        if check.status in (CheckStatus.FAIL, CheckStatus.ABSENT) and check.detail is not None:
            told = [check.detail]
            if check.name == "qt" and check.hint is not None:
                told.append(check.hint)
            return _joined(*told, msg("`headframe convert` works without a window."))
    reason = next(filter(None, map(_loader_error, window_files(environ))), None)
    works = msg("`headframe convert` works without one.")
    if reason is None:
        return _joined(msg("No window can be opened here."), works)
    return _joined(msg("No window can be opened here: {reason}.", reason=reason), works)


def _joined(*sentences: Message) -> str:
    from core.cli.human_text import tr  # late, as above

    return "headframe: " + " ".join(tr(sentence, sys.stderr) for sentence in sentences)


def _loader_error(file: Path) -> str | None:
    """Why the loader refuses a file of Qt, in its own words."""
    import ctypes  # late, as above

    try:
        ctypes.CDLL(str(file))
    except OSError as error:
        return str(error)
    return None
