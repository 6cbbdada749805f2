"""A full disk is named by the folder that is on it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.worker.failures import failure_of
from core.worker.kinds import FailureKind

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than the tests'."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is one disk")
    folder = Path(tempfile.mkdtemp(dir=memory))
    yield folder
    folder.rmdir()


def test_on_one_disk_it_is_the_folder_for_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program writes between two checks, so that the second one finds less room."""
    rooms = iter(range(1000, 0, -1))
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=next(rooms)))
    failure = failure_of(FULL, str(tmp_path))
    assert failure.kind is FailureKind.NO_SPACE
    assert failure.message.facts["folder"] == str(tmp_path)


@pytest.mark.parametrize("full", ["results", "temporary"])
def test_of_two_disks_it_is_the_one_with_less_room(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    folder = tmp_path if full == "results" else elsewhere

    def usage(place: str) -> SimpleNamespace:
        return SimpleNamespace(free=0 if place == str(folder) else 1 << 30)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert failure_of(FULL, str(tmp_path)).message.facts["folder"] == str(folder)
