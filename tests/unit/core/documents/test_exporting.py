"""Results in other formats, opened again by what reads them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree, html
from PIL import Image

import core
from core.cli import export as command
from core.documents.editing import save_draft
from core.documents.exporting import ExportFormat, export
from core.documents.exporting.files import save_as, save_to
from core.documents.exporting.omml import omml_of
from core.documents.exporting.tree import cells_of
from core.documents.math_conversion import MathConverter
from core.documents.result import find_markdown, load_result
from core.messages import Message
from tests.unit.core.documents.formulas import MALFORMED, NORMALISED, PLAIN

TEXT = r"""# On 导出 & export

A *paragraph* with **bold**, `code`, H<sub>2</sub>O,
$ x ^ { 2 } $ and [a link](https://example.org/?a=1&b=2).

$$
\sum _ { i = 1 } ^ { n } \left( \frac { a _ i } { b } \right) \tag{3}
$$

## Lists

- one
- two
  1. inner $y$
- three

<table><tr><th colspan=2>head</th><td>x</td></tr>
<tr><td rowspan=2>tall</td><td>$ z $</td><td>1</td></tr><tr><td>a & b</td><td>50 %</td></tr></table>

| a | b |
|---|---|
| 1 | 2 |

![A picture](images/p.png) ![gone](images/gone.png)

```python
print("x" if 1 < 2 else r"\end{verbatim}")
```

> quoted

Unknown $\frac { 1 } { 2$ here. Ctrl \x01 done.

[^1]: A note.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "paper"
    (made / "images").mkdir(parents=True)
    (made / "paper.md").write_text(TEXT.replace("\\x01", "\x01"), "utf-8")
    Image.new("RGB", (2000, 40), "red").save(made / "images" / "p.png")
    heading = {"type": "title", "md_start": 0, "md_end": 16, "page": 0, "bbox": [1, 2, 3, 4]}
    (made / "blocks.json").write_text(json.dumps({"blocks": [heading]}))
    (made / "headframe.json").write_text(json.dumps({"source": "/a/My paper.pdf", "sha256": "ab"}))
    (made / ".paper.draft.md").write_text("hidden")
    return made


def exported(folder: Path, wanted: ExportFormat) -> bytes:
    target = folder.parent / f"out{wanted.suffix}"
    export(load_result(folder), wanted, target)
    assert not list(folder.parent.glob(".export-*"))
    return target.read_bytes()


def test_html_is_one_file_that_asks_for_nothing(folder: Path) -> None:
    page = html.document_fromstring(exported(folder, ExportFormat.HTML).decode())
    assert page.findtext(".//title") == "My paper"
    assert page.find(".//h1").text_content() == "On 导出 & export"
    assert len(page.findall(".//math")) == 5
    sources = [image.get("src") for image in page.iter("img")]
    assert sources[0].startswith("data:image/png;base64,")
    assert sources[1] == "images/gone.png"
    assert not list(page.iter("link", "script"))


def test_word_has_real_equations_tables_lists_and_pictures(folder: Path) -> None:
    document = Document(io.BytesIO(exported(folder, ExportFormat.DOCX)))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == "Heading 1"
    assert {"List Bullet", "List Number 2", "Quote"} <= set(styles)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "On 导出 & export"
    assert any(text.startswith("A paragraph with bold, code, H2O, ") for text in texts)
    body = document.element.body
    assert len(body.findall(".//" + qn("m:oMath"))) == 5
    nary = body.find(".//" + qn("m:nary"))
    assert nary.find(qn("m:e")).find(".//" + qn("m:f")) is not None
    table = document.tables[0]
    assert (len(table.rows), len(table.columns)) == (3, 3)
    assert table.cell(0, 0)._tc is table.cell(0, 1)._tc
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(2, 1).text == "a & b"
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0].width.inches == 6
    assert any("[gone]" in text for text in texts)
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://example.org/?a=1&b=2"]


def test_latex_escapes_what_is_text_and_keeps_what_is_maths(folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(folder, ExportFormat.LATEX))) as archive:
        assert sorted(archive.namelist()) == ["paper.tex", "pictures/1.png"]
        source = archive.read("paper.tex").decode()
    assert "\\documentclass{ctexart}" in source or "\\documentclass{article}" in source
    assert "\\section{On 导出 \\& export}" in source
    assert "$x ^ { 2 }$" in source
    assert "\\right)\\tag*{(3)}\\]" in source.replace(" ", "")
    assert "\\multicolumn{2}{|l|}{head} & x" in source
    assert "\\multirow{2}{*}{tall} & $z$ & 1" in source
    assert "50 \\%" in source
    assert "\\begin{itemize}" in source
    assert source.count("\\end{verbatim}") == 1
    assert "\\texttt{\\textbackslash{}frac \\{ 1 \\} \\{ 2}" in source


@pytest.mark.parametrize("hostile", [r"\input{/etc/passwd}", r"\write18{x}", r"\def\x{y}"])
def test_a_formula_cannot_command_the_typesetter(folder: Path, hostile: str) -> None:
    (folder / "paper.md").write_text(f"a ${hostile}$ b")
    with zipfile.ZipFile(io.BytesIO(exported(folder, ExportFormat.LATEX))) as archive:
        source = archive.read("paper.tex").decode()
    assert hostile.partition("{")[0] not in source


def test_an_epub_is_well_formed_and_whole(folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(folder, ExportFormat.EPUB))) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf", ".xml")):
                etree.fromstring(book.read(name))
        text = etree.fromstring(book.read("book/text-1.xhtml"))
        names = {"x": "http://www.w3.org/1999/xhtml", "m": "http://www.w3.org/1998/Math/MathML"}
        assert len(text.findall(".//m:math", names)) == 5
        (image,) = text.findall(".//x:img", names)
        assert f"book/{image.get('src')}" in book.namelist()
        nav = etree.fromstring(book.read("book/nav.xhtml"))
        assert [a.text for a in nav.iter("{http://www.w3.org/1999/xhtml}a")] == [
            "On 导出 & export",
            "Lists",
        ]


def test_a_long_book_has_chapters(folder: Path) -> None:
    parts = [f"## Chapter {n}\n\n" + "Long words. " * 4000 for n in range(8)]
    (folder / "paper.md").write_text("\n\n".join(parts))
    with zipfile.ZipFile(io.BytesIO(exported(folder, ExportFormat.EPUB))) as book:
        assert len([name for name in book.namelist() if "text-" in name]) > 1


def test_the_list_of_contents_has_places(folder: Path) -> None:
    listed = json.loads(exported(folder, ExportFormat.JSON))
    assert listed[0] == {
        "type": "text",
        "text": "On 导出 & export",
        "text_level": 1,
        "page_idx": 0,
        "bbox": [1.0, 2.0, 3.0, 4.0],
    }
    kinds = [entry["type"] for entry in listed]
    assert kinds.count("table") == 2
    assert "equation" in kinds
    image = listed[kinds.index("image")]
    assert image["img_path"] == "images/p.png"


def test_a_zip_holds_the_folder_without_drafts(folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(folder, ExportFormat.ZIP))) as archive:
        assert sorted(archive.namelist()) == [
            "paper/blocks.json",
            "paper/headframe.json",
            "paper/images/p.png",
            "paper/paper.md",
        ]


@pytest.mark.parametrize("tex", [*PLAIN, *NORMALISED, *MALFORMED])
def test_every_formula_is_an_equation_of_words(tex: str) -> None:
    mathml = MathConverter().convert(tex, display=True).mathml
    assert mathml is not None
    math = html.fragment_fromstring(mathml)
    made = omml_of(math)
    space = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
    shown = "".join(text.text or "" for text in made.iter(f"{space}t"))
    marks = [
        e.get(f"{space}val", "")
        for e in made.iter(f"{space}chr", f"{space}begChr", f"{space}endChr")
    ]
    for char in "".join(math.itertext()):
        if char.isalnum() and char != "ˇ":
            assert char in shown or char in "".join(marks), (char, shown)


@pytest.mark.parametrize("wanted", list(ExportFormat))
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "<table></table>",
        "<table><tr></tr></table>",
        "<p>a<p>b<td>c",
        "- \n  - \n",
        "![](x)",
    ],
)
def test_odd_documents_are_exported_all_the_same(
    folder: Path, wanted: ExportFormat, text: str
) -> None:
    (folder / "paper.md").write_text(text)
    exported(folder, wanted)


def test_spans_that_overlap_stay_within_the_table() -> None:
    table = html.fragment_fromstring(
        "<table><tr><td rowspan=9>a</td><td>b</td></tr><tr><td colspan=3>c</td></tr>"
        "<tr><td>d</td><td rowspan=5>e</td></tr></table>"
    )
    rows, columns, cells = cells_of(table)
    assert (rows, columns) == (3, 4)
    covered = [
        (cell.row + r, cell.column + c)
        for cell in cells
        for r in range(cell.rows)
        for c in range(cell.columns)
    ]
    assert len(covered) == len(set(covered))
    assert max(row for row, _ in covered) < rows


def test_a_name_that_is_taken_gets_a_number(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "deeper"
    first, second = (save_as(folder, ExportFormat.JSON, out) for _ in range(2))
    assert [p.name for p in (first, second) if isinstance(p, Path)] == [
        "paper.json",
        "paper (2).json",
    ]
    assert save_as(folder, ExportFormat.JSON, out, overwrite=True) == first
    assert isinstance(save_as(tmp_path / "none", ExportFormat.JSON, out), Message)
    (tmp_path / "file").touch()
    assert "written" in str(save_as(folder, ExportFormat.JSON, tmp_path / "file"))


def test_the_command_says_what_it_made(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import argparse

    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    line = ["export", str(folder), str(tmp_path / "none"), "-f", "html", "-o", str(tmp_path)]
    arguments = parser.parse_args(line)
    assert command.run(arguments) == 1
    told = capsys.readouterr()
    assert told.out.strip() == str(tmp_path / "paper.html")
    assert "none" in told.err
    arguments = parser.parse_args([*line, "--json", "--overwrite"])
    assert command.run(arguments) == 1
    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert lines[0]["file"] == str(tmp_path / "paper.html")
    assert "error" in lines[1]


def test_the_window_saves_what_it_shows_and_the_command_what_is_saved(
    folder: Path, tmp_path: Path
) -> None:
    markdown = find_markdown(folder)
    save_draft(markdown, markdown.read_text("utf-8") + "\n\nA line of mine.")
    with_it, without = (
        save_to([folder], ExportFormat.HTML, tmp_path / f"{drafts}.html", drafts=drafts)
        for drafts in (True, False)
    )
    assert isinstance(with_it, Path)
    assert isinstance(without, Path)
    assert "A line of mine." in with_it.read_text("utf-8")
    assert "A line of mine." not in without.read_text("utf-8")
    assert "A line of mine." not in markdown.read_text("utf-8"), "it is not saved by that"


def test_the_process_of_the_window_answers_in_a_line(folder: Path, tmp_path: Path) -> None:
    root = Path(core.__file__).parents[1]
    module = "core.documents.exporting.files"
    for where, key in ((folder, "file"), (tmp_path / "none", "template")):
        child = subprocess.run(
            [sys.executable, "-m", module, "--drafts", "--out", tmp_path, "zip", where],
            cwd=root,
            stdout=subprocess.PIPE,
            check=False,
        )
        assert key in json.loads(child.stdout)
