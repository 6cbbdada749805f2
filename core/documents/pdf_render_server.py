"""Draws pages of PDFs in a process of its own: ``python -m core.documents.pdf_render_server``.

A PDF may hang its reader for ever, ask for gigabytes or crash it; here that costs a child that can
be killed, never the window. What is said is in :mod:`core.documents.pdf_render_protocol`. The child
ends when its stdin ends, or when its parent is gone.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from core.documents.pdf_render_protocol import MAX_PIXELS

MAX_PAGES = 50_000
MAX_CHARACTERS = 200_000
MAX_MEMORY_BYTES = 4 << 30
FALLBACK_SIZE = (595.0, 842.0)
"""Points: A4, for a page that does not say, or says nonsense."""
_SCALE = 100
"""PDFium's device coordinates are whole numbers: hundredths of a point lose nothing."""


class PdfRenderServer:
    """Answers requests about one PDF at a time."""

    def __init__(self) -> None:
        self._document: pypdfium2.PdfDocument | None = None
        self._sizes: list[tuple[float, float]] = []

    def answer(self, request: dict[str, Any]) -> tuple[dict[str, Any], memoryview | bytes]:
        try:
            match request.get("op"):
                case "open":
                    return self._open(request["path"], request.get("password")), b""
                case "draw":
                    return self._draw(request)
                case "text":
                    return self._text(request["page"], with_boxes=request.get("boxes", True)), b""
        except (
            pypdfium2.PdfiumError,
            ctypes.ArgumentError,
            MemoryError,
            IndexError,
            TypeError,
            ValueError,
            KeyError,
        ):
            logging.getLogger(__name__).exception("cannot answer %s", request.get("op"))
        return {"error": "failed"}, b""

    def close(self) -> None:
        """Let go of the document."""
        if self._document is not None:
            self._document.close()
            self._document = None

    def _open(self, path: str, password: str | None) -> dict[str, Any]:
        self.close()
        if not Path(path).is_file():
            return {"error": "missing"}
        try:
            document = pypdfium2.PdfDocument(path, password=password)
        except pypdfium2.PdfiumError as error:
            wrong = error.err_code == pdfium.FPDF_ERR_PASSWORD
            return {"error": "password" if wrong else "damaged"}
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()  # or its fields are not drawn
        self._document = document
        self._sizes = [self._size(number) for number in range(min(len(document), MAX_PAGES))]
        if not self._sizes:
            return {"error": "damaged"}
        return {"sizes": self._sizes}

    def _size(self, number: int) -> tuple[float, float]:
        size = pdfium.FS_SIZEF()
        ok = pdfium.FPDF_GetPageSizeByIndexF(self._document, number, ctypes.byref(size))
        if not ok or not (0.1 < size.width < 1e6 and 0.1 < size.height < 1e6):
            return FALLBACK_SIZE
        return (round(size.width, 2), round(size.height, 2))

    def _draw(self, request: dict[str, Any]) -> tuple[dict[str, Any], memoryview | bytes]:
        width, height, turn = request["width"], request["height"], request.get("turn", 0)
        if self._document is None or not (0 < width * height <= MAX_PIXELS):
            return {"error": "failed"}, b""
        page = self._document[request["page"]]
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            place = (0, 0, width, height, turn % 4, pdfium.FPDF_ANNOT)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, *place)
            if self._document.formenv is not None:
                pdfium.FPDF_FFLDraw(self._document.formenv, bitmap, page, *place)
            pixels = bytes(bitmap.buffer)
            stride = bitmap.stride
        finally:
            bitmap.close()
            page.close()
        rows = stride * height
        return {"width": width, "height": height, "stride": stride, "bytes": rows}, pixels[:rows]

    def _text(self, number: int, *, with_boxes: bool) -> dict[str, Any]:
        if self._document is None:
            return {"error": "failed"}
        page = self._document[number]
        characters = page.get_textpage()
        try:
            width, height = (max(1, round(side * _SCALE)) for side in self._sizes[number])
            count = min(pdfium.FPDFText_CountChars(characters), MAX_CHARACTERS)
            text: list[str] = []
            boxes: list[tuple[float, float, float, float]] = []
            for index, letter in _letters(characters, count):
                text.append(letter)
                if with_boxes:
                    boxes.append(_box(page, characters, index, width, height))
        finally:
            characters.close()
            page.close()
        return {"text": "".join(text), "boxes": boxes}


def _letters(characters: object, count: int) -> Iterator[tuple[int, str]]:
    """Each letter with its place; one beyond U+FFFF, which PDFium gives in halves, is one."""
    high = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(characters, index)
        if 0xDC00 <= code < 0xE000 and high:
            yield index - 1, chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
            high = 0
            continue
        if high:
            yield index - 1, " "
        high = code if 0xD800 <= code < 0xDC00 else 0
        if not high:
            yield index, chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else " "
    if high:
        yield count - 1, " "


def _box(
    page: object, characters: object, index: int, width: int, height: int
) -> tuple[float, float, float, float]:
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = (ctypes.byref(side) for side in sides)
    pdfium.FPDFText_GetCharBox(characters, index, left, right, bottom, top)
    corners = []
    for x, y in ((sides[0], sides[3]), (sides[1], sides[2])):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            page, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )
        corners.append((across.value / _SCALE, down.value / _SCALE))
    (x0, y0), (x1, y1) = corners
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer request by request until there are none."""
    server = PdfRenderServer()
    for line in requests:
        try:
            request = json.loads(line)
        except ValueError:
            continue
        if not isinstance(request, dict):
            continue
        answer, pixels = server.answer(request)
        answers.write(json.dumps({"id": request.get("id"), **answer}).encode() + b"\n")
        answers.write(pixels)
        answers.flush()
    server.close()


def _limit_memory() -> None:
    """A PDF of 10 KB can ask for all there is: let it fail here rather than push others out."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def _end_with_parent() -> None:
    """End when the parent is gone, also in the middle of a page that takes minutes."""
    parent = os.getppid()
    pause = threading.Event()

    def watch() -> None:
        while os.getppid() == parent:
            pause.wait(1.0)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def main() -> None:
    """The child's whole life."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints cannot break the answers
    _limit_memory()
    _end_with_parent()
    try:
        serve(sys.stdin.buffer, answers)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)


if __name__ == "__main__":
    main()
