"""Signals and sudden death: nothing is left, nothing is lost, a second run carries on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO

import psutil
import pytest

from tests.e2e.cli.command import Event, run, start
from tests.support import pdfs
from tests.support.engines import fakes
from tests.support.engines.scripted import hold, let_go

PATIENCE_S = 60.0
"""Within five of them by docs/command.md, where nothing else is at work."""


def lines(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def until(process: subprocess.Popen[str], wanted: Callable[[Event], bool]) -> Event:
    """Read events up to one that is wanted."""
    for line in lines(process.stdout):
        event: Event = json.loads(line)
        if wanted(event):
            return event
    raise AssertionError("the command ended before that")


def working(event: Event) -> bool:
    return event["event"] == "progress" and (event["page"] or 0) > 5


@pytest.fixture
def papers(tmp_path: Path, light_engine: None) -> Path:
    """Two short documents around one that is at work until it is let go."""
    folder = tmp_path / "papers"
    pdfs.text_pdf(folder / "1.pdf", pages=1)
    hold(pdfs.text_pdf(folder / "2.pdf", pages=8))
    pdfs.text_pdf(folder / "3.pdf", pages=1)
    return folder


def visible(folder: Path) -> set[str]:
    return {item.name for item in folder.iterdir()} if folder.exists() else set()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing_and_a_second_run_carries_on(
    papers: Path, tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = start("convert", papers, "-o", out, "--json", "--workers", "1")
    pid = until(process, lambda event: event["event"] == "started")["pid"]
    until(process, lambda event: event["event"] == "done")
    until(process, working)
    family = psutil.Process(process.pid).children(recursive=True)
    assert pid in {child.pid for child in family} or not psutil.pid_exists(pid)
    process.send_signal(number)
    rest, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors
    last = json.loads(rest.splitlines()[-1])
    assert (last["event"], last["interrupted"], last["failed"]) == ("finished", True, 0)
    assert not [child for child in family if child.is_running()]
    assert visible(out) == {"1"}

    let_go(papers / "2.pdf")
    second = run("convert", papers, "-o", out, "--json")
    assert second.code == 0
    assert {Path(event["source"]).name for event in second.of("skipped")} == {"1.pdf"}
    assert {Path(event["source"]).name for event in second.of("done")} == {"2.pdf", "3.pdf"}
    assert visible(out) == {"1", "2", "3"}


@pytest.mark.slow
def test_killed_its_workers_die_too_and_the_next_run_sweeps(
    papers: Path, tmp_path: Path, home: Path
) -> None:
    out = tmp_path / "out"
    process = start("convert", papers / "2.pdf", "-o", out, "--json")
    until(process, working)
    family = psutil.Process(process.pid).children(recursive=True)
    assert family
    process.kill()
    process.communicate()
    _gone, alive = psutil.wait_procs(family, timeout=PATIENCE_S)
    assert not alive
    assert [name[0] for name in visible(out)] == ["."], "work in progress is hidden"
    let_go(papers / "2.pdf")
    second = run("convert", papers / "1.pdf", papers / "2.pdf", "-o", out, "--json")
    assert second.code == 0
    assert visible(out) == {"1", "2"}
    assert visible(home / "runs") == set()


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced(papers: Path, tmp_path: Path) -> None:
    process = start("convert", papers / "2.pdf", "-o", tmp_path / "out", "--json")
    first = until(process, lambda event: event["event"] == "started")["pid"]
    until(process, working)
    os.kill(first, signal.SIGKILL)
    second = until(process, lambda event: event["event"] == "started")["pid"]
    assert second != first
    let_go(papers / "2.pdf")
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.slow
def test_a_document_on_which_workers_die_twice_is_given_up(papers: Path, tmp_path: Path) -> None:
    process = start(
        "convert", papers, "-o", tmp_path, "--exclude", "1.pdf", "--json", "--workers", "1"
    )
    for _ in range(2):
        pid = until(process, lambda event: event["event"] == "started")["pid"]
        until(process, working)
        os.kill(pid, signal.SIGKILL)
    failed = until(process, lambda event: event["event"] == "failed")
    assert (failed["kind"], Path(failed["source"]).name) == ("worker-died", "2.pdf")
    until(process, lambda event: event["event"] == "done")
    process.communicate(timeout=60)
    assert process.returncode == 1


def test_a_reader_that_leaves_early_ends_the_run_quietly(papers: Path, tmp_path: Path) -> None:
    process = start("convert", papers, "-o", tmp_path / "out", "--json")
    until(process, lambda event: event["event"] == "started")
    lines(process.stdout).close()
    errors = lines(process.stderr).read()
    lines(process.stderr).close()
    assert process.wait(timeout=30) == 130
    assert errors == ""


@pytest.mark.slow
def test_what_a_watcher_sees_is_always_whole(tmp_path: Path) -> None:
    """With the engine flash, which the second one takes a while."""
    papers, out = tmp_path / "papers", tmp_path / "out"
    pdfs.text_pdf(papers / "1.pdf", pages=1)
    pdfs.long_pdf(papers / "2.pdf", pages=50)
    pdfs.text_pdf(papers / "3.pdf", pages=1)
    process = start("convert", papers, "-o", out)

    def watched_to_its_end() -> bool:
        for name in visible(out):
            if not name.startswith("."):
                assert (out / name / f"{name}.md").is_file()
                assert (out / name / "headframe.json").is_file()
                json.loads((out / name / "blocks.json").read_text())
        return process.poll() is not None

    fakes.until(watched_to_its_end, "the command never ended", poll_s=0.002)
    process.communicate()
    assert process.returncode == 0
    assert visible(out) == {"1", "2", "3"}


@pytest.mark.slow
def test_a_full_disk_fails_the_document_and_says_so(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", small], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only root can mount a small disk to fill")
    try:
        source = pdfs.long_pdf(tmp_path / "long.pdf", pages=80)
        little = pdfs.text_pdf(tmp_path / "little.pdf", pages=1)
        ran = run("convert", source, little, "-o", small, "--json")
        assert ran.code == 1
        assert ran.kinds() == {"long.pdf": "no-space"}
        assert visible(small) == {"little"}
    finally:
        subprocess.run(["umount", small], check=True)
