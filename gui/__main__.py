"""`python -m gui`: the way in of a checkout, where the window is there."""

from __future__ import annotations

import sys

from core import launcher

TYPE_CHECKING = False  # see core.launcher
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command or the window; return the exit code."""
    return launcher.main(argv, _window)


def _window(arguments: Sequence[str]) -> int:
    from gui.app import main as window

    return window(arguments)


if __name__ == "__main__":
    sys.exit(main())
