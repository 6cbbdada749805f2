"""Where Headframe keeps its things: one folder, and what lies in it by name.

Nothing here makes a folder: whoever writes into one makes it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

HOME_VARIABLE = "HEADFRAME_HOME"


def headframe_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder for settings, queue, logs and engine environments; absolute.

    ``HEADFRAME_HOME`` where it is set and not empty, else the platform's folder for a user's
    data (CONTRACT.md, "Environment").
    """
    chosen = environ.get(HOME_VARIABLE, "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs  # late: a home that is named needs none of it

    return Path(platformdirs.user_data_dir("headframe", appauthor=False))


def queue_file(home: Path) -> Path:
    """The queue's SQLite file."""
    return home / "queue.sqlite"


def runs_folder(home: Path) -> Path:
    """The queues of `headframe convert` runs, one folder each, gone with the run."""
    return home / "runs"


def batches_folder(home: Path) -> Path:
    """Reports of batches, one folder each (`core.jobs.reports`)."""
    return home / "batches"


def settings_file(home: Path) -> Path:
    """What the user chose in the settings dialog (`core.settings`)."""
    return home / "settings.json"


def profiles_file(home: Path) -> Path:
    """Named sets of engine, options and cards (`core.profiles`)."""
    return home / "profiles.json"


def window_file(home: Path) -> Path:
    """What the window remembers by itself: geometry, splitters, last folders."""
    return home / "window.ini"


def logs_folder(home: Path) -> Path:
    """All log files (`core.logs`)."""
    return home / "logs"


def engines_folder(home: Path) -> Path:
    """Engine environments that Headframe made, one folder each."""
    return home / "engines"


def engines_file(home: Path) -> Path:
    """Which interpreter runs which engine, as ``headframe engine use`` was told."""
    return home / "engines.json"


def drives_file(home: Path) -> Path:
    """Drives that documents came from or results went to (`core.jobs.drives`)."""
    return home / "drives.json"


def locks_folder(home: Path) -> Path:
    """Lock files and sockets by which the processes of one home know of each other."""
    return home / "locks"


def checkpoints_folder(home: Path) -> Path:
    """What unfinished documents have come to, one folder each (`core.jobs.checkpoints`)."""
    return home / "checkpoints"
