"""Profiles: kept, found, used by the command, and never in its way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.engines.model import EngineChoice
from core.jobs.model import ConvertOptions, IfExists, PageRange
from core.paths import profiles_file
from core.profiles import Profile, ProfileError, Profiles
from core.worker.protocol import Ocr
from tests import pdfs
from tests.cli.command import run

FINE = Profile(
    "Fine · 细",
    ConvertOptions(EngineChoice.MAGIC_PDF, PageRange(2, None), Ocr.ON, "ch", table=False),
    ("npu:6", "npu:7"),
)


@pytest.fixture
def profiles(home: Path) -> Profiles:
    return Profiles(profiles_file(home))


def test_what_is_saved_comes_back_by_name(profiles: Profiles) -> None:
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
def test_a_name_must_be_one_that_can_be_seen(profiles: Profiles, name: str) -> None:
    with pytest.raises(ProfileError, match="name"):
        profiles.save(Profile(name))


def test_one_damaged_profile_does_not_cost_the_others(profiles: Profiles, home: Path) -> None:
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


def test_a_file_that_cannot_be_read_is_never_written_over(profiles: Profiles, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    profiles_file(home).write_text("{")
    for act in (profiles.all, lambda: profiles.save(FINE)):
        with pytest.raises(ProfileError, match="cannot be read"):
            act()
    assert profiles_file(home).read_text() == "{"


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProfileError):
        Profiles(tmp_path / "file" / "profiles.json").save(FINE)


def test_the_command_keeps_and_uses_a_profile_under_what_it_says_itself(
    tmp_path: Path, profiles: Profiles
) -> None:
    paper, out = pdfs.text_pdf(tmp_path / "a.pdf", pages=3), tmp_path / "out"
    said = ("--engine", "flash", "--pages", "1-2", "--no-table", "--card", "cpu")
    assert run("convert", paper, "-o", out, *said, "--save-profile", "Two").code == 0
    options = ConvertOptions(EngineChoice.FLASH, PageRange(1, 2), table=False)
    assert profiles.all() == (Profile("Two", options, ("cpu",)),)

    def options_of(*arguments: str) -> dict[str, object]:
        ran = run("convert", paper, "-o", out, "--if-exists", "rename", "--json", *arguments)
        (done,) = ran.of("done")
        written = json.loads(Path(done["markdown"]).with_name("headframe.json").read_text())
        found: dict[str, object] = written["options"]
        return {name: found[name] for name in ("pages", "table")}

    assert options_of("--profile", "Two") == {"pages": "1-2", "table": False}
    assert options_of("--profile", "Two", "--pages", "3") == {"pages": "3-3", "table": False}
    assert options_of() == {"pages": None, "table": True}
    assert profiles.get("Two").options.if_exists is IfExists.SKIP
    wrong = run("convert", paper, "--profile", "Three")
    assert (wrong.code, wrong.err.strip()) == (
        2,
        "headframe convert: There is no profile Three. There are: Two.",
    )


def test_profiles_are_listed_and_removed(profiles: Profiles, home: Path) -> None:
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
