"""``headframe doctor``, to the letter of docs/command.md, on this machine as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.cards.model import Card
from core.cli import main
from core.cli.doctor import as_json
from core.diagnostics import checks as checkup
from core.diagnostics.model import Check, CheckStatus
from core.engines.launch.preflight import Preflight
from core.engines.model import Engine, EngineStatus
from core.engines.registry import Engines
from core.messages import msg
from core.worker.kinds import EngineName
from core.worker.protocol import Failure, Ready
from tests.support.engines.scripted import choose, holding
from tests.support.paths import ROOT

STATUSES = {"ok", "warn", "fail", "absent"}


@pytest.mark.slow
def test_json_is_one_object_of_the_contract(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    out, err = capsys.readouterr()
    (line,) = out.splitlines()
    said = json.loads(line)
    assert err == ""
    assert set(said) == {"schema", "checks"}
    assert said["schema"] == 1
    for check in said["checks"]:
        assert set(check) == {"name", "status", "detail", "hint"}
        assert check["status"] in STATUSES
        assert all(check[key] is None or check[key] for key in ("detail", "hint"))
    by_name = {check["name"]: check for check in said["checks"]}
    assert len(by_name) == len(said["checks"])
    assert by_name["engine-flash"]["status"] == "ok"
    assert "is ready after" in by_name["engine-flash"]["detail"]
    assert code == 0


def test_a_table_for_people(light_engine: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    out, _ = capsys.readouterr()
    assert "engine-flash" in out
    assert "✓" in out
    assert "→" in out  # magic-pdf is not installed here, and the hint says what to do
    assert "\x1b" not in out


def test_without_a_writable_home_it_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HEADFRAME_HOME", str(tmp_path / "file" / "home"))
    assert main(["doctor", "--json"]) == 1
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["home"]["status"] == "fail"
    assert "HEADFRAME_HOME" in checks["home"]["hint"]


def test_a_name_that_is_no_text_is_printed_all_the_same(tmp_path: Path) -> None:
    """HEADFRAME_HOME with bytes that are no UTF-8, under a locale that is not UTF-8 either."""
    home = os.fsencode(tmp_path) + b"/h\xff"
    choose(Path(os.fsdecode(home)), holding(tmp_path / "light"))
    environ = {**os.environb, b"HEADFRAME_HOME": home, b"LC_ALL": b"C"}
    program = "import sys; from core.cli import main; sys.exit(main(sys.argv[1:]))"
    child = subprocess.run(
        [sys.executable, "-c", program, "doctor", "--json"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    checks = {check["name"]: check for check in json.loads(child.stdout)["checks"]}
    assert os.fsencode(checks["home"]["detail"]).startswith(home)


def test_null_stands_for_what_is_not_there() -> None:
    checks = [
        Check("a", CheckStatus.OK),
        Check("b", CheckStatus.FAIL, msg("x"), msg("do {y}", y=1)),
    ]
    assert as_json(checks)["checks"] == [
        {"name": "a", "status": "ok", "detail": None, "hint": None},
        {"name": "b", "status": "fail", "detail": "x", "hint": "do 1"},
    ]


@pytest.mark.parametrize(
    ("changed", "converts"),
    [
        ({}, True),
        ({"engine-flash": CheckStatus.ABSENT}, False),
        ({"engine-flash": CheckStatus.FAIL, "engine-mineru": CheckStatus.OK}, True),
        ({"disk": CheckStatus.WARN, "display": CheckStatus.FAIL}, True),
        ({"disk": CheckStatus.FAIL}, False),
        ({"home": CheckStatus.FAIL}, False),
    ],
)
def test_what_it_takes_to_convert(changed: dict[str, CheckStatus], converts: bool) -> None:
    names = ("home", "disk", "display", "engine-flash")
    status = dict.fromkeys(names, CheckStatus.OK) | changed
    checks = [Check(name, value) for name, value in status.items()]
    assert checkup.is_usable(checks) is converts


def test_an_interpreter_that_runs_no_engine_is_found_out(home: Path, tmp_path: Path) -> None:
    """It is there and executable, so only starting it can tell."""
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no engine here >&2\nexit 3\n")
    broken.chmod(0o755)
    answer = checkup.start_engine(Engine(EngineName.FLASH, broken, False), home, os.environ)
    assert isinstance(answer, Failure)
    assert str(answer.message)


def test_an_engine_that_never_gets_ready_is_given_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "ENGINE_START_S", 0.0)
    engine = Engines(home).status(EngineName.FLASH).engine
    assert engine is not None
    answer = checkup.start_engine(engine, home, os.environ)
    assert isinstance(answer, Failure)
    assert "did not start" in str(answer.message)


@pytest.mark.slow
def test_the_engine_of_this_environment_gets_ready(home: Path) -> None:
    engine = Engines(home).status(EngineName.FLASH).engine
    assert engine is not None
    answer = checkup.start_engine(engine, home, os.environ)
    assert isinstance(answer, Ready)
    assert answer.engine_version == engine.version


def test_a_pyside_that_loses_references_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: "6.12.0")
    monkeypatch.setattr("sys.version_info", (3, 11, 2, "final", 0))
    check = checkup.check_versions()
    assert check.status is CheckStatus.FAIL
    assert "PySide6<6.12" in str(check.hint)
    monkeypatch.setattr("sys.version_info", (3, 12, 0, "final", 0))
    assert checkup.check_versions().status is CheckStatus.OK


@pytest.mark.parametrize(
    ("free_mb", "status"),
    [(10_000, CheckStatus.OK), (1000, CheckStatus.WARN), (10, CheckStatus.FAIL)],
)
def test_little_room_is_said(
    free_mb: int, status: CheckStatus, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": free_mb << 20})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    check = checkup.check_disk(home)
    assert check.status is status
    assert str(free_mb) in str(check.detail)


@pytest.mark.usefixtures("light_engine")
def test_a_check_that_breaks_is_a_finding(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> None:
        raise RuntimeError("the gauge is stuck")

    monkeypatch.setattr("shutil.disk_usage", broken)
    checks = {check.name: check for check in checkup.run_checks(home, {})}
    assert checks["disk"].status is CheckStatus.FAIL
    assert "the gauge is stuck" in str(checks["disk"].detail)
    assert checks["engine-flash"].status is CheckStatus.OK


@pytest.mark.usefixtures("light_engine")
def test_cards_that_cannot_be_looked_at_are_a_finding(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(home: Path, environ: object) -> None:
        raise RuntimeError("the driver is gone")

    monkeypatch.setattr(checkup, "diagnose", broken)
    checks = {check.name: check for check in checkup.run_checks(home, {})}
    assert checks["cards"].status is CheckStatus.FAIL
    assert "the driver is gone" in str(checks["cards"].detail)


class Neural(Engines):
    """A home in which magic-pdf was found."""

    def status(self, name: EngineName) -> EngineStatus:
        interpreter = Path("/opt/mineru/bin/python")
        return EngineStatus(name, Engine(name, interpreter, True, "1.3.12"), None)


def test_an_engine_with_models_is_looked_at_on_the_best_card(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def found(engine: Engine, card: Card, environ: object) -> Preflight:
        asked.append(card.key)
        return Preflight(card, "3.10.14", {"magic-pdf": "1.3.12", "torch": "2.7.1"})

    monkeypatch.setattr(checkup, "preflight", found)
    check = checkup.check_engine(Neural(home), EngineName.MAGIC_PDF, home, {})
    assert check.status is CheckStatus.OK
    assert "magic-pdf 1.3.12, torch 2.7.1" in str(check.detail)
    assert len(asked) == 1


def test_an_engine_whose_interpreter_is_gone_is_found_out(home: Path) -> None:
    check = checkup.check_engine(Neural(home), EngineName.MAGIC_PDF, home, {})
    assert check.status is CheckStatus.FAIL
    assert "/opt/mineru/bin/python" in str(check.detail)
    assert check.hint is not None
