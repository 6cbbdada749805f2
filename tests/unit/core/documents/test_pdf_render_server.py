"""The process that draws pages, for real, and what it answers to bad input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.documents import pdf_render_server
from core.documents.pdf_render_protocol import MAX_PIXELS
from core.documents.pdf_render_server import PdfRenderServer, serve
from tests.support.flash_pages import Pages, line
from tests.support.paths import SHARED


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "two.pdf"
    canvas = Canvas(str(path), pagesize=(200, 300), invariant=1)
    canvas.drawString(20, 250, "Hé first")
    canvas.showPage()
    canvas.drawString(20, 250, "turned")
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 200, 300, fill=1)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[1].rotate(90, relative=False)
        document.save(path)
    return path


def asked(server: PdfRenderServer, **request: Any) -> tuple[dict[str, Any], bytes]:
    answer, pixels = server.answer(request)
    return answer, bytes(pixels)


def test_sizes_pixels_and_characters(pdf: Path) -> None:
    server = PdfRenderServer()
    assert asked(server, op="open", path=str(pdf))[0] == {"sizes": [(200.0, 300.0), (300.0, 200.0)]}
    answer, pixels = asked(server, op="draw", page=1, width=30, height=20, turn=0)
    assert (answer["width"], answer["height"], answer["bytes"]) == (30, 20, len(pixels))
    middle = (10 * 30 + 15) * 4
    assert pixels[middle : middle + 3] == b"\x00\x00\xff"  # blue, green, red
    text, _ = asked(server, op="text", page=0)
    assert text["text"].startswith("Hé first")
    x0, y0, x1, y1 = text["boxes"][0]
    assert 19 < x0 < x1 < 32
    assert 35 < y0 < y1 < 55
    _, (x0, y0, x1, y1) = 0, asked(server, op="text", page=1)[0]["boxes"][0]
    assert 240 < x0 < x1 < 270  # from the top left of the page as displayed
    assert 15 < y0 < y1 < 32
    server.close()


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", "damaged"), (b"%PDF-1.7\nnothing", "damaged"), (None, "missing")],
)
def test_what_is_no_pdf_says_so(tmp_path: Path, content: bytes | None, error: str) -> None:
    path = tmp_path / "bad.pdf"
    if content is not None:
        path.write_bytes(content)
    assert asked(PdfRenderServer(), op="open", path=str(path))[0] == {"error": error}


def test_a_locked_document_asks_for_its_password(pdf: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(pdf) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="öffne", owner="o"))
    server = PdfRenderServer()
    assert asked(server, op="open", path=str(locked))[0] == {"error": "password"}
    wrong = asked(server, op="open", path=str(locked), password="no")
    assert wrong[0] == {"error": "password"}
    right = asked(server, op="open", path=str(locked), password="öffne")
    assert len(right[0]["sizes"]) == 2
    server.close()


@pytest.mark.parametrize(
    "request_",
    [
        {"op": "draw", "page": 7, "width": 10, "height": 10},
        {"op": "draw", "page": 0, "width": MAX_PIXELS, "height": 2},
        {"op": "draw", "page": 0, "width": 0, "height": 2},
        {"op": "draw", "page": "0", "width": 1, "height": 1},
        {"op": "draw"},
        {"op": "text", "page": -9},
        {"op": "nonsense"},
        {},
    ],
)
def test_requests_that_cannot_be_met_are_answered(pdf: Path, request_: dict[str, Any]) -> None:
    server = PdfRenderServer()
    asked(server, op="open", path=str(pdf))
    assert asked(server, **request_)[0] == {"error": "failed"}
    server.close()
    assert asked(server, op="draw", page=0, width=5, height=5)[0] == {"error": "failed"}
    assert asked(server, op="text", page=0)[0] == {"error": "failed"}


def test_lines_that_are_no_requests_are_passed_over(pdf: Path) -> None:
    lines = b"nonsense\n[1]\n" + json.dumps({"id": 4, "op": "open", "path": str(pdf)}).encode()
    answers = io.BytesIO()
    serve(io.BytesIO(lines), answers)
    (answer,) = answers.getvalue().splitlines()
    assert json.loads(answer)["id"] == 4


def test_the_process_answers_and_ends_with_its_input(pdf: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "core.documents.pdf_render_server"],
        input=json.dumps({"id": 1, "op": "open", "path": os.fspath(pdf)}).encode() + b"\n",
        cwd=Path(pdf_render_server.__file__).parents[2],
        stdout=subprocess.PIPE,
        check=True,
    )
    assert json.loads(child.stdout)["sizes"] == [[200.0, 300.0], [300.0, 200.0]]


HOSTILE = SHARED / "corpus" / "pdfs" / "hostile"


@pytest.mark.slow
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("name", ["kids_cycle", "mediabox_14e6", "image_bomb_30000px_rgb"])
def test_hostile_files_are_answered(name: str) -> None:
    server = PdfRenderServer()
    path = HOSTILE.with_name("hostile_generated") / f"{name}.pdf"
    answer, _ = asked(server, op="open", path=str(path))
    assert answer.keys() <= {"sizes", "error"}
    for number in range(len(answer.get("sizes", ()))):
        drawn, _ = asked(server, op="draw", page=number, width=40, height=50)
        assert drawn.keys() >= {"error"} or drawn["bytes"] == 40 * 50 * 4
    server.close()


def test_form_fields_are_drawn_with_what_was_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100), invariant=1)
    canvas.acroForm.textfield(
        value="MMMMMMMM", x=20, y=40, width=160, height=30, borderWidth=0, fillColor=None
    )
    canvas.showPage()
    canvas.save()
    server = PdfRenderServer()
    asked(server, op="open", path=str(path))
    _, pixels = asked(server, op="draw", page=0, width=200, height=100, turn=0)
    server.close()
    dark = sum(value < 80 for value in pixels[0::4])
    assert dark > 100


def test_a_letter_beyond_the_first_plane_is_one(tmp_path: Path) -> None:
    pages = Pages()
    pages.font["/ToUnicode"] = pages.pdf.make_stream(
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 3 beginbfchar "
        b"<41> <d835dc34> <42> <0042> <43> <d835> endbfchar endcmap"
    )
    pages.add(line("BABCB", 72, 700))
    path = tmp_path / "beyond.pdf"
    path.write_bytes(pages.data)
    server = PdfRenderServer()
    asked(server, op="open", path=str(path))
    text, _ = asked(server, op="text", page=0)
    server.close()
    assert text["text"].startswith("B\N{MATHEMATICAL ITALIC CAPITAL A}B")
    assert len(text["text"]) == len(text["boxes"])
    assert not any(0xD800 <= ord(letter) < 0xE000 for letter in text["text"])
