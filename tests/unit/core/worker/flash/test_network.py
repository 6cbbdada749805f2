"""The built-in engine talks to no network, OCR and all."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from core.engines.process.local_process import LocalProcess
from core.worker.protocol import Convert, Converted, Ready
from tests.support.engines.fakes import PATIENCE_S, flash, heard
from tests.unit.core.worker.flash.test_scans import short_scan

WATCH = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with open(os.environ["SEEN"], "a") as file:
            print(event, arguments[1:] if event == "socket.connect" else arguments, file=file)
sys.addaudithook(watch)
"""


@pytest.mark.slow
def test_reading_a_scan_opens_no_socket_and_leaves_nothing_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's sockets are heard of by an audit hook; those of native code are looked for in the
    process, and by what onnxruntime's telemetry writes to the user's home before it sends."""
    home, hook, seen = tmp_path / "home", tmp_path / "hook", tmp_path / "seen"
    for folder in (home, hook, tmp_path / "staging", tmp_path / "worker"):
        folder.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH)
    source = short_scan(tmp_path / "scan.pdf")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SEEN", str(seen))
    monkeypatch.setenv("PYTHONPATH", str(hook))
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    process = LocalProcess.start(flash(tmp_path / "worker"))
    try:
        heard(process, Ready)
        process.send(Convert("a", str(source), str(tmp_path / "staging"), "scan"))
        deadline = time.monotonic() + PATIENCE_S
        report = None
        opened: list[object] = []
        while not isinstance(report, Converted) and time.monotonic() < deadline:
            report = process.receive(0.05)
            opened += [
                one
                for child in psutil.Process().children(recursive=True)
                if child.is_running()
                for one in _connections(child)
            ]
        assert isinstance(report, Converted)
        assert report.pages_by is not None
        assert report.pages_by.ocr == [0]
    finally:
        process.stop()
    assert opened == []
    assert not seen.exists(), seen.read_text()
    assert not (home / ".cache" / "Microsoft").exists()


def _connections(process: psutil.Process) -> list[object]:
    try:
        return list(process.net_connections(kind="inet"))
    except psutil.Error:
        return []


def test_the_hook_of_this_test_does_hear(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    environ = {**os.environ, "PYTHONPATH": str(tmp_path), "SEEN": str(tmp_path / "seen")}
    code = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    psutil.Popen([sys.executable, "-c", code], env=environ).wait(30)
    assert "socket.connect" in (tmp_path / "seen").read_text()
