"""The command where a shell, or a container, has left out what every program takes for granted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import pdfs

ROOT = Path(__file__).resolve().parents[3]
COMMAND = f'"{sys.executable}" -P -m gui'


def shell(script: str, home: Path | None, folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    environ.pop("HEADFRAME_HOME", None)
    if home is not None:
        environ["HEADFRAME_HOME"] = str(home)
    return subprocess.run(
        ["/bin/sh", "-c", script.replace("headframe", COMMAND)],
        env=environ,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.usefixtures("light_engine")
@pytest.mark.parametrize("options", ["", "--json"])
def test_with_stdout_closed_documents_are_converted(
    tmp_path: Path, home: Path, options: str
) -> None:
    pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    ran = shell(f"headframe convert a.pdf --engine flash {options} >&-", home, tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "a" / "a.md").exists()


@pytest.mark.slow
def test_a_document_on_stdin_is_the_file_that_it_is_or_refused(tmp_path: Path, home: Path) -> None:
    pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    ran = shell("headframe convert /dev/stdin --dry-run < a.pdf", home, tmp_path)
    assert str(tmp_path / "a.pdf") in ran.stdout
    ran = shell("cat a.pdf | headframe convert /dev/stdin --engine flash", home, tmp_path)
    assert ran.returncode == 1
    assert "a device or a pipe" in ran.stdout


def test_a_working_folder_that_is_gone_is_one_sentence(tmp_path: Path, home: Path) -> None:
    (tmp_path / "gone").mkdir()
    ran = shell("cd gone; rmdir ../gone; exec headframe convert a.pdf", home, tmp_path)
    assert ran.returncode == 2
    assert "The working folder no longer exists" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.usefixtures("light_engine")
@pytest.mark.parametrize(
    "arguments",
    [
        "--version",
        "engine list",
        "engine list --json",
        "convert a.pdf --dry-run",
        pytest.param("convert a.pdf --engine flash --json", marks=pytest.mark.slow),
        pytest.param("doctor --json", marks=pytest.mark.slow),
    ],
)
def test_an_output_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, home: Path, arguments: str
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    ran = shell(f"headframe {arguments} > /dev/full", home, tmp_path)
    said = "headframe: The output cannot be written: No space left on device.\n"
    assert (ran.returncode, ran.stderr) == (1, said)


@pytest.mark.parametrize("command", ["engine list", pytest.param("doctor", marks=pytest.mark.slow)])
def test_a_pipe_gets_a_line_a_row(tmp_path: Path, home: Path, command: str) -> None:
    ran = shell(f"COLUMNS=40 headframe {command}", home, tmp_path)
    sentence = "The engine magic-pdf is not installed."
    assert [line for line in ran.stdout.splitlines() if line.endswith(sentence)]
    assert not [line for line in ran.stdout.splitlines() if line != line.rstrip()]


def test_a_password_from_a_stdin_that_is_closed_is_a_wrong_command(
    tmp_path: Path, home: Path
) -> None:
    pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    ran = shell("headframe convert a.pdf --password-file - <&-", home, tmp_path)
    assert ran.returncode == 2
    assert ran.stderr == (
        "headframe convert: The password file - has no password in its first line.\n"
    )
