"""The real program in a process of its own: from its start to its end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchStore
from core.jobs.store.job_store import JobStore
from core.logs import log_files
from core.paths import queue_file, settings_file
from core.settings.definitions import LANGUAGE, OUTPUT_FOLDER, Language, Settings
from tests.support import pdfs
from tests.support.engines.fakes import until
from tests.support.engines.scripted import hold, let_go
from tests.support.paths import ROOT

END_S = 60


@contextmanager
def driven(
    scenario: str, *paths: Path, arguments: tuple[Path, ...] = (), **environ: str
) -> Iterator[subprocess.Popen[str]]:
    """The program in a child, with a hand on its window (tests.e2e.gui.driver)."""
    command = [sys.executable, "-m", "tests.e2e.gui.driver", scenario, *paths, "--", *arguments]
    child = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env={"HEADFRAME_MARKDOWN_VIEW": "text", **os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def said(child: subprocess.Popen[str]) -> dict[str, Any]:
    """The next thing that the hand says."""
    assert child.stdout is not None
    line = child.stdout.readline()
    if not line:
        _, errors = child.communicate(timeout=END_S)
        pytest.fail(f"the program ended: {errors}")
    found: dict[str, Any] = json.loads(line)
    return found


def ended(child: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and what was said on stderr."""
    _, errors = child.communicate(timeout=END_S)
    return child.returncode, errors


def headframe(*arguments: str | Path, **environ: str | None) -> tuple[int, str]:
    """Run the program to its end; a variable of ``None`` is taken out."""
    variables = {**os.environ, **environ}
    done = subprocess.run(
        [sys.executable, "-m", "gui", *(str(word) for word in arguments)],
        cwd=ROOT,
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=END_S,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def states(home: Path) -> dict[str, JobState]:
    with JobStore(queue_file(home)) as queue:
        return {job.source.name: job.state for job in queue.jobs()}


@pytest.mark.slow
def test_from_a_drop_to_markdown_on_the_screen(tmp_path: Path, home: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "papers" / "one.pdf")
    pdfs.text_pdf(tmp_path / "papers" / "sub" / "two.pdf")
    with driven("drop", tmp_path / "papers") as child:
        assert said(child) == {"jobs": {"one.pdf": "done", "two.pdf": "done"}}
        assert pdfs.sentence(0) in said(child)["markdown"]
        assert ended(child) == (0, "")
    assert (paper.parent / "one" / "one.md").is_file(), "beside its source"
    assert (paper.parent / "sub" / "two" / "two.md").is_file()
    assert states(home) == {"one.pdf": JobState.DONE, "two.pdf": JobState.DONE}
    assert not list(tmp_path.rglob(".headframe-*"))
    log = log_files(home)[0].read_text()
    assert "ERROR" not in log
    assert "Traceback" not in log


@pytest.mark.slow
def test_the_same_with_the_web_view(tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "one.pdf")
    with driven("read_and_close", arguments=(paper,), HEADFRAME_MARKDOWN_VIEW="web") as child:
        said(child)
        assert pdfs.sentence(0) in said(child)["markdown"]
        assert ended(child) == (0, "")


@pytest.mark.slow
def test_where_work_goes_is_said_in_another_language_as_soon_as_it_is_chosen(home: Path) -> None:
    Settings(settings_file(home)).set(LANGUAGE, Language.ENGLISH)
    with driven("in_chinese") as child:
        assert "Processor" in said(child)["before"]
        after = said(child)
        assert "处理器" in after["after"]
        assert "点击可选择" in after["tip"]
        assert ended(child) == (0, "")


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_second_start_hands_its_paths_to_the_first(tmp_path: Path) -> None:
    one, two = pdfs.text_pdf(tmp_path / "one.pdf"), pdfs.text_pdf(tmp_path / "two.pdf")
    with driven("two_and_close", arguments=(one,)) as first:
        said(first)
        assert headframe(two) == (0, "")
        assert said(first) == {"jobs": {"one.pdf": "done", "two.pdf": "done"}}
        assert ended(first) == (0, "")


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(number: signal.Signals, tmp_path: Path, home: Path) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf")
    hold(long)
    with driven("running", arguments=(long,)) as child:
        said(child)
        below = psutil.Process(child.pid).children(recursive=True)
        assert below
        child.send_signal(number)
        assert ended(child) == (130, "")
        assert psutil.wait_procs(below, timeout=END_S)[1] == []
    assert states(home) == {"long.pdf": JobState.QUEUED}
    assert not list(tmp_path.rglob(".headframe-*"))
    assert not list(tmp_path.rglob("*.md"))


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_batch_of_the_history_is_renamed_and_converted_again(tmp_path: Path, home: Path) -> None:
    pdfs.text_pdf(tmp_path / "papers" / "one.pdf")
    another = pdfs.text_pdf(tmp_path / "two.pdf")
    with driven("again", tmp_path / "papers", another) as child:
        assert said(child) == {"name": "Autumn"}
        assert said(child) == {"jobs": {"one.pdf": "done", "two.pdf": "done"}}
        assert ended(child) == (0, "")
    with BatchStore(queue_file(home)) as book:
        assert {batch.new.name for batch in book.batches()} == {"Autumn"}


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
@pytest.mark.parametrize("scenario", ["stop_while_running", "session_end"])
def test_what_is_stopped_waits_for_the_next_time(scenario: str, tmp_path: Path, home: Path) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf")
    hold(long)
    with driven(scenario, arguments=(long,)) as child:
        assert ended(child) == (0, "")
    assert states(home) == {"long.pdf": JobState.QUEUED}


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_what_ran_when_the_program_was_killed_runs_again(tmp_path: Path, home: Path) -> None:
    """The dead window's socket and lock are no obstacle either."""
    long = pdfs.text_pdf(tmp_path / "long.pdf")
    hold(long)
    with driven("running", arguments=(long,)) as child:
        said(child)
        child.kill()
        child.wait()
    assert states(home) == {"long.pdf": JobState.RUNNING}
    let_go(long)
    with driven("read_and_close") as again:
        assert said(again) == {"jobs": {"long.pdf": "done"}}
        said(again)
        assert ended(again) == (0, "")


@pytest.mark.slow
def test_what_goes_wrong_anywhere_is_shown_and_logged_and_stops_nothing(home: Path) -> None:
    with driven("crash") as child:
        notices = said(child)["notices"]
        code, _ = ended(child)
    assert code == 0
    assert len(notices) == 3
    log = log_files(home)[0].read_text()
    for word in ("in a slot", "in a thread", "in a task"):
        assert word in log


def test_without_a_display_it_says_so_and_names_the_command() -> None:
    gone = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    code, errors = headframe(**gone)
    assert code == 2
    assert errors.count("\n") == 1
    assert "headframe convert" in errors


def test_a_display_that_nobody_answers_at_is_named() -> None:
    environ = {"DISPLAY": ":31999", "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    code, errors = headframe(**environ)
    assert code == 2
    assert ":31999" in errors
    assert errors.count("\n") == 1
    assert "headframe convert" in errors


@contextmanager
def display() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A screen of Xvfb's own: its address, and the server."""
    if (server := shutil.which("Xvfb")) is None:
        pytest.skip("there is no Xvfb on this machine")
    read, write = os.pipe()
    command = [server, "-displayfd", str(write), "-screen", "0", "800x600x24"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as process:
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        try:
            yield f":{number}", process
        finally:
            process.kill()


@pytest.mark.slow
def test_a_display_that_goes_away_is_told_in_one_line(home: Path) -> None:
    with display() as (address, server):
        environ = {
            **os.environ,
            "DISPLAY": address,
            "QT_QPA_PLATFORM": "xcb",
            "HEADFRAME_MARKDOWN_VIEW": "text",
        }
        command = [sys.executable, "-m", "gui"]
        window = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True)
        try:
            until(
                lambda: queue_file(home).exists() or window.poll() is not None,
                "the window never opened its queue",
            )
        except AssertionError:
            window.kill()
            window.communicate()
            raise
        server.kill()
        _, errors = window.communicate(timeout=END_S)
    assert window.returncode == 2
    assert errors.count("\n") == 1, errors
    assert address in errors
    assert "The queue is kept" in errors
    assert "Qt has ended the loop" in log_files(home)[0].read_text()


def test_a_plugin_that_cannot_be_loaded_is_no_window_that_nobody_sees(tmp_path: Path) -> None:
    """Qt takes its platform offscreen then, in silence, and the program would run unseen."""
    (tmp_path / "libxcb-cursor.so.0").touch()  # the loader stops at it
    gone = dict.fromkeys(("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    with display() as (address, _server):
        code, errors = headframe(DISPLAY=address, LD_LIBRARY_PATH=str(tmp_path), **gone)
    assert code == 2
    assert errors.count("\n") == 1, errors
    assert "libxcb-cursor.so.0" in errors
    assert "headframe convert" in errors


def test_an_option_that_is_none_is_a_wrong_command() -> None:
    code, errors = headframe("--colour", "red")
    assert code == 2
    assert "--colour" in errors
    assert errors.count("\n") == 1


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, errors = headframe(HEADFRAME_HOME=str(tmp_path / "file" / "home"))
    assert code == 1
    assert str(tmp_path / "file" / "home") in errors
    assert errors.count("\n") == 1


@pytest.mark.slow
def test_a_queue_that_cannot_be_read_is_said_in_the_window(home: Path) -> None:
    home.mkdir()
    connection = sqlite3.connect(queue_file(home))
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with driven("shown") as child:
        assert said(child) == {"shown": True}
        child.send_signal(signal.SIGTERM)
        assert ended(child)[0] == 130


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_settings_of_the_home_are_used(tmp_path: Path, home: Path) -> None:
    settings = Settings(settings_file(home))
    settings.set(OUTPUT_FOLDER, tmp_path / "elsewhere")
    with driven("read_and_close", arguments=(pdfs.text_pdf(tmp_path / "one.pdf"),)) as child:
        said(child)
        said(child)
        assert ended(child) == (0, "")
    assert (tmp_path / "elsewhere" / "one" / "one.md").is_file()
