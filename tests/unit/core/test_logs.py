"""Logs: a file a process, everything that goes wrong in it, nothing of it on a terminal."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from core import logs
from core.paths import logs_folder
from tests.support.paths import ROOT


def logged(home: Path) -> str:
    (file,) = logs.log_files(home)
    return file.read_text(encoding="utf-8")


def command(code: str, home: Path) -> list[str]:
    """A program that logs; every test of a hook needs a process of its own."""
    head = "import logging, sys, threading, warnings\nfrom pathlib import Path\n"
    head += f"from core.logs import start_logging\nhome = Path({str(home)!r})\n"
    return [sys.executable, "-c", head + code]


def python(code: str, home: Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    child = subprocess.run(
        command(code, home), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert child.returncode == status, child.stderr
    return child


def test_a_line_says_when_who_and_where(home: Path) -> None:
    with logs.start_logging(home, "convert") as log:
        logging.getLogger("core.somewhere").warning("the rope is worn")
    assert log.file is not None
    assert log.file.name.startswith("convert-")
    assert log.file.name.endswith(f"-{os.getpid()}.log")
    (line,) = [line for line in logged(home).splitlines() if "rope" in line]
    assert f" WARNING {os.getpid()} MainThread core.somewhere: the rope is worn" in line


def test_a_record_has_one_line_at_the_margin(home: Path) -> None:
    name = "paper\n2026-01-01 CRITICAL forged\udcff.pdf"
    with logs.start_logging(home, "convert"):
        logging.getLogger().warning("cannot read %s", name)
    assert "\n2026-01-01" not in logged(home)
    assert "forged\\udcff.pdf" in logged(home)


def test_everything_is_put_back(home: Path) -> None:
    level = logging.getLogger().level
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning)
    with logs.start_logging(home, "window", logging.DEBUG):
        assert logging.getLogger().level == logging.DEBUG
        assert sys.excepthook is not hooks[0]
    now = (sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning)
    assert now == hooks
    assert logging.getLogger().level == level


def test_an_uncaught_exception_is_logged_and_the_user_gets_one_line(home: Path) -> None:
    child = python("log = start_logging(home, 'window'); log.__enter__(); 1 / 0", home, 1)
    assert "ZeroDivisionError" in logged(home)
    assert "Traceback" in logged(home)
    assert child.stdout == ""
    (line,) = child.stderr.splitlines()
    assert line.startswith("headframe: Something went wrong (ZeroDivisionError). The log has the")
    assert str(logs.log_files(home)[0]) in line


def test_what_leaves_the_block_is_logged_and_ends_the_program_in_one_line(home: Path) -> None:
    child = python("with start_logging(home, 'convert'): 1 / 0", home, 1)
    assert "Traceback" in logged(home)
    (line,) = child.stderr.splitlines()
    assert line.startswith("headframe: Something went wrong (ZeroDivisionError). The log has the")


def test_an_interrupt_is_no_mishap(home: Path) -> None:
    code = "log = start_logging(home, 'convert'); log.__enter__(); raise KeyboardInterrupt"
    child = python(code, home, -2)
    assert "interrupted" in logged(home)
    assert "Traceback" not in logged(home) + child.stderr


def test_threads_destructors_and_warnings_are_logged(home: Path) -> None:
    code = """
class Stubborn:
    def __del__(self): raise OSError("will not go")

def work(): raise ValueError("the pump stands still")

with start_logging(home, "window"):
    thread = threading.Thread(target=work, name="pump")
    thread.start()
    thread.join()
    Stubborn()
    warnings.warn("the timber is old", RuntimeWarning)
"""
    child = python(code, home)
    assert child.stderr == ""
    text = logged(home)
    assert "uncaught exception in thread pump" in text
    assert "the pump stands still" in text
    assert "will not go" in text
    assert "the timber is old" in text


def test_a_native_crash_leaves_its_stacks(home: Path) -> None:
    code = "import ctypes\nwith start_logging(home, 'window'): ctypes.string_at(0)"
    python(code, home, -11)
    assert "Segmentation fault" in logged(home)
    assert "string_at" in logged(home)


def test_a_home_that_cannot_be_written_costs_the_log_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    code = """
with start_logging(home, "convert") as log:
    assert log.file is None
    logging.getLogger().error("nobody sees this")
"""
    child = python(code, tmp_path / "home")
    assert child.stderr == ""
    code = "log = start_logging(home, 'window'); log.__enter__(); 1 / 0"
    child = python(code, tmp_path / "home", 1)
    assert child.stderr.splitlines() == [
        "headframe: Something went wrong (ZeroDivisionError), and no log could be kept."
    ]


def test_a_full_disk_costs_the_log_and_nothing_else(home: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full on this machine")
    code = """
with start_logging(home, "convert") as log:
    handler = logging.getLogger().handlers[0]
    handler.stream.close()
    handler.stream = open("/dev/full", "w")
    logging.getLogger().error("x" * 100_000)
    handler.stream = None
"""
    assert python(code, home).stderr == ""


def test_a_file_grows_to_its_bound_and_one_older_part_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_FILE_BYTES", 2000)
    with logs.start_logging(home, "convert"):
        for number in range(100):
            logging.getLogger().warning("line %d %s", number, "x" * 60)
    sizes = [path.stat().st_size for path in logs_folder(home).iterdir()]
    assert len(sizes) == 2
    assert max(sizes) <= 2000
    assert "line 99 " in logged(home)


def test_old_files_of_ended_processes_are_thrown_away(home: Path) -> None:
    folder = logs_folder(home)
    folder.mkdir(parents=True)
    gone = 2**22 + 1  # above the kernel's highest pid
    for number in range(logs.KEEP_FILES + 5):
        old = folder / f"window-20260101-{number:06}-{gone}.log"
        old.touch()
        os.utime(old, (number, number))
    alive = folder / f"window-20250101-000000-{os.getppid()}.log"
    alive.touch()
    os.utime(alive, (0, 0))
    foreign = folder / "worker-cpu.log"
    foreign.touch()
    os.utime(foreign, (0, 0))
    with logs.start_logging(home, "convert") as log:
        left = set(folder.iterdir())
    assert {log.file, alive, foreign} <= left
    assert len(left) == logs.KEEP_FILES + 3
    assert not (folder / f"window-20260101-000004-{gone}.log").exists()
    assert (folder / f"window-20260101-000005-{gone}.log").exists()


def test_processes_of_one_home_do_not_disturb_each_other(home: Path) -> None:
    code = """
with start_logging(home, "convert"):
    for number in range(200): logging.getLogger().warning("line %d", number)
"""
    children = [
        subprocess.Popen(command(code, home), cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)
    ]
    for child in children:
        _, said = child.communicate()
        assert (child.returncode, said) == (0, b"")
    files = logs.log_files(home)
    assert len(files) == 4
    for file in files:
        assert file.read_text().count("WARNING") == 200


def test_the_newest_file_comes_first(home: Path) -> None:
    assert logs.log_files(home) == []
    logs_folder(home).mkdir(parents=True)
    for name, moment in (("a.log", 2), ("b.log", 3), ("c.log", 1), ("d.log.1", 9)):
        file = logs_folder(home) / name
        file.write_text("a line\n")
        os.utime(file, (moment, moment))
    (logs_folder(home) / "empty.log").touch()
    assert [path.name for path in logs.log_files(home)] == ["b.log", "a.log", "c.log"]


def test_the_end_of_a_file_begins_with_a_whole_line(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_bytes("first line\n第二行\n".encode() + b"\xff third\n")
    assert logs.read_end(file) == "first line\n第二行\n\ufffd third\n"
    assert logs.read_end(file, 12) == "\ufffd third\n"
    with pytest.raises(FileNotFoundError):
        logs.read_end(tmp_path / "b.log")
