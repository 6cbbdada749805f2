"""The leak fixture finds what tests leave behind, names it, and leaves clean tests alone."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT

LEAKY = {
    "thread": (
        "the thread 'left'",
        """
        event = threading.Event()
        threading.Thread(target=event.wait, args=(60,), name="left", daemon=True).start()
        """,
    ),
    "child": (
        "the process",
        """
        kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        """,
    ),
    "zombie": (
        "not waited for",
        """
        kept.append(subprocess.Popen([sys.executable, "-c", "pass"]))
        os.waitid(os.P_PID, kept[-1].pid, os.WEXITED | os.WNOWAIT)
        """,
    ),
    "orphan": (
        "the process",
        """
        child = "import signal; signal.pause()"
        code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{child}'])"
        subprocess.run([sys.executable, "-c", code], check=True)
        """,
    ),
    "timer": (
        "the QTimer 'left'",
        'kept.append(QTimer(objectName="left"))\nkept[-1].start(60_000)',
    ),
    "qthread": ("the QThread 'left'", 'kept.append(QThread(objectName="left"))\nkept[-1].start()'),
    "window": ("the QWidget 'left'", 'kept.append(QWidget(objectName="left"))'),
    "temporary": ("the temporary file left", 'pathlib.Path(tempfile.gettempdir(), "left").mkdir()'),
    "hook": ("sys.excepthook changed", "sys.excepthook = lambda *args: None"),
    "handler": ("root logger", "logging.getLogger().addHandler(logging.NullHandler())"),
    "folder": ("the working folder changed", "os.chdir(tmp_path)"),
}

CLEAN = """
def test_clean(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "excepthook", print)
    monkeypatch.chdir(tmp_path)
    window = QWidget()
    timer = QTimer(window)
    timer.start(60_000)
    qtbot.addWidget(window)
    ending = threading.Thread(target=threading.Event().wait, args=(0.05,))
    ending.start()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        assert os.environ["TMPDIR"] in folder


def test_failing(qapp):
    window = QWidget()
    raise AssertionError("its own failure")


def test_home(home):
    assert os.environ["HEADFRAME_HOME"] == str(home)
    assert not home.exists()
    assert "CUDA_VISIBLE_DEVICES" not in os.environ
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
"""

HEAD = """
import logging, os, pathlib, subprocess, sys, tempfile, threading
import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget

kept = []


@pytest.fixture(scope="module", autouse=True)
def wider():
    \"\"\"What is held for longer than a test is nobody's leak.\"\"\"
    held = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield
    held.communicate()
    for item in kept:
        if isinstance(item, QThread):
            item.quit()
            item.wait()
        elif isinstance(item, subprocess.Popen):
            item.stdin and item.stdin.close()
            item.wait()
"""


@pytest.mark.slow
def test_each_kind_of_leak_is_named(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = "".join(
        f"\n\ndef test_{name}(qapp, tmp_path):\n    "
        + "\n    ".join(line.strip() for line in body.strip().splitlines())
        for name, (_, body) in LEAKY.items()
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3")
    pytester.makeconftest(
        "from tests.conftest import *\nfrom tests.support import leaks\nleaks.GRACE_S=0.5"
    )
    pytester.makepyfile(HEAD + CLEAN + bodies)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=len(LEAKY) + 2, failed=1, errors=len(LEAKY))
    said = result.stdout.str()
    for name, (phrase, _) in LEAKY.items():
        assert re.search(rf"^test_{name} left behind .*{phrase}", said, re.MULTILINE), name
