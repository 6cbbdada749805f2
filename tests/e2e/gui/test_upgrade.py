"""A home that an earlier version wrote is taken over; one of a later version is left alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.jobs.reports.history import summaries
from core.jobs.states import JobState
from core.jobs.store.migrations import MIGRATIONS
from core.paths import engines_file, queue_file, settings_file
from core.profiles.store import Profile, ProfileError, ProfileStore
from core.settings.definitions import LANG, OUTPUT_FOLDER, Settings
from gui.__main__ import main
from tests.support import kept_homes, pdfs
from tests.support.engines.scripted import choose, holding
from tests.support.window import end_app, make_app


@pytest.fixture
def home(home: Path, tmp_path: Path) -> Path:
    """A home of 2026-11-27, with an engine that is started quickly."""
    kept_homes.restore("schema-5", home, tmp_path)
    choose(home, holding(tmp_path / "engine"))
    return home


def doctor(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    main(["doctor", "--json"])
    checks = json.loads(capsys.readouterr().out)["checks"]
    return {check["name"]: check for check in checks if check["name"].startswith("home-")}


def set_version(home: Path, version: int) -> None:
    with closing(sqlite3.connect(queue_file(home))) as queue:
        queue.execute(f"PRAGMA user_version = {version}")


def test_queue_history_profiles_and_settings_go_on(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    assert (settings.get(LANG), settings.get(OUTPUT_FOLDER)) == ("en", tmp_path / "out")
    assert [one.name for one in ProfileStore(home / "profiles.json").all()] == ["Papers"]
    assert [(past.head.name, past.counts.total()) for past in summaries(home)] == [("papers", 2)]
    pdfs.text_pdf(tmp_path / "papers" / "later.pdf", pages=1)
    app = make_app(qtbot, home, settings)
    try:
        app.wait(lambda: len(app.jobs()) == 3)
        assert app.states() == {
            "broken.pdf": JobState.FAILED,
            "done.pdf": JobState.DONE,
            "later.pdf": JobState.QUEUED,
        }
        assert "is damaged" in str(app.job("broken.pdf").failure)
        assert (app.job("done.pdf").card, app.job("done.pdf").assigned) == ("cpu", "cpu")
        assert app.job("done.pdf").markdown == tmp_path / "out" / "done" / "done.md"
        assert app.work.paused
        app.work.pause_all(False)
        app.wait_until_over(3)
        assert app.states()["later.pdf"] is JobState.DONE
    finally:
        end_app(app)
    assert (tmp_path / "out" / "later" / "later.md").exists()


def test_the_doctor_says_what_an_old_home_holds(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = doctor(capsys)
    assert {check["status"] for check in checks.values()} == {"ok"}
    assert "Documents in the queue: 3, unfinished: 1." in checks["home-queue"]["detail"]
    assert "older Headframe" in checks["home-queue"]["hint"]
    assert "1" in checks["home-history"]["detail"]
    assert "1" in checks["home-profiles"]["detail"]
    assert "3" in checks["home-settings"]["detail"]
    with closing(sqlite3.connect(queue_file(home))) as queue:
        assert queue.execute("PRAGMA user_version").fetchone() == (5,), "it is only looked at"


def test_a_queue_of_a_later_version_is_refused_and_left_as_it_is(
    qtbot: QtBot,
    home: Path,
    settings: Settings,
    themed: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_version(home, len(MIGRATIONS) + 1)
    before = queue_file(home).read_bytes()
    app = make_app(qtbot, home, settings)
    try:
        app.wait(lambda: app.window.notice_bar.notice is not None)
        notice = app.window.notice_bar.notice
        assert notice is not None
        assert "written by a newer Headframe" in notice.text
        assert app.jobs() == []
    finally:
        end_app(app)
    check = doctor(capsys)["home-queue"]
    assert check["status"] == "fail"
    assert "HEADFRAME_HOME" in check["hint"]
    assert queue_file(home).read_bytes() == before


def test_settings_of_a_later_version_survive_an_earlier_one(home: Path) -> None:
    """Back and forth between two versions loses no choice."""
    raw = json.loads(settings_file(home).read_text())
    raw |= {"from_the_future": {"a": 1}, "lang": ["later", "form"]}
    settings_file(home).write_text(json.dumps(raw))
    settings = Settings(settings_file(home))
    assert settings.get(LANG) is None, "what it cannot use has its default"
    settings.set(OUTPUT_FOLDER, None)
    again = json.loads(settings_file(home).read_text())
    assert again["from_the_future"] == {"a": 1}
    assert again["lang"] == ["later", "form"]


@pytest.mark.slow
def test_what_is_damaged_is_said_by_the_doctor(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queue_file(home).write_bytes(b"no database" * 100)
    settings_file(home).write_text("[1]")
    odd = {"name": "Odd", "options": {}, "cards": 5}
    (home / "profiles.json").write_text(json.dumps({"profiles": [odd]}))
    checks = doctor(capsys)
    assert (checks["home-queue"]["status"], checks["home-settings"]["status"]) == ("fail", "warn")
    assert checks["home-profiles"]["status"] == "warn"
    (home / "profiles.json").write_text("{")
    assert "cannot be read" in doctor(capsys)["home-profiles"]["detail"]


@pytest.mark.slow
def test_what_a_newer_version_wrote_is_told_and_left_as_it_is(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_file(home).write_text(json.dumps({"schema": 2, "beam": 3}))
    profiles = json.dumps({"schema": 2, "profiles": {"Mine": {}}})
    (home / "profiles.json").write_text(profiles)
    engines = json.dumps({"schema": 2, "engines": {"later": {}}})
    engines_file(home).write_text(engines)
    checks = doctor(capsys)
    told = {name: checks[name] for name in ("home-settings", "home-profiles", "home-engines")}
    assert {check["status"] for check in told.values()} == {"warn"}
    for name, check in told.items():
        assert "newer Headframe" in f"{check['detail']} {check['hint']}", name
    with pytest.raises(ProfileError, match="Update Headframe"):
        ProfileStore(home / "profiles.json").save(Profile("New"))
    assert (home / "profiles.json").read_text() == profiles
    Settings(settings_file(home)).set(OUTPUT_FOLDER, home)
    assert json.loads(settings_file(home).read_text()).items() >= {"schema": 2, "beam": 3}.items()
