"""What the command says to people."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from core.cli.human_text import OWN_HINTS, hint_of, short_path, tr
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from tests.unit.packaging.scripts import script


@pytest.mark.slow
def test_hints_of_the_window_have_words_of_the_command() -> None:
    """Each is still said somewhere: else it would be dead."""
    assert set(OWN_HINTS) <= set(script("translations").sentences())
    locked = Failure(
        FailureKind.ENCRYPTED, msg("Locked."), msg("Enter the password and try again.")
    )
    hint = hint_of(locked)
    assert hint is not None
    assert "--password-file" in str(hint)


def test_a_missing_engine_names_the_option() -> None:
    hint = hint_of(Failure(FailureKind.ENGINE_MISSING, msg("None.")))
    assert hint is not None
    assert "--engine" in str(hint)
    assert hint_of(Failure(FailureKind.DAMAGED, msg("Broken."))) is None


def test_a_terminal_that_cannot_show_chinese_gets_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADFRAME_LANG", "zh_CN")
    sentence = msg("{name} is not there.", name="a.pdf")
    for encoding, expected in (("ascii", "a.pdf is not there."), ("gb2312", "a.pdf 不存在。")):
        assert tr(sentence, io.TextIOWrapper(io.BytesIO(), encoding=encoding)) == expected


def test_paths_are_short_below_here_and_below_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    home.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(home))
    assert short_path(here / "sub" / "a.pdf") == "sub/a.pdf"
    assert short_path(home / "a.pdf") == "~/a.pdf"
    assert short_path(Path("/srv/a.pdf")) == "/srv/a.pdf"
    assert short_path(here) == str(here)


def test_a_path_is_whole_where_there_is_neither_a_home_nor_a_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unknown(_uid: int) -> None:
        raise KeyError  # as for a container's number without a name

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", unknown)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert short_path(tmp_path / "paper.pdf") == str(tmp_path / "paper.pdf")
