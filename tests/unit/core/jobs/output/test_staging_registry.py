"""Folders of killed programs are removed by the next run, wherever they are."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from core.jobs.output.staging import PREFIX
from core.jobs.output.staging_registry import FOLDER, KEEP_S, StagingRegistry
from core.paths import locks_folder
from tests.e2e.cli import command
from tests.support import pdfs
from tests.support.engines.scripted import hold


def killed(papers: Path, out: Path) -> list[Path]:
    """A run that is killed at work; what it leaves in the place of its results."""
    process = command.start("convert", papers, "-o", out, "--json")
    assert process.stdout is not None
    for line in process.stdout:
        if '"progress"' in line:
            break
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    left = list(out.glob(f"{PREFIX}*"))
    assert left
    return left


def entries(home: Path) -> list[str]:
    return sorted(path.name for path in (locks_folder(home) / FOLDER).iterdir())


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_run_of_something_else_sweeps_what_a_killed_one_left(tmp_path: Path, home: Path) -> None:
    papers = tmp_path / "papers"
    hold(pdfs.text_pdf(papers / "long.pdf", pages=1))
    left = killed(papers, tmp_path / "out")
    assert {folder.name for folder in left} <= set(entries(home))
    shutil.rmtree(papers)
    other = pdfs.text_pdf(tmp_path / "other.pdf", pages=1)
    assert command.run("convert", other, "-o", tmp_path / "elsewhere").code == 0
    assert list((tmp_path / "out").iterdir()) == []
    assert entries(home) == []


def test_a_living_ones_work_is_left_alone_and_a_drive_that_is_away_is_waited_for(
    tmp_path: Path,
) -> None:
    home, drive = tmp_path / "home", tmp_path / "drive"
    mine = StagingRegistry(home)
    with mine.create(tmp_path / "out") as staging:
        mine.create(drive / "out").folder.rename(tmp_path / "kept")
        (drive / "out").rmdir()
        StagingRegistry(home).clean_up().join()
        assert staging.folder.is_dir()
        assert len(entries(home)) == 2
    (away,) = entries(home)
    old = (locks_folder(home) / FOLDER / away).stat().st_mtime - KEEP_S - 1
    os.utime(locks_folder(home) / FOLDER / away, (old, old))
    mine.clean_up().join()
    assert entries(home) == []


def test_an_entry_that_names_something_else_removes_nothing(tmp_path: Path) -> None:
    folder = locks_folder(tmp_path / "home") / FOLDER
    folder.mkdir(parents=True)
    (tmp_path / "precious").mkdir()
    (folder / f"{PREFIX}0123").write_bytes(os.fsencode(tmp_path / "precious"))
    StagingRegistry(tmp_path / "home").clean_up().join()
    assert (tmp_path / "precious").is_dir()


def test_a_home_that_cannot_be_written_costs_the_entry_alone(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with StagingRegistry(tmp_path / "home").create(tmp_path / "out") as staging:
        assert staging.result.is_dir()
    assert list((tmp_path / "out").iterdir()) == []
