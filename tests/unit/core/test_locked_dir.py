"""Folders that their makers hold: made, swept, and never taken from under a living maker."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

import pytest

from core.locked_dir import LOCK, LockedTempDir, remove_stale


def test_those_who_make_and_sweep_at_once_do_not_take_each_others(tmp_path: Path) -> None:
    """As workers do that start together: each sweeps what dead programs left, then makes its own.

    Without a second look after the lock, 43 of 1,600 folders were gone under their makers.
    """
    start = threading.Barrier(4)
    gone: list[Path] = []

    def work() -> None:
        start.wait()
        for _ in range(100):
            remove_stale([tmp_path], "x-")
            with LockedTempDir(tmp_path, "x-") as folder:
                if not (folder.path / LOCK).is_file():
                    gone.append(folder.path)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not gone
    assert list(tmp_path.iterdir()) == []


def test_a_folder_swept_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fcntl.flock
    swept: list[bool] = []

    def sweep_first(descriptor: int, how: int) -> None:
        if not swept:
            swept.append(True)
            remove_stale([tmp_path], "x-")
        real(descriptor, how)

    monkeypatch.setattr("fcntl.flock", sweep_first)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a number is all that is wanted
    with LockedTempDir(tmp_path, "x-") as folder:
        assert list(tmp_path.iterdir()) == [folder.path]
        remove_stale([tmp_path], "x-")
        assert folder.path.is_dir()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    assert list(tmp_path.iterdir()) == []


def test_a_drive_without_locks_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int, _how: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr("fcntl.flock", refuse)
    with LockedTempDir(tmp_path, "x-") as folder:
        remove_stale([tmp_path], "x-")
        assert folder.path.is_dir()
