"""Several results in one file, opened again by what reads it."""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import html
from PIL import Image

from core.cli import export as command
from core.documents.exporting import CAN_COMBINE, ExportFormat
from core.documents.exporting.files import save_to
from core.messages import Message


def make_result(root: Path, name: str, text: str, colour: str) -> Path:
    folder = root / name
    (folder / "images").mkdir(parents=True)
    (folder / f"{name}.md").write_text(text, "utf-8")
    Image.new("RGB", (8, 8), colour).save(folder / "images" / "p.png")
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [
        make_result(
            tmp_path, "b", "# Second 第二\n\nSee[^1]. ![p](images/p.png)\n\n[^1]: B's.", "red"
        ),
        make_result(
            tmp_path,
            "a",
            "No heading[^1], `[^1]` and $x[^2]$.\n\n"
            '<img src="images/p.png">\n\n```\n![p](images/p.png)\n```\n\n[^1]: A\'s note.',
            "blue",
        ),
    ]


def test_a_page_has_both_in_order_each_with_its_own_pictures_and_notes(
    folders: list[Path], tmp_path: Path
) -> None:
    target = tmp_path / "all.html"
    assert save_to(folders, ExportFormat.HTML, target) == target
    page = html.fromstring(target.read_bytes())
    assert page.findtext(".//title") == "all"
    assert [head.text_content() for head in page.iter("h1")] == ["Second 第二", "a"]
    sources = [image.get("src") for image in page.iter("img")]
    assert len(sources) == len(set(sources)) == 2
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    notes = [note.get("id") for note in page.iter("div") if note.get("class") == "footnote"]
    assert len(notes) == len(set(notes)) == 2
    for link in page.iter("a"):
        assert link.get("href", "").removeprefix("#") in notes
    text = page.text_content()
    assert "x[2]" in text  # a formula is no footnote
    assert "![p](images/p.png)" in text  # code is not a picture


@pytest.mark.parametrize("wanted", sorted(CAN_COMBINE))
def test_every_format_holds_both(wanted: ExportFormat, folders: list[Path], tmp_path: Path) -> None:
    target = tmp_path / f"all{wanted.suffix}"
    assert save_to(folders, wanted, target) == target
    assert target.stat().st_size > 500
    match wanted:
        case ExportFormat.DOCX:
            texts = [one.text for one in Document(str(target)).paragraphs]
            assert texts.index("Second 第二") < texts.index("a")
        case ExportFormat.ZIP:
            with zipfile.ZipFile(target) as archive:
                names = set(archive.namelist())
            assert {"a/a.md", "b/b.md", "a/images/p.png", "b/images/p.png"} <= names
        case ExportFormat.EPUB | ExportFormat.LATEX:
            with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as archive:
                pictures = [name for name in archive.namelist() if name.endswith(".png")]
            assert len(pictures) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", target.name, "b"]


def test_what_is_missing_is_said_and_nothing_is_left(folders: list[Path], tmp_path: Path) -> None:
    outcome = save_to([*folders, tmp_path / "none"], ExportFormat.HTML, tmp_path / "all.html")
    assert isinstance(outcome, Message)
    assert "none" in str(outcome)
    assert not (tmp_path / "all.html").exists()


def test_two_folders_of_one_name_are_two_in_an_archive(tmp_path: Path) -> None:
    folders = [make_result(tmp_path / side, "same", f"# {side}", "red") for side in ("x", "y")]
    save_to(folders, ExportFormat.ZIP, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {"same/same.md", "same (2)/same.md"} <= set(archive.namelist())


def test_the_command_combines(
    folders: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    target = tmp_path / "all.docx"

    def run(*extra: str, wanted: str = "docx") -> int:
        line = ["export", *map(str, folders), "-f", wanted, "--combine", str(target), *extra]
        return command.run(parser.parse_args(line))

    assert run("--json") == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(target)
    assert run() == 1  # it is there
    assert "--overwrite" in capsys.readouterr().err
    assert run("--overwrite") == 0
    assert run(wanted="json") == 2
