"""Drives that are unplugged: known by where they were, and never mistaken for the folder there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.jobs.model import NewJob
from core.jobs.scheduling.mounts import MountRegistry, mount_point_of
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from core.jobs.store.waiting_jobs import WaitingFilter
from tests.e2e.cli.command import run
from tests.support import pdfs
from tests.support.disks import Disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "drive")
    yield disk
    disk.unplug()


def test_a_drive_is_known_by_where_it_was(disk: Disk, tmp_path: Path) -> None:
    file = tmp_path / "drives.json"
    drives = MountRegistry(file)
    disk.plug()
    place = disk.place
    out = place / "out" / "deep"
    assert mount_point_of(out) == place
    assert drives.missing_mount(out) is None
    drives.remember(out)
    drives.remember(tmp_path)  # on the system's own disk, or on one that is always there
    disk.unplug()
    assert MountRegistry(file).missing_mount(out) == place, "known after a restart, too"
    assert drives.missing_mount(tmp_path / "elsewhere") is None
    disk.plug()
    assert drives.missing_mount(out) is None
    disk.unplug()
    (place / "mine").mkdir()
    assert drives.missing_mount(out) is None, "somebody uses that folder as it is"
    (place / "mine").rmdir()
    assert MountRegistry(file).missing_mount(out) is None, "and it is no drive's place any more"
    place.rmdir()
    drives.remember(place)


def test_a_file_that_is_broken_is_no_reason_to_stop(tmp_path: Path) -> None:
    file = tmp_path / "drives.json"
    file.write_text("[1]")
    assert MountRegistry(file).missing_mount(tmp_path) is None


def test_what_lies_on_a_closed_disk_is_not_taken(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(b"/mnt/r\xe9"))
    with JobStore(tmp_path / "queue.sqlite") as queue:
        queue.add(
            [
                NewJob(Path("/papers/1.pdf"), odd / "out", "1"),
                NewJob(Path("/papers/2.pdf"), odd, "2"),
                NewJob(odd / "3.pdf", Path("/out"), "3"),
                NewJob(Path("/papers/4.pdf"), Path(f"{odd}sum\xe9"), "4"),
            ]
        )
        taken = queue.claim_next("cpu", wanted=WaitingFilter(not_below=[odd, Path("/elsewhere")]))
        assert taken is not None
        assert taken.stem == "4"
        assert queue.claim_next("cpu", wanted=WaitingFilter(not_below=[odd])) is None
        assert queue.claim_next("cpu", wanted=WaitingFilter(not_below=[Path("/")])) is None
        last = queue.claim_next("cpu")
        assert last is not None
        assert (last.stem, last.state) == ("1", JobState.RUNNING)


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_the_command_writes_nothing_into_the_folder_of_an_unplugged_drive(
    disk: Disk, tmp_path: Path, home: Path
) -> None:
    disk.plug()
    place = disk.place
    papers = tmp_path / "papers"
    pdfs.text_pdf(papers / "a.pdf")
    assert run("convert", papers, "-o", place / "out").code == 0
    disk.unplug()
    pdfs.text_pdf(papers / "sub" / "b.pdf")
    ended = run("convert", papers, "-o", place / "out")
    assert ended.code == 1
    assert f"The drive of {place} is not there. [not-writable]" in ended.out + ended.err
    assert list(place.iterdir()) == []
    disk.plug()
    assert run("convert", papers, "-o", place / "out").code == 0
    assert (place / "out" / "sub" / "b" / "b.md").is_file()
