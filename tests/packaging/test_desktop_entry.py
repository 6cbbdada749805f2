from __future__ import annotations

import configparser
from pathlib import Path

ENTRY = Path(__file__).resolve().parents[2] / "packaging" / "headframe.desktop"


def test_the_desktop_entry_opens_documents_with_the_command() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ENTRY, encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "headframe %F"
    assert "application/pdf" in entry["MimeType"].split(";")
    for key in ("MimeType", "Categories", "Keywords"):
        assert entry[key].endswith(";")
