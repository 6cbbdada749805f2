"""Which engines there are, under which interpreter; kept, asked and told."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cli import engine as command
from core.engines.choice import EngineChoice
from core.engines.launch import probe
from core.engines.mineru_options import MineruOptions
from core.engines.model import Engine
from core.engines.registry import Engines, UnfitError
from core.engines.worker_environment import worker_environment
from core.paths import engines_file
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure
from tests.support.paths import ROOT

OWN = Path(sys.executable)


def python_with(folder: Path, package: str | None = None, version: str = "4.0") -> Path:
    """A real interpreter of its own, in which that distribution seems to be installed."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    if package is not None:
        (site,) = folder.glob("lib/python*/site-packages")
        info = site / f"{package.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n", "utf-8"
        )
    return folder / "bin" / "python"


def program(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return path


def test_flash_runs_under_our_own_interpreter_unless_told_otherwise(home: Path) -> None:
    version = metadata.version("docvortex")
    expected = Engine(EngineName.FLASH, OWN, uses_card=False, version=version)
    assert Engines(home).status(EngineName.FLASH).engine == expected
    assert Engines(home).resolve(EngineChoice.AUTO) == expected
    assert not home.exists()


def test_flash_that_is_not_installed_is_missing_with_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(probe.PACKAGES, EngineName.FLASH, "no-such-distribution")
    failure = Engines(home).resolve(EngineChoice.AUTO)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.ENGINE_MISSING
    assert "headframe engine use flash" in str(failure.hint)


@pytest.mark.parametrize("choice", [EngineChoice.MAGIC_PDF, EngineChoice.MINERU])
def test_an_engine_that_is_not_there_says_what_to_do(home: Path, choice: EngineChoice) -> None:
    failure = Engines(home).resolve(choice)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.ENGINE_MISSING
    assert f"headframe engine use {choice.value}" in str(failure.hint)


def test_a_named_interpreter_is_asked_kept_used_and_forgotten(home: Path, tmp_path: Path) -> None:
    python = python_with(tmp_path / "other", "docvortex", "9.9")
    engines = Engines(home)
    assert engines.use(EngineName.FLASH, str(tmp_path / "other")).version == "9.9"
    engine = Engines(home).resolve(EngineChoice.FLASH)
    assert engine == Engine(EngineName.FLASH, python, uses_card=False, version="9.9")
    probed = probe.probe(EngineName.FLASH, python, os.environ)
    assert isinstance(probed, probe.Probed)
    assert (probed.interpreter, probed.version) == (python, "9.9")
    assert json.loads(engines_file(home).read_text("utf-8"))["schema"] == 1
    assert [file.name for file in home.iterdir()] == [engines_file(home).name]
    assert engines.remove(EngineName.FLASH)
    assert not engines.remove(EngineName.FLASH)
    assert Engines(home).chosen(EngineName.FLASH) is None


def test_an_interpreter_that_went_away_is_told_and_not_replaced_in_silence(
    home: Path, tmp_path: Path
) -> None:
    python = python_with(tmp_path / "other", "docvortex")
    Engines(home).use(EngineName.FLASH, str(python))
    python.unlink()
    failure = Engines(home).resolve(EngineChoice.AUTO)
    assert isinstance(failure, Failure)
    assert str(python) in str(failure.message)


def test_an_engine_without_its_models_is_not_ready_and_auto_passes_it_by(
    home: Path, tmp_path: Path
) -> None:
    environ = {**os.environ, "HOME": str(tmp_path / "nobody")}
    python = python_with(tmp_path / "other", "magic-pdf", "1.3.12")
    engines = Engines(home, environ)
    engines.use(EngineName.MAGIC_PDF, str(python))
    failure = engines.resolve(EngineChoice.MAGIC_PDF)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.MODELS_MISSING
    assert "--models" in str(failure.hint)
    engine = engines.resolve(EngineChoice.AUTO)
    assert isinstance(engine, Engine)
    assert engine.name is EngineName.FLASH


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be started"),
        ("#!/bin/sh\nexit 1\n", "not a Python interpreter that works"),
        ("#!/bin/sh\necho hello\n", "not a Python interpreter that works"),
        ("#!/bin/sh\necho '{}'\n", "not a Python interpreter that works"),
        ("#!/bin/sh\necho '[3]'\n", "not a Python interpreter that works"),
        ('#!/bin/sh\necho \'{"python": [3, 8, 1], "version": "1"}\'\n', "needs Python 3.11"),
        ('#!/bin/sh\necho noise; echo \'{"python": [3, 12, 0], "version": null}\'\n', "docvortex"),
    ],
)
def test_what_cannot_run_an_engine_is_refused_in_words_and_nothing_is_kept(
    home: Path, tmp_path: Path, text: str | None, said: str
) -> None:
    path = tmp_path / "python"
    if text is not None:
        program(path, text)
    with pytest.raises(UnfitError) as caught:
        Engines(home).use(EngineName.FLASH, str(path))
    assert said in str(caught.value.failure.message)
    assert not home.exists()


def test_an_interpreter_that_never_answers_is_given_up(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "LIMIT_S", 0.2)
    path = program(tmp_path / "python", "#!/bin/sh\nexec sleep 600\n")
    with pytest.raises(UnfitError) as caught:
        Engines(home).use(EngineName.MINERU, str(path))
    assert "did not answer" in str(caught.value.failure.message)


def test_a_name_is_looked_for_on_the_path(home: Path, tmp_path: Path) -> None:
    python = python_with(tmp_path / "other", "mineru")
    python.with_name("my-python").symlink_to(python.name)
    engines = Engines(home, {**os.environ, "PATH": str(python.parent)})
    probed = engines.use(EngineName.MINERU, "my-python")
    assert probed.interpreter == python.with_name("my-python")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '{"engines": {"none": {}}}',
        '{"engines": {"flash": {}}}',
        '{"engines": {"flash": {"interpreter": 1, "python": "3", "version": "1"}}}',
        "\xff",
    ],
)
def test_a_broken_file_counts_as_none_and_is_replaced_by_the_next_choice(
    home: Path, tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    home.mkdir()
    engines_file(home).write_text(text, "latin-1")
    assert isinstance(Engines(home).resolve(EngineChoice.FLASH), Engine)
    assert str(engines_file(home)) in caplog.text
    Engines(home).use(EngineName.MINERU, str(python_with(tmp_path / "other", "mineru")))
    assert Engines(home).chosen(EngineName.MINERU) is not None


def test_a_file_that_cannot_be_read_is_kept_aside(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    engines_file(home).write_text("{half")
    Engines(home).use(EngineName.MINERU, str(python_with(tmp_path / "other", "mineru")))
    engines_file(home).write_text("{other")
    Engines(home).use(EngineName.MINERU, str(python_with(tmp_path / "third", "mineru")))
    kept = {file.name: file.read_text() for file in home.glob("*damaged*")}
    assert kept == {"engines.damaged.json": "{half", "engines.damaged-2.json": "{other"}


def test_an_engine_of_another_version_stays_in_the_file(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    later = {"interpreter": "/opt/later", "beam": 3}
    engines_file(home).write_text(json.dumps({"schema": 1, "engines": {"later": later}}))
    engines = Engines(home)
    engines.use(EngineName.MINERU, str(python_with(tmp_path / "other", "mineru")))
    engines.remove(EngineName.MINERU)
    assert json.loads(engines_file(home).read_text())["engines"] == {"later": later}


def test_the_file_of_a_newer_version_is_used_and_not_changed(home: Path, tmp_path: Path) -> None:
    python = str(python_with(tmp_path / "other", "mineru"))
    Engines(home).use(EngineName.MINERU, python)
    newer = engines_file(home).read_text().replace('"schema": 1', '"schema": 2')
    engines_file(home).write_text(newer)
    engines = Engines(home)
    assert engines.chosen(EngineName.MINERU) is not None
    with pytest.raises(OSError, match="newer Headframe"):
        engines.use(EngineName.MAGIC_PDF, str(python_with(tmp_path / "third", "magic-pdf")))
    with pytest.raises(OSError, match="newer Headframe"):
        engines.remove(EngineName.MINERU)
    assert engines_file(home).read_text() == newer


def test_a_choice_that_cannot_be_put_in_place_leaves_nothing(home: Path, tmp_path: Path) -> None:
    engines_file(home).mkdir(parents=True)
    with pytest.raises(OSError, match=engines_file(home).name):
        Engines(home).use(EngineName.MINERU, str(python_with(tmp_path / "other", "mineru")))
    assert [path.name for path in home.iterdir()] == [engines_file(home).name]


def test_the_windows_python_settings_do_not_reach_an_engine() -> None:
    site = str(Path(sys.prefix) / "lib" / "site-packages")
    given = {"PYTHONPATH": f"{site}:/opt/cann/python::{sys.prefix}", "PYTHONHOME": "/x", "A": "b"}
    other = worker_environment(given, Path("/opt/mineru/bin/python"))
    assert other["PYTHONPATH"] == "/opt/cann/python"
    assert other["A"] == "b"
    assert "PYTHONHOME" not in other
    assert worker_environment({"PYTHONHOME": "/x"}, OWN)["PYTHONHOME"] == "/x"
    assert "PYTHONPATH" not in worker_environment({"PYTHONPATH": site}, OWN)


def test_packages_of_the_user_stay_out_where_they_are_kept_out_here() -> None:
    """A bundled Python is started with -s; so is the worker under it, and no other."""
    code = (
        "import sys; from pathlib import Path\n"
        "from core.engines.worker_environment import worker_environment as made\n"
        "for python in (sys.executable, '/opt/mineru/bin/python'):\n"
        "    print(made({}, Path(python)).get('PYTHONNOUSERSITE'))"
    )
    for flags, said in (([], "None\nNone\n"), (["-s"], "1\nNone\n")):
        child = [sys.executable, *flags, "-c", code]
        assert subprocess.check_output(child, cwd=ROOT, text=True) == said


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    chosen = parser.parse_args(["engine", *arguments])
    return int(chosen.func(chosen))


def test_the_command_lists_uses_and_removes(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = python_with(tmp_path / "other", "mineru", "4.0.12")
    assert run("use", "mineru", "--python", str(python)) == 0
    assert "4.0.12" in capsys.readouterr().out
    assert run("list", "--json") == 0
    body = json.loads(capsys.readouterr().out)
    assert body["schema"] == 1
    by_name = {entry["name"]: entry for entry in body["engines"]}
    assert list(by_name) == ["flash", "magic-pdf", "mineru"]
    assert by_name["flash"]["ready"] is True
    assert by_name["flash"]["interpreter"] == sys.executable
    assert by_name["flash"]["message"] is None
    assert by_name["magic-pdf"]["interpreter"] is None
    assert by_name["mineru"]["interpreter"] == str(python)
    assert by_name["mineru"]["chosen"] is True
    assert run("list") == 0
    assert "ready" in capsys.readouterr().out
    assert run("remove", "mineru") == 0
    assert run("remove", "mineru") == 1
    assert run("use", "flash", "--python", str(tmp_path / "none")) == 1
    assert "cannot be started" in capsys.readouterr().err


def test_a_home_that_cannot_be_written_is_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file where a folder should be", "utf-8")
    python = python_with(tmp_path / "other", "mineru")
    assert run("use", "mineru", "--python", str(python)) == 1
    assert "cannot be saved" in capsys.readouterr().err


def test_a_document_may_name_another_tier_than_mineru_is_set_up_with(
    home: Path, tmp_path: Path
) -> None:
    environ = {**os.environ, "HOME": str(tmp_path / "nobody")}
    engines = Engines(home, environ)
    engines.use(EngineName.MINERU, str(python_with(tmp_path / "other", "mineru", "4.0.12")))
    engines.use_options(MineruOptions(Tier.BASIC))
    failure = engines.resolve(EngineChoice.MINERU)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.MODELS_MISSING
    engine = engines.resolve(EngineChoice.MINERU, Tier.FLASH)  # it needs no models
    assert isinstance(engine, Engine)
    assert engine.settings_key(environ) == (("tier", "flash"),)
    assert (
        engines.resolve_on(EngineChoice.MINERU, cpu_card(0.0, "CPU"), environ, tier=Tier.FLASH)
        == engine
    )
    flash = engines.resolve(EngineChoice.FLASH, Tier.FLASH)
    assert isinstance(flash, Engine)
    assert flash.options == MineruOptions(), "the tier is MinerU's alone"
