"""Pages that a test draws, and what the built-in engine makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.adapter import FlashAdapter
from core.worker.protocol import Convert

Draw = Callable[[Canvas], None]


class Drawn:
    """Called with what draws each page, gives the Markdown."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._engine = FlashAdapter()

    def __call__(self, *pages: Draw) -> str:
        canvas = Canvas(str(self._folder / "drawn.pdf"), pagesize=A4)
        for page in pages:
            page(canvas)
            canvas.showPage()
        canvas.save()
        out = self._folder / "out"
        out.mkdir()
        request = Convert("job", str(self._folder / "drawn.pdf"), str(out), "drawn")
        self._engine.convert(request, lambda *_: None)
        return (out / "drawn.md").read_text("utf-8")
