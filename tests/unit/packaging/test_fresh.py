"""Parts of packaging/check-fresh that can be tried without a fresh system."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest

from tests.support.paths import ROOT
from tests.unit.packaging.scripts import script


def test_its_document_has_the_words_that_are_looked_for() -> None:
    page = pypdfium2.PdfDocument(script("check_fresh").document())[0]
    assert "headframe stands" in page.get_textpage().get_text_bounded()


@pytest.mark.slow
def test_a_window_is_told_from_an_empty_screen(tmp_path: Path) -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("there is no Xvfb on this machine")
    window = (
        "from PySide6.QtWidgets import QApplication, QTextEdit; app = QApplication([])\n"
        "edit = QTextEdit('<h1>Many words</h1>' * 40); edit.resize(1000, 700); edit.show()\n"
        "app.exec()"
    )
    with script("fresh_screen").Screen() as screen:
        assert not screen.shows_something()
        environ = {"DISPLAY": screen.address, "QT_QPA_PLATFORM": "xcb", "PATH": "/usr/bin"}
        child = subprocess.Popen([sys.executable, "-c", window], env=environ)
        try:
            deadline = time.monotonic() + 60
            while not screen.shows_something():
                assert time.monotonic() < deadline
                time.sleep(0.2)
        finally:
            child.kill()
            child.wait()
        screen.save(tmp_path / "screen.png")
    assert (tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")


def test_the_containerfile_names_files_that_are_there() -> None:
    text = (ROOT / "packaging" / "Containerfile").read_text("utf-8")
    for path in re.findall(r"/opt/headframe/([\w./-]+)", text):
        assert (ROOT / path).is_file()
    device_options = re.findall(r"--device (/dev/\w+)", text)
    assert {"/dev/davinci_manager", "/dev/devmm_svm", "/dev/hisi_hdc"} < set(device_options)
