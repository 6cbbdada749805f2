"""Watched folders: what comes is taken when it is whole, once, and again when it has changed."""

from __future__ import annotations

import ast
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.jobs.model import ConvertOptions, NewJob
from core.jobs.sources import watcher
from core.jobs.sources.filters import FileFilter
from core.jobs.sources.watcher import FolderWatcher, is_on_network
from tests.e2e.cli.command import run, start
from tests.e2e.cli.test_interrupted import until
from tests.support import pdfs
from tests.support.disks import Disk
from tests.support.engines.scripted import hold
from tests.support.paths import ROOT


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A monotonic clock that the test turns."""
    now = [100.0]
    monkeypatch.setattr("core.jobs.sources.watcher.time.monotonic", lambda: now[0])
    return now


def names(jobs: list[NewJob]) -> list[str]:
    return [job.source.name for job in jobs]


def test_a_file_is_taken_once_when_it_has_stopped_growing(
    tmp_path: Path, clock: list[float]
) -> None:
    watch = FolderWatcher([tmp_path], None, ConvertOptions(), FileFilter(exclude=("no*",)))
    assert (watch.poll(), watch.is_waiting) == ([], False)
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"%PDF")
    (tmp_path / "no.pdf").write_bytes(b"%PDF")
    (tmp_path / "a.txt").write_bytes(b"text")
    assert (watch.poll(), watch.is_waiting) == ([], True)
    clock[0] += 2
    with paper.open("ab") as file:
        file.write(b" more")
    assert watch.poll() == []
    clock[0] += 2
    assert watch.poll() == [], "two seconds since it grew"
    clock[0] += 1
    assert names(watch.poll()) == ["a.pdf"]
    assert (watch.poll(), watch.is_waiting) == ([], False)
    os.utime(paper, (1, 1))
    watch.poll()
    clock[0] += 3
    assert names(watch.poll()) == ["a.pdf"], "changed, it is taken again"
    paper.unlink()
    watch.poll()
    paper.write_bytes(b"%PDF more")
    watch.poll()
    clock[0] += 3
    assert names(watch.poll()) == ["a.pdf"]


def test_a_file_that_grew_before_the_machine_slept_is_given_its_time_again(
    tmp_path: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = FolderWatcher([tmp_path], None, ConvertOptions())
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert watch.poll() == []
    clock[0] += 3600
    later = time.time() + 3600
    monkeypatch.setattr("core.jobs.sources.watcher.time.time", lambda: later)
    assert watch.poll() == [], "whoever writes it was asleep, too"
    clock[0] += 3
    assert names(watch.poll()) == ["a.pdf"]


def test_what_has_lain_there_for_long_is_taken_at_first_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "broken.pdf").symlink_to(tmp_path / "nowhere")
    later = time.time() + 2 * watcher.OLD_S
    monkeypatch.setattr("core.jobs.sources.watcher.time.time", lambda: later)
    assert names(FolderWatcher([tmp_path], None, ConvertOptions()).poll()) == ["a.pdf"]


@pytest.mark.parametrize("polled", [False, True])
def test_the_watch_finds_what_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, polled: bool
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(watcher, "is_on_network", lambda _path: polled)
    monkeypatch.setattr(watcher, "TICK_S", 0.05)
    monkeypatch.setattr(watcher, "POLL_S", 0.05)
    stop, come, found = threading.Event(), threading.Event(), list[NewJob]()

    def take(jobs: list[NewJob]) -> None:
        found.extend(jobs)
        come.set()

    watch = FolderWatcher([tmp_path], None, ConvertOptions(), settle_s=0.1)
    thread = threading.Thread(target=watch.run, args=(take, stop))
    thread.start()
    try:
        for name in ("a.pdf", "sub/b.pdf"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"%PDF")
            assert come.wait(60)
            come.clear()
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive()
    assert names(found) == ["a.pdf", "b.pdf"]
    loud = [record for record in caplog.records if record.name.startswith("watchfiles")]
    assert not loud, "a log of changes is of no use to anyone"


@pytest.mark.slow
@pytest.mark.parametrize("polled", [False, True])
def test_a_folder_that_goes_is_told_and_taken_up_again_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, polled: bool
) -> None:
    monkeypatch.setattr(watcher, "is_on_network", lambda _path: polled)
    monkeypatch.setattr(watcher, "TICK_S", 0.05)
    monkeypatch.setattr(watcher, "POLL_S", 0.05)
    papers, away = tmp_path / "papers", tmp_path / "away"
    papers.mkdir()
    heard: queue.SimpleQueue[object] = queue.SimpleQueue()
    stop = threading.Event()
    watch = FolderWatcher([papers], None, ConvertOptions(), settle_s=0.1)
    thread = threading.Thread(
        target=watch.run, args=(lambda jobs: heard.put(names(jobs)), stop, heard.put)
    )
    thread.start()
    try:
        (papers / "a.pdf").write_bytes(b"%PDF")
        assert heard.get(timeout=60) == ["a.pdf"]
        papers.rename(away)  # as a drive that is unplugged
        assert heard.get(timeout=60) == (papers,)
        (away / "b.pdf").write_bytes(b"%PDF")
        away.rename(papers)
        assert heard.get(timeout=60) == ()
        assert heard.get(timeout=60) == ["b.pdf"], "what was taken before is not taken again"
        (papers / "c.pdf").write_bytes(b"%PDF")
        assert heard.get(timeout=60) == ["c.pdf"]
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive()


DRIVES = """
import os, queue, subprocess, sys, threading
from pathlib import Path
from core.jobs.sources import watcher
from core.jobs.model import ConvertOptions

watcher.TICK_S = watcher.POLL_S = 0.05
drive, papers = map(Path, sys.argv[1:])

def plug(): subprocess.run(["mount", "--bind", drive, papers], check=True)
def unplug(): subprocess.run(["umount", "--lazy", papers], check=True)

subprocess.run(["mount", "-t", "tmpfs", "none", drive], check=True)
plug()
heard = queue.SimpleQueue()
stop = threading.Event()
watch = watcher.FolderWatcher([papers], None, ConvertOptions(), settle_s=0.1)
thread = threading.Thread(daemon=True, target=watch.run, args=(
    lambda jobs: heard.put([job.source.name for job in jobs]), stop,
    lambda missing: heard.put([str(folder) for folder in missing])))
thread.start()
(papers / "a.pdf").write_bytes(b"%PDF")
told = [heard.get(timeout=60)]
unplug()
told.append(heard.get(timeout=60))
(drive / "b.pdf").write_bytes(b"%PDF")
plug()
told += [heard.get(timeout=60), heard.get(timeout=60)]
unplug()
told.append(heard.get(timeout=60))
(papers / "c.pdf").write_bytes(b"%PDF")
told += [heard.get(timeout=60), heard.get(timeout=60)]
stop.set()
thread.join()
print(told)
"""


@pytest.mark.slow
def test_the_empty_place_of_an_unplugged_drive_is_a_folder_that_is_gone(tmp_path: Path) -> None:
    drive, papers = tmp_path / "drive", tmp_path / "papers"
    drive.mkdir()
    papers.mkdir()
    own_mounts = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*own_mounts, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount anything")
    child = subprocess.run(
        [*own_mounts, sys.executable, "-c", DRIVES, drive, papers],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert child.returncode == 0, child.stderr
    assert ast.literal_eval(child.stdout) == [
        ["a.pdf"],
        [str(papers)],
        [],
        ["b.pdf"],  # and not again what was there before
        [str(papers)],
        [],  # somebody uses the place without the drive
        ["c.pdf"],
    ]


def test_the_drive_of_a_folder_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Partition:
        def __init__(self, mountpoint: str, fstype: str) -> None:
            self.mountpoint, self.fstype = mountpoint, fstype

    drives = [Partition("/", "ext4"), Partition(str(tmp_path / "share"), "nfs4")]
    monkeypatch.setattr("psutil.disk_partitions", lambda all: drives)
    assert is_on_network(tmp_path / "share" / "papers")
    assert not is_on_network(tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_the_command_watches_until_it_is_told_to_end(tmp_path: Path, home: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    pdfs.text_pdf(papers / "first.pdf")
    process = start("convert", papers, "-o", out, "--watch", "--json")
    until(process, lambda event: event["event"] == "done")
    pdfs.text_pdf(papers / "new" / "second.pdf")
    done = until(process, lambda event: event["event"] == "done")
    assert done["markdown"] == str(out / "new" / "second" / "second.md")
    process.send_signal(signal.SIGTERM)
    rest, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, "")
    last = json.loads(rest.splitlines()[-1])
    assert (last["done"], last["failed"], last["interrupted"]) == (2, 0, True)
    (report,) = (home / "batches").iterdir()
    head = json.loads((report / "report.json").read_text())
    assert head["finished_at"] is not None, "that is the end of a watch: nothing was left"


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_watch_that_is_ended_at_work_is_not_finished(tmp_path: Path, home: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    hold(pdfs.text_pdf(papers / "long.pdf", pages=1))
    process = start("convert", papers, "-o", out, "--watch", "--json")
    until(process, lambda event: event["event"] == "started")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    (report,) = (home / "batches").iterdir()
    assert json.loads((report / "report.json").read_text())["finished_at"] is None


@pytest.mark.slow
def test_only_folders_can_be_watched(tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "a.pdf")
    assert run("convert", paper, "--watch").code == 2
    assert run("convert", tmp_path, "--watch", "--dry-run").code == 2


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_watching_command_waits_for_room(tmp_path: Path, home: Path) -> None:
    disk = Disk(tmp_path / "small")
    disk.plug()
    papers, out = tmp_path / "papers", disk.place / "out"
    pdfs.text_pdf(papers / "a.pdf")
    filler = disk.fill()
    process = start("convert", papers, "-o", out, "--watch")
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("waits    No space is left in ")
        filler.unlink()
        assert process.stdout.readline() == f"back     {out}: work goes on.\n"
        assert process.stdout.readline().startswith("done ")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()
        disk.unplug()
    assert process.returncode == 130
