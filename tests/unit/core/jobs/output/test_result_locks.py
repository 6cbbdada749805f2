"""Two programs of one home that meet the same documents: each is converted once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.jobs.output.result_locks import FOLDER, ResultLocks
from core.paths import locks_folder
from tests.e2e.cli import command
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.paths import ROOT

HOLD = """
import sys
from pathlib import Path
from core.jobs.output.result_locks import ResultLocks
claim = ResultLocks(Path(sys.argv[1])).acquire("key")
print("taken" if claim else "not", flush=True)
sys.stdin.read()
claim.release()
"""


def holder(home: Path) -> subprocess.Popen[str]:
    """Another program that makes the result called ``key``."""
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", HOLD, str(home)]
    process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "taken\n"
    return process


def until_started(process: subprocess.Popen[str]) -> str:
    """Wait until the command is at work; what it said up to there."""
    assert process.stdout is not None
    heard = ""
    for line in process.stdout:
        heard += line
        if '"started"' in line:
            return heard
    raise AssertionError(heard)


def left(home: Path) -> list[str]:
    return sorted(path.name for path in (locks_folder(home) / FOLDER).iterdir())


def test_what_another_program_makes_is_its_own_until_it_is_done(tmp_path: Path) -> None:
    claims = ResultLocks(tmp_path)
    assert not claims.is_locked("key")
    with holder(tmp_path) as other:
        assert claims.acquire("key") is None
        assert claims.is_locked("key")
        claims.remove_stale()
        assert left(tmp_path) == ["key"]
        another = claims.acquire("another")
        assert another is not None
        other.communicate()
    assert not claims.is_locked("key")
    mine = claims.acquire("key")
    assert mine is not None
    assert ResultLocks(tmp_path).acquire("key") is None
    mine.release()
    mine.release()
    another.release()
    assert left(tmp_path) == []


def test_a_killed_program_frees_what_it_made_and_its_lock_is_swept(tmp_path: Path) -> None:
    claims = ResultLocks(tmp_path)
    with holder(tmp_path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert left(tmp_path) == ["key"]
    assert not claims.is_locked("key")
    claims.remove_stale()
    assert left(tmp_path) == []


def test_where_no_lock_can_be_made_nobody_is_kept_from_anything(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "home"
    home.touch()
    claim = ResultLocks(home).acquire("key")
    assert claim is not None
    claim.release()
    assert not ResultLocks(home).is_locked("key")
    ResultLocks(home).remove_stale()
    assert "key" in caplog.text


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_two_commands_on_one_folder_convert_each_document_once(tmp_path: Path) -> None:
    papers = {f"{n}.pdf": pdfs.text_pdf(tmp_path / "in" / f"{n}.pdf", pages=1) for n in range(6)}
    hold(*papers.values())
    out = tmp_path / "out"
    words = ("convert", tmp_path / "in", "-o", out, "--json", "--workers", "1")
    both = [command.start(*words) for _ in range(2)]
    heard = [until_started(process) for process in both]  # each is at work on another one
    let_go(*papers.values())
    ran = []
    for process, before in zip(both, heard, strict=True):
        told, err = process.communicate(timeout=command.TIMEOUT_S)
        ran.append(command.Ran(process.returncode, before + told, err))
    assert [one.code for one in ran] == [0, 0], [one.err for one in ran]
    started = [Path(event["source"]).name for one in ran for event in one.of("started")]
    assert sorted(started) == sorted(papers)
    for one in ran:
        assert len(one.of("done")) + len(one.of("skipped")) == len(papers)
    assert sorted(folder.name for folder in out.iterdir()) == sorted(map(_stem, papers))


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_what_a_stopped_program_was_making_is_made_by_the_other(tmp_path: Path) -> None:
    source = pdfs.text_pdf(tmp_path / "in" / "a.pdf", pages=1)
    hold(source)
    out = tmp_path / "out"
    words = ("convert", source, "-o", out, "--json")
    first = command.start(*words)
    until_started(first)
    second = command.start(*words)
    assert second.stdout is not None
    seen = [second.stdout.readline()]
    assert '"queued"' in seen[0]
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    let_go(source)
    told, err = second.communicate(timeout=command.TIMEOUT_S)
    assert second.returncode == 0, err
    assert '"done"' in told
    assert (out / "a" / "a.md").is_file()


def _stem(name: str) -> str:
    return name.removesuffix(".pdf")
