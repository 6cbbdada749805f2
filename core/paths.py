"""Where Headframe keeps its things: one folder, and what lies in it by name.

Nothing here makes a folder: the writer does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from core.messages import msg

HOME_VARIABLE = "HEADFRAME_HOME"


def headframe_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder for settings, queue, logs and engine environments; absolute.

    ``HEADFRAME_HOME`` where it is set and not empty, else the platform's folder for a user's
    data (docs/command.md).
    """
    chosen = environ.get(HOME_VARIABLE, "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs  # late: a home that is named needs none of it

    try:
        place = Path(platformdirs.user_data_dir("headframe", appauthor=False))
    except RuntimeError as error:  # as in a container: no HOME, and a user id without a name
        raise NoHomeError from error
    if not place.is_absolute():
        raise NoHomeError
    return place


class NoHomeError(Exception):
    """Nothing says where a user's data is."""

    sentence = msg(
        "This user has no home folder here: set HEADFRAME_HOME to a folder for settings, logs and "
        "engines, or HOME."
    )

    def __str__(self) -> str:
        return str(self.sentence)


def user_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The user's own folder, where other programs keep their files; "/" where there is none."""
    if home := environ.get("HOME"):
        return Path(home)
    try:
        return Path.home()
    except RuntimeError:
        return Path("/")


def queue_file(home: Path) -> Path:
    """The queue's SQLite file."""
    return home / "queue.sqlite"


def search_file(home: Path) -> Path:
    """The index of all results (`core.search.index`); it is made again where it is lost."""
    return home / "search.sqlite"


def runs_folder(home: Path) -> Path:
    """The queues of `headframe convert` runs, one folder each, gone with the run."""
    return home / "runs"


def batches_folder(home: Path) -> Path:
    """Reports of batches, one folder each (`core.jobs.reports.writer`)."""
    return home / "batches"


def settings_file(home: Path) -> Path:
    """What the user chose in the settings dialog (`core.settings.definitions`)."""
    return home / "settings.json"


def profiles_file(home: Path) -> Path:
    """Named sets of engine, options and cards (`core.profiles.store`)."""
    return home / "profiles.json"


def window_file(home: Path) -> Path:
    """What the window remembers by itself: geometry, splitters, last folders."""
    return home / "window.ini"


def logs_folder(home: Path) -> Path:
    """All log files (`core.logs`)."""
    return home / "logs"


def worker_log_name(card_key: str) -> str:
    """The log file of the workers of a card, in a folder of logs."""
    return f"worker-{card_key.replace(':', '-').replace('/', '-')}.log"


def engines_folder(home: Path) -> Path:
    """Engine environments that Headframe made, one folder each."""
    return home / "engines"


def engines_file(home: Path) -> Path:
    """Which interpreter runs which engine, as ``headframe engine use`` was told."""
    return home / "engines.json"


def drives_file(home: Path) -> Path:
    """Drives that documents came from or results went to (`core.jobs.scheduling.mounts`)."""
    return home / "drives.json"


def locks_folder(home: Path) -> Path:
    """Lock files and sockets by which the processes of one home know of each other."""
    return home / "locks"


def checkpoints_folder(home: Path) -> Path:
    """What unfinished documents have come to, one folder each (`core.jobs.output.checkpoints`)."""
    return home / "checkpoints"


def models_folder(home: Path, engine: str) -> Path:
    """Models that Headframe fetched or imported for an engine (`core.engines.models`)."""
    return home / "models" / engine


def manifests_file(home: Path, engine: str) -> Path:
    """What a hub said of an engine's models: sizes, checksums."""
    return home / "models" / f"{engine}.json"
