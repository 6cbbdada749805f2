"""Pages written operator by operator, for what no drawing library would put into a PDF."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2

WIDTH, HEIGHT = 595, 842
BODY = (
    "The committee met on the first Monday of the month and heard the report.",
    "No objection was raised, and the minutes were accepted as they stood.",
    "The next meeting was set for the first Monday of the next month.",
)


def line(text: str, x: float, y: float, *, size: float = 11, before: str = "") -> str:
    """A line of Helvetica; ``before``: operators ahead of it."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def body(top: float = 700) -> str:
    """Three ordinary lines."""
    return "".join(line(text, 72, top - 14 * number) for number, text in enumerate(BODY))


class Pages:
    """A PDF in the making."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.font = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )

    def add(self, content: str, **entries: Any) -> pikepdf.Page:
        """A page; ``entries`` of its dictionary, and ``resources`` beside the font."""
        resources = pikepdf.Dictionary(entries.pop("resources", {}))
        resources["/Font"] = pikepdf.Dictionary(F1=self.font)
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, WIDTH, HEIGHT],
            Resources=resources,
            Contents=self.pdf.make_stream(content.encode("latin-1")),
            **entries,
        )
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))
        return self.pdf.pages[-1]

    def form(self, content: str, **entries: Any) -> pikepdf.Object:
        """A form XObject over the whole page."""
        stream = self.pdf.make_stream(content.encode("latin-1"))
        stream["/Type"], stream["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
        stream["/BBox"] = pikepdf.Array(entries.pop("box", [0, 0, WIDTH, HEIGHT]))
        stream["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=self.font))
        for key, value in entries.items():
            stream[f"/{key}"] = value
        return stream

    def field(self, kind: str, rect: tuple[float, ...], **entries: Any) -> pikepdf.Object:
        """A form field with its one widget."""
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name("/" + kind),
            Rect=list(rect),
            T=pikepdf.String("field"),
            F=4,
            **entries,
        )
        made = self.pdf.make_indirect(field)
        if "/AcroForm" not in self.pdf.Root:
            self.pdf.Root.AcroForm = pikepdf.Dictionary()
        if "/Fields" not in self.pdf.Root.AcroForm:
            self.pdf.Root.AcroForm.Fields = pikepdf.Array()
        self.pdf.Root.AcroForm.Fields.append(made)
        return made

    def annotation(self, kind: str, rect: tuple[float, ...], **entries: Any) -> pikepdf.Object:
        """Any other annotation."""
        return self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name("/" + kind),
                Rect=list(rect),
                **entries,
            )
        )

    @property
    def data(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        self.pdf.save(buffer, deterministic_id=True)
        return buffer.getvalue()


def text_of(data: bytes, page: int = 0) -> str:
    """What PDFium reads on a page, blanks made one."""
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(document[page].get_textpage().get_text_range().split())
    finally:
        document.close()
