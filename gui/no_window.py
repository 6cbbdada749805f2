"""Why there can be no window here: one line for a person. Nothing of Qt is loaded for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

EXIT_NO_WINDOW = 2


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a display is named at all: cheap. That nobody answers there is Qt's to find out."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(environ.get(name) for name in names)


def no_window(environ: Mapping[str, str] = os.environ) -> str:
    """What is wrong, what to do about it, and what works without a window."""
    # Late: where there is a window, nothing of this is needed.
    from core.desktop import check_display, check_qt
    from core.doctor import CheckStatus

    for check in (check_display(environ), check_qt(environ)):
        if check.status in (CheckStatus.FAIL, CheckStatus.ABSENT) and check.detail is not None:
            hint = f" {check.hint}" if check.name == "qt" and check.hint is not None else ""
            return f"headframe: {check.detail}{hint} `headframe convert` works without a window."
    return "headframe: no window can be opened here. `headframe convert` works without one."
