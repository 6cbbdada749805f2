"""The scheme that the Markdown view's page lives under: our own files and the result's pictures.

Nothing else is ever answered: a page that asks for the network, for another folder or for a file
that is no picture gets nothing.
"""

from __future__ import annotations

import logging
import os
import sys
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt

log = logging.getLogger(__name__)

SCHEME = b"headframe"
VIEW_VARIABLE = "HEADFRAME_MARKDOWN_VIEW"
"""``web`` or ``text``: which view shows the Markdown; by default the first that works here."""


class MarkdownViewKind(StrEnum):
    """The two views there are."""

    WEB = "web"
    TEXT = "text"


def register_schemes() -> None:
    """Prepare the process for a web view; call it before QApplication is made.

    The view itself is loaded when it is first needed: it takes 75 ms and some 50 MB to import.
    """
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    # Pages are text: no machine needs a graphics driver for them, and servers have none.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
    flags += [flag for flag in chromium_flags() if flag not in flags]
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(flags)


def chromium_flags() -> list[str]:
    """What Chromium is to be told on this machine."""
    flags = ["--disable-gpu", "--disable-background-networking", "--log-level=3"]
    if sys.platform.startswith("linux"):
        if os.geteuid() == 0:
            # Root has no sandbox; only then. The zygotes are there for it, and the window stands
            # still until they have started: 110 to 240 ms on a busy machine, 70 to 95 without.
            flags += ["--no-sandbox", "--no-zygote"]
        if _shared_memory_bytes() < 256 << 20:
            flags.append("--disable-dev-shm-usage")  # containers give 64 MB; pages would crash
    return flags


def _shared_memory_bytes() -> int:
    try:
        status = os.statvfs("/dev/shm")
    except OSError:
        return 0
    return status.f_frsize * status.f_blocks


def usable_kind() -> MarkdownViewKind:
    """The view to use here: Chromium does not run on kernels with pages of 64 KiB."""
    asked = os.environ.get(VIEW_VARIABLE)
    if asked in tuple(MarkdownViewKind):
        return MarkdownViewKind(asked)
    if hasattr(os, "sysconf") and os.sysconf("SC_PAGE_SIZE") > 16384:
        return MarkdownViewKind.TEXT
    if sys.platform.startswith("linux") and not _can_load("libnss3.so"):
        log.warning("libnss3 is missing: the Markdown is shown by the simple view")
        return MarkdownViewKind.TEXT
    return MarkdownViewKind.WEB


def _can_load(library: str) -> bool:
    """Whether the loader finds a library. Not `ctypes.util`: that runs programs to find out."""
    import ctypes  # late: this is asked with the first result, not at the start

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def file_below(folder: Path, relative: str) -> Path | None:
    """A file within a folder, links followed; ``None`` when it is outside or not there."""
    try:
        root = folder.resolve(strict=True)
        path = (root / relative).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    return path if path.is_file() and path.is_relative_to(root) else None
