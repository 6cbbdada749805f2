"""The worker's entry: started by path or by name, under our interpreter or another's."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from core.engines.process.local_process import ENTRY, LaunchSpec, LocalProcess
from core.worker.codec import report_reader
from core.worker.kinds import EngineName
from core.worker.protocol import Convert, Converted, Hello, Ready
from tests.support import pdfs
from tests.support.engines.fakes import heard
from tests.support.paths import ROOT


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--engine=flash"],
        ["--engine=none", "--channel=0"],
        ["--engine=flash", "--channel=0"],  # /dev/null: no socket
        ["--engine=flash", "--channel=999"],
    ],
)
def test_a_wrong_command_is_told_and_starts_nothing(arguments: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, ENTRY, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "core.worker: error:" in ended.stderr


def test_it_starts_by_name_too() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "core.worker",
                "--engine=mineru",
                f"--channel={theirs.fileno()}",
            ],
            cwd=ROOT,
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        reader = report_reader()
        while (report := reader.next_message()) is None:
            reader.feed(ours.recv(1 << 16))
        assert isinstance(report, Hello)
    assert worker.wait() != 0  # the channel was closed: the guard ended it


@pytest.mark.slow
def test_another_interpreter_gets_core_and_nothing_else_of_ours(tmp_path: Path) -> None:
    """A document with a picture: its helper, too, starts under that interpreter."""
    folder = tmp_path / "engine"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    ours = next(path for path in sys.path if path.endswith("site-packages"))
    # The engine's packages, as if they had been installed there, beside a `core` of its own.
    (site / "engine.pth").write_text(f"{ours}\n", "utf-8")
    (site / "core.py").write_text("raise ImportError('the wrong core')\n", "utf-8")
    staging = tmp_path / "staging"
    staging.mkdir()
    source = pdfs.image_pdf(tmp_path / "picture.pdf")
    launch = LaunchSpec(EngineName.FLASH, folder / "bin" / "python", os.environ, tmp_path / "log")
    with LocalProcess.start(launch) as process:
        heard(process, Ready)
        process.send(Convert("a", str(source), str(staging), "picture"))
        assert isinstance(heard(process, Converted), Converted)
        assert process.stop().exit_code == 0
    assert list((staging / "images").iterdir())


def test_our_own_folder_shadows_no_library(tmp_path: Path) -> None:
    """Python puts the script's folder first on its path, where `protocol` or `wire` could be."""
    code = (
        f"import runpy, sys; sys.path.insert(0, {str(ENTRY.parent)!r}); "
        f"runpy.run_path({str(ENTRY)!r}, run_name='__mp_main__'); "
        f"assert {str(ENTRY.parent)!r} not in sys.path; import core; print(core.__file__)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == str(ROOT / "core" / "__init__.py")
