from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from tests.support.paths import ROOT

PACKAGING = ROOT / "packaging"
ENTRY = PACKAGING / "headframe.desktop"


def entry_of(file: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(file, encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_desktop_entry_opens_documents_with_the_command() -> None:
    entry = entry_of(ENTRY)
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "headframe %F"
    assert "application/pdf" in entry["MimeType"].split(";")
    for key in ("MimeType", "Categories", "Keywords"):
        assert entry[key].endswith(";")


def test_it_is_put_into_the_desktop_and_taken_out_again(tmp_path: Path) -> None:
    checkout = tmp_path / "a checkout"
    (checkout / "packaging").mkdir(parents=True)
    (checkout / "resources" / "icons").mkdir(parents=True)
    for name in ("desktop", "lib.sh", "headframe.desktop"):
        shutil.copy(PACKAGING / name, checkout / "packaging")
    picture = Path("resources") / "icons" / "headframe.svg"
    shutil.copy(PACKAGING.parent / picture, checkout / picture)
    data = tmp_path / "data"

    def run(*arguments: str) -> int:
        return subprocess.run(
            [checkout / "packaging" / "desktop", *arguments],
            env={**os.environ, "XDG_DATA_HOME": str(data)},
            stderr=subprocess.PIPE,
            check=False,
        ).returncode

    assert run() == 0
    entry = entry_of(data / "applications" / "headframe.desktop")
    assert shlex.split(entry["Exec"]) == [str(checkout / "packaging" / "run"), "%F"]
    assert entry["Icon"] == "headframe"
    assert (data / "icons/hicolor/scalable/apps/headframe.svg").is_file()
    assert run("--remove") == 0
    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert run("--nonsense") == 2
