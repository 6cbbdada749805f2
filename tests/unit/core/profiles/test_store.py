"""Profiles: kept, found, used by the command, and never in its way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.documents.exporting import ExportFormat
from core.engines.choice import EngineChoice
from core.engines.registry import Engines
from core.jobs.model import ConvertOptions, PageRange
from core.jobs.states import IfExists
from core.jobs.store.batch_store import NewBatch
from core.paths import profiles_file
from core.profiles.store import OutputLocation, Profile, ProfileError, ProfileStore
from core.profiles.validation import profile_problems
from core.worker.kinds import Ocr
from tests.e2e.cli.command import run
from tests.support import pdfs

FINE = Profile(
    "Fine · 细",
    ConvertOptions(EngineChoice.MAGIC_PDF, PageRange(2, None), Ocr.ON, "ch", table=False),
    ("npu:6", "npu:7"),
)


@pytest.fixture
def profiles(home: Path) -> ProfileStore:
    return ProfileStore(profiles_file(home))


def test_what_is_saved_comes_back_by_name(profiles: ProfileStore) -> None:
    assert profiles.all() == ()
    quick = Profile("quick")
    for profile in (quick, FINE, Profile("quick", cards=("cpu",)), quick):
        profiles.save(profile)
    assert profiles.all() == (FINE, quick)
    assert profiles.get(FINE.name) == FINE
    profiles.remove("quick")
    assert profiles.all() == (FINE,)
    for act in (profiles.get, profiles.remove):
        with pytest.raises(ProfileError, match=r"no profile quick\. There are: Fine"):
            act("quick")


@pytest.mark.parametrize("name", ["", " ", " a", "a\n", "x" * 61, "a\0"])
def test_a_name_must_be_one_that_can_be_seen(profiles: ProfileStore, name: str) -> None:
    with pytest.raises(ProfileError, match="name"):
        profiles.save(Profile(name))


def test_one_damaged_profile_does_not_cost_the_others(profiles: ProfileStore, home: Path) -> None:
    profiles.save(FINE)
    plain = json.loads(profiles_file(home).read_text())
    plain["profiles"] += [
        {"name": "old", "options": {"ocr": "off"}, "cards": []},
        {"name": "strange", "options": {"engine": "steam"}, "cards": []},
        {"name": "empty"},
        7,
    ]
    profiles_file(home).write_text(json.dumps(plain))
    assert profiles.all() == (FINE, Profile("old", ConvertOptions(ocr=Ocr.OFF)))
    shelf = profiles.load()
    assert [one.name for one in shelf.unusable] == ["empty", "strange"]
    assert shelf.names == (FINE.name, "old", "empty", "strange")
    with pytest.raises(ProfileError, match="strange cannot be used: 'steam'"):
        profiles.get("strange")
    profiles.remove("strange")
    assert "strange" not in profiles.load().names


def test_a_name_that_is_taken_stays_with_its_profile(profiles: ProfileStore) -> None:
    profiles.add(FINE)
    profiles.add(Profile("quick"))
    with pytest.raises(ProfileError, match="quick already"):
        profiles.add(Profile("quick"))
    with pytest.raises(ProfileError, match="quick already"):
        profiles.rename(FINE.name, "quick")
    with pytest.raises(ProfileError, match="can be seen"):
        profiles.rename("quick", " ")
    profiles.rename("quick", "Slow")
    profiles.rename("Slow", "Slow")
    assert profiles.all() == (FINE, Profile("Slow"))
    with pytest.raises(ProfileError, match="no profile quick"):
        profiles.rename("quick", "Quick")


def test_a_place_of_results_is_kept_where_one_was_chosen(profiles: ProfileStore) -> None:
    said, beside = (
        Profile("said", place=OutputLocation(Path("/out"))),
        Profile("beside", place=OutputLocation()),
    )
    for profile in (said, beside, Profile("open")):
        profiles.save(profile)
    assert profiles.all() == (beside, Profile("open"), said)
    new = NewBatch("papers", (Path("/papers"),), Path("/settings"))
    assert said.apply_to(new).out == Path("/out")
    assert beside.apply_to(new).out is None
    themed = Profile("open", FINE.options, FINE.cards).apply_to(new)
    assert themed == replace(new, options=FINE.options, cards=FINE.cards, profile="open")


def test_what_stands_against_a_profile_is_told(home: Path) -> None:
    engines = Engines(home, {})
    assert profile_problems(Profile("any"), engines, frozenset({"cpu"})) == ()
    fine = [
        str(sentence) for sentence in profile_problems(FINE, engines, frozenset({"cpu", "npu:6"}))
    ]
    assert len(fine) == 2
    assert "magic-pdf" in fine[0]
    assert fine[1] == "There is no card npu:7 here."
    assert len(profile_problems(FINE, engines, None)) == 1, "nobody knows of the cards yet"


@pytest.mark.parametrize("text", ["[]", "null", '"x"', "{}", '{"profiles": 5}', "[" * 100_000])
def test_a_file_that_holds_something_else_is_told_in_our_words(
    profiles: ProfileStore, home: Path, text: str
) -> None:
    home.mkdir(parents=True, exist_ok=True)
    profiles_file(home).write_text(text)
    with pytest.raises(ProfileError, match=r"cannot be read: it holds no list of profiles\. "):
        profiles.all()


def test_a_file_that_cannot_be_read_is_never_written_over(
    profiles: ProfileStore, home: Path
) -> None:
    home.mkdir(parents=True, exist_ok=True)
    profiles_file(home).write_text("{")
    for act in (profiles.all, lambda: profiles.save(FINE)):
        with pytest.raises(ProfileError, match="cannot be read"):
            act()
    assert profiles_file(home).read_text() == "{"


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProfileError):
        ProfileStore(tmp_path / "file" / "profiles.json").save(FINE)


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_the_command_keeps_and_uses_a_profile_under_what_it_says_itself(
    tmp_path: Path, profiles: ProfileStore
) -> None:
    paper, out = pdfs.text_pdf(tmp_path / "a.pdf", pages=3), tmp_path / "out"
    said = ("--engine", "flash", "--pages", "1-2", "--no-table", "--card", "cpu")
    assert run("convert", paper, "-o", out, *said, "--save-profile", "Two").code == 0
    options = ConvertOptions(EngineChoice.FLASH, PageRange(1, 2), table=False)
    assert profiles.all() == (Profile("Two", options, ("cpu",), OutputLocation(out)),)

    def options_of(*arguments: str) -> dict[str, object]:
        ran = run("convert", paper, "-o", out, "--if-exists", "rename", "--json", *arguments)
        (done,) = ran.of("done")
        written = json.loads(Path(done["markdown"]).with_name("headframe.json").read_text())
        found: dict[str, object] = written["options"]
        return {name: found[name] for name in ("pages", "table")}

    assert options_of("--profile", "Two") == {"pages": "1-2", "table": False}
    assert options_of("--profile", "Two", "--pages", "3") == {"pages": "3-3", "table": False}
    assert options_of("--profile", "Two", "--table") == {"pages": "1-2", "table": True}
    assert options_of() == {"pages": None, "table": True}
    assert profiles.get("Two").options.if_exists is IfExists.SKIP
    wrong = run("convert", paper, "--profile", "Three")
    assert (wrong.code, wrong.err.strip()) == (
        2,
        "headframe convert: There is no profile Three. There are: Two.",
    )


@pytest.mark.parametrize("wrong", [("--watch",), ("--card", "npu:99"), ("--retry-failed",)])
def test_a_wrong_command_keeps_no_profile(
    tmp_path: Path, profiles: ProfileStore, wrong: tuple[str, ...]
) -> None:
    paper = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    assert run("convert", paper, "-o", tmp_path, *wrong, "--save-profile", "Two").code == 2
    assert profiles.all() == ()


@pytest.mark.slow
def test_profiles_are_listed_and_removed(profiles: ProfileStore, home: Path) -> None:
    profiles.save(FINE)
    profiles.save(Profile("plain"))
    (line, other) = run("profile", "list").out.splitlines()
    assert line.endswith(": engine magic-pdf, pages 2-, ocr on, lang ch, table False, npu:6, npu:7")
    assert other == "plain: the defaults"
    listed = json.loads(run("profile", "list", "--json").out)
    assert [(entry["name"], entry["cards"]) for entry in listed["profiles"]] == [
        (FINE.name, ["npu:6", "npu:7"]),
        ("plain", []),
    ]
    assert run("profile", "remove", "plain").code == 0
    assert run("profile", "remove", "plain").code == 2
    assert profiles.all() == (FINE,)
    profiles_file(home).write_text("[")
    assert run("profile", "list").code == 2


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_the_command_exports_as_a_profile_says(tmp_path: Path, profiles: ProfileStore) -> None:
    folder = tmp_path / "exports"
    options = ConvertOptions(
        EngineChoice.FLASH,
        export=(ExportFormat.HTML, ExportFormat.ZIP),
        export_folder=folder,
    )
    profiles.save(Profile("office", options))
    assert profiles.get("office").options == options
    paper = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    ran = run("convert", paper, "-o", tmp_path / "out", "--profile", "office", "--json")
    assert ran.code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["a.html", "a.zip"]
    (folder / "a.zip").unlink()
    assert run("convert", paper, "-o", tmp_path / "out", "--profile", "office").code == 0
    # The result was there: only what was missing is made.
    assert sorted(path.name for path in folder.iterdir()) == ["a.html", "a.zip"]
    assert "html" in run("profile", "list").out
