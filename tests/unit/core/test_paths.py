from __future__ import annotations

from pathlib import Path

import pytest

from core import paths
from core.paths import NoHomeError, headframe_home, user_home


def test_the_variable_names_the_home(tmp_path: Path) -> None:
    home = paths.headframe_home({"HEADFRAME_HOME": str(tmp_path / "home")})
    assert home == tmp_path / "home"
    assert not home.exists(), "asking for a path makes nothing"


def test_a_relative_home_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.headframe_home({"HEADFRAME_HOME": "home"}) == tmp_path / "home"


def test_a_tilde_is_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.headframe_home({"HEADFRAME_HOME": "~/pdf work"}) == tmp_path / "pdf work"


@pytest.mark.parametrize("environ", [{}, {"HEADFRAME_HOME": ""}])
def test_without_the_variable_it_is_the_users_data_folder(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.headframe_home(environ) == tmp_path / "headframe"


def test_every_named_path_lies_in_the_home_and_no_two_are_the_same(tmp_path: Path) -> None:
    named = [
        paths.queue_file(tmp_path),
        paths.settings_file(tmp_path),
        paths.window_file(tmp_path),
        paths.logs_folder(tmp_path),
        paths.engines_folder(tmp_path),
        paths.engines_file(tmp_path),
        paths.locks_folder(tmp_path),
    ]
    assert all(path.parent == tmp_path for path in named)
    assert len(set(named)) == len(named)


def _nobody(*_: object, **_named: object) -> str:
    raise RuntimeError("could not determine the home directory")


def test_a_user_id_that_nobody_knows_needs_headframe_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("platformdirs.user_data_dir", _nobody)
    monkeypatch.setattr("pathlib.Path.home", _nobody)
    assert headframe_home({"HEADFRAME_HOME": str(tmp_path)}) == tmp_path
    with pytest.raises(NoHomeError, match="set HEADFRAME_HOME"):
        headframe_home({})
    assert user_home({}) == Path("/")
    assert user_home({"HOME": "/home/a"}) == Path("/home/a")
