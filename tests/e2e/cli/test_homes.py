"""A HEADFRAME_HOME that cannot be written: each command says so in a sentence, or does without."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.e2e.cli.command import Ran, run
from tests.support import pdfs
from tests.support.disks import Disk


def said(tmp_path: Path, home: Path) -> dict[str, Ran]:
    """What every command comes to; none may end with a traceback."""
    paper, out = pdfs.text_pdf(tmp_path / "a.pdf", pages=1), tmp_path / "out"
    commands: tuple[tuple[str | Path, ...], ...] = (
        ("convert", paper, "-o", out),
        ("convert", paper, "-o", out, "--dry-run"),
        ("convert", paper, "-o", out, "--save-profile", "Mine"),
        ("cards", "--json"),
        ("doctor",),
        ("engine", "list"),
        ("engine", "use", "flash", "--python", sys.executable),
        ("engine", "install", "magic-pdf", "--device", "cpu"),
        ("profile", "list"),
        ("export", out, "--format", "docx"),
    )
    ran = {}
    for command in commands:
        words = " ".join(word for word in command if isinstance(word, str) and word != "-o")
        ran[words] = run(*command, environ={"HEADFRAME_HOME": str(home)})
        assert "Traceback" not in ran[words].err, words
        assert ran[words].code in (0, 1, 2), words
    assert ran["convert"].code == 1
    assert str(home) in ran["convert"].err
    assert ran["convert --dry-run"].code == 0
    assert ran["convert --save-profile Mine"].code == 2
    assert ran["cards --json"].code == 0
    return ran


@pytest.mark.slow
def test_on_a_full_disk(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "disk", size=256 << 10)
    disk.plug()
    try:
        disk.fill(but=0)
        said(tmp_path, disk.place)
    finally:
        disk.unplug()


@pytest.mark.slow
def test_where_a_file_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    said(tmp_path, tmp_path / "home")
