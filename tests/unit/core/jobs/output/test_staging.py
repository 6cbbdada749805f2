"""Results appear whole or not at all; only the folders of dead processes are removed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.jobs.output.staging import (
    PREFIX,
    StagingDirectory,
    TargetTakenError,
    sweep,
    write_failure,
)
from core.locked_dir import NO_LOCK_YET_S
from core.worker.kinds import FailureKind

DIE = """
import os, sys
from pathlib import Path
from core.jobs.output import staging
place = Path(sys.argv[1])
stage = staging.StagingDirectory(place)
(stage.result / "paper.md").write_text("new")
if sys.argv[2] == "between":
    real = Path.rename
    def rename(self, target):
        if self == stage.result:
            os.kill(os.getpid(), 9)
        return real(self, target)
    Path.rename = rename
    stage.commit(place / "paper", replace=True)
os.kill(os.getpid(), 9)
"""


def die(place: Path, when: str) -> None:
    done = subprocess.run([sys.executable, "-c", DIE, place, when], check=False)
    assert done.returncode == -9


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def make_result(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "paper.md").write_text(text)


def test_a_result_appears_in_one_step_and_nothing_else_stays(tmp_path: Path) -> None:
    place = tmp_path / "not" / "there" / "yet"
    with StagingDirectory(place) as staging:
        (staging.result / "images").mkdir()
        (staging.result / "images" / "1.jpg").write_bytes(b"jpg")
        (staging.result / "paper.md").write_text("text")
        assert [name.startswith(".") for name in names(place)] == [True]
        staging.commit(place / "paper", replace=False)
    assert names(place) == ["paper"]
    assert names(place / "paper") == ["images", "paper.md"]


def test_without_a_commit_nothing_stays(tmp_path: Path) -> None:
    with StagingDirectory(tmp_path) as staging:
        (staging.result / "paper.md").write_text("text")
    assert names(tmp_path) == []


@pytest.mark.parametrize("there", ["folder", "file", "empty folder", "link"])
def test_what_stands_there_is_never_touched(tmp_path: Path, there: str) -> None:
    target = tmp_path / "paper"
    match there:
        case "folder":
            make_result(target, "mine")
        case "file":
            target.write_text("mine")
        case "empty folder":
            target.mkdir()
        case "link":
            target.symlink_to(tmp_path / "nowhere")
    before = target.lstat()
    with StagingDirectory(tmp_path) as staging, pytest.raises(TargetTakenError):
        staging.commit(target, replace=False)
    assert target.lstat() == before
    assert names(tmp_path) == ["paper"]


def test_a_result_is_replaced_whole(tmp_path: Path) -> None:
    make_result(tmp_path / "paper", "old")
    (tmp_path / "paper" / "stale.jpg").write_bytes(b"")
    with StagingDirectory(tmp_path) as staging:
        (staging.result / "paper.md").write_text("new")
        staging.commit(tmp_path / "paper", replace=True)
    assert names(tmp_path) == ["paper"]
    assert names(tmp_path / "paper") == ["paper.md"]
    assert (tmp_path / "paper" / "paper.md").read_text() == "new"


@pytest.mark.parametrize("seen", ["before it is moved", "only when it was moved"])
def test_what_became_worth_keeping_is_not_replaced(tmp_path: Path, seen: str) -> None:
    target = tmp_path / "paper"
    make_result(target, "mine")

    def must_stay(folder: Path) -> bool:
        if seen == "before it is moved":
            return folder == target
        return folder != target and (folder / "paper.md").read_text() == "mine"

    with StagingDirectory(tmp_path) as staging:
        (staging.result / "paper.md").write_text("new")
        with pytest.raises(TargetTakenError):
            staging.commit(target, replace=True, must_stay=must_stay)
        assert (target / "paper.md").read_text() == "mine"
        staging.commit(tmp_path / "paper (2)", replace=False)
    assert names(tmp_path) == ["paper", "paper (2)"]
    assert (tmp_path / "paper (2)" / "paper.md").read_text() == "new"


def test_replacing_what_is_gone_in_the_meantime(tmp_path: Path) -> None:
    with StagingDirectory(tmp_path) as staging:
        staging.commit(tmp_path / "paper", replace=True)
    assert names(tmp_path) == ["paper"]


def test_a_failed_rename_puts_the_old_result_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_result(tmp_path / "paper", "old")
    with StagingDirectory(tmp_path) as staging:
        real = Path.rename

        def refuse(self: Path, target: Path) -> Path:
            if self == staging.result:
                raise OSError(errno.EIO, "broken drive")
            return real(self, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(OSError, match="broken drive"):
            staging.commit(tmp_path / "paper", replace=True)
    assert (tmp_path / "paper" / "paper.md").read_text() == "old"


def test_the_leavings_of_a_killed_program_are_swept(tmp_path: Path) -> None:
    die(tmp_path, "before")
    assert [name.startswith(PREFIX) for name in names(tmp_path)] == [True]
    sweep([tmp_path, tmp_path / "missing"])
    assert names(tmp_path) == []


def test_a_program_killed_while_replacing_loses_nothing(tmp_path: Path) -> None:
    make_result(tmp_path / "paper", "old")
    die(tmp_path, "between")
    assert "paper" not in names(tmp_path)
    sweep([tmp_path])
    assert names(tmp_path) == ["paper"]
    assert (tmp_path / "paper" / "paper.md").read_text() == "old"


def test_a_successor_of_a_killed_replacement_is_kept(tmp_path: Path) -> None:
    make_result(tmp_path / "paper", "old")
    die(tmp_path, "between")
    make_result(tmp_path / "paper", "newer")
    sweep([tmp_path])
    assert names(tmp_path) == ["paper"]
    assert (tmp_path / "paper" / "paper.md").read_text() == "newer"


def test_the_work_of_the_living_is_not_swept(tmp_path: Path) -> None:
    with StagingDirectory(tmp_path) as staging:
        (staging.result / "paper.md").write_text("text")
        sweep([tmp_path])
        staging.commit(tmp_path / "paper", replace=False)
    assert names(tmp_path / "paper") == ["paper.md"]


def test_a_folder_whose_maker_died_before_its_lock_is_swept_when_it_is_old(tmp_path: Path) -> None:
    young, old, half = (tmp_path / f"{PREFIX}{name}" for name in ("young", "old", "half"))
    for folder in (young, old, half):
        folder.mkdir()
    (half / "result").mkdir()  # killed while it was removing all this
    for folder in (old, half):
        os.utime(folder, (0, 0))
    assert NO_LOCK_YET_S > 1
    sweep([tmp_path])
    assert names(tmp_path) == [young.name]


def test_folders_of_others_are_not_swept(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / f"{PREFIX}file").write_text("")
    sweep([tmp_path])
    assert names(tmp_path) == [".git", f"{PREFIX}file"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, FailureKind.NO_SPACE),
        (errno.EDQUOT, FailureKind.NO_SPACE),
        (errno.EACCES, FailureKind.NOT_WRITABLE),
        (errno.EROFS, FailureKind.NOT_WRITABLE),
        (errno.ENOTDIR, FailureKind.NOT_WRITABLE),
    ],
)
def test_a_refused_write_says_why(number: int, kind: FailureKind) -> None:
    failure = write_failure(OSError(number, os.strerror(number)), Path("/out"))
    assert failure.kind is kind
    assert "/out" in str(failure.message)
    assert failure.hint is not None
