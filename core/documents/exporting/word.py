"""A Word document: headings, lists, tables with their spans, pictures, real equations."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, replace
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu, Inches, Pt
from docx.text.paragraph import Paragraph

from core.documents.exporting.omml import omml_of
from core.documents.exporting.tree import (
    Element,
    cells_of,
    is_formula,
    parts,
    picture,
    tag_of,
    title_of,
    tree_of,
)
from core.documents.result import Result

log = logging.getLogger(__name__)

_WIDTH = Inches(6)
_MAX_COLUMNS = 63
"""Word's own limit."""
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "table",
        "pre",
        "blockquote",
        "hr",
        "figure",
        "details",
        "dl",
        "center",
    ]
    + [f"h{level}" for level in range(1, 7)]
)


@dataclass(frozen=True)
class _TextStyle:
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    place: str = ""
    """``sub`` or ``sup``."""


_STYLES: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "b": {"bold": True},
    "em": {"italic": True},
    "i": {"italic": True},
    "u": {"underline": True},
    "ins": {"underline": True},
    "s": {"strike": True},
    "del": {"strike": True},
    "code": {"code": True},
    "kbd": {"code": True},
    "sub": {"place": "sub"},
    "sup": {"place": "sup"},
}


def word_document(result: Result) -> bytes:
    """The whole document as a .docx file."""
    writer = _WordWriter(result)
    for part in parts(result):
        writer.blocks(writer.document, tree_of(part.markup))
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return buffer.getvalue()


class _WordWriter:
    def __init__(self, result: Result) -> None:
        self._result = result
        self.document = Document()
        self.document.core_properties.title = title_of(result)
        self.document.core_properties.author = ""
        fonts = self.document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        # Word takes another font for Han characters; without a name it takes one that has none.
        fonts.set(qn("w:eastAsia"), "SimSun")

    def blocks(self, holder: Any, parent: Element, depth: int = 0) -> None:  # noqa: ANN401
        """Write what an element holds into a document or a cell."""
        open_: Paragraph | None = None
        if parent.text and parent.text.strip():
            open_ = holder.add_paragraph()
            self._text(open_, parent.text, _TextStyle())
        for child in parent:
            display = is_formula(child) and tag_of(child) == "div"
            if tag_of(child) in _BLOCKS and not (display and open_ is not None):
                open_ = None
                self._block(holder, child, depth)
            else:
                open_ = open_ or holder.add_paragraph()
                self._inline(open_, child, _TextStyle())
            if child.tail and child.tail.strip():
                open_ = open_ or holder.add_paragraph()
                self._text(open_, child.tail, _TextStyle())

    def _block(self, holder: Any, element: Element, depth: int) -> None:  # noqa: ANN401
        name = tag_of(element)
        if is_formula(element):
            self._display(holder, element)
        elif name[:1] == "h" and name[1:].isdigit():
            self._content(holder.add_paragraph(style=f"Heading {name[1:]}"), element)
        elif name == "p":
            self._content(holder.add_paragraph(), element)
        elif name in ("ul", "ol"):
            self._list(holder, element, depth)
        elif name == "table":
            self._table(holder, element)
        elif name == "pre":
            paragraph = holder.add_paragraph()
            self._text(
                paragraph, "".join(element.itertext()).rstrip("\n"), _TextStyle(code=True), True
            )
        elif name == "blockquote":
            for child in element:
                self._content(holder.add_paragraph(style="Quote"), child)
        elif name != "hr":
            self.blocks(holder, element, depth)

    def _list(self, holder: Any, element: Element, depth: int) -> None:  # noqa: ANN401
        kind = "List Number" if tag_of(element) == "ol" else "List Bullet"
        style = kind if depth == 0 else f"{kind} {min(depth + 1, 3)}"
        for item in element:
            if tag_of(item) != "li":
                continue
            paragraph = holder.add_paragraph(style=style)
            self._text(paragraph, item.text or "", _TextStyle())
            for child in item:
                if tag_of(child) in ("ul", "ol"):
                    self._list(holder, child, depth + 1)
                elif tag_of(child) == "p":
                    self._content(paragraph, child)
                elif tag_of(child) in _BLOCKS:
                    self._block(holder, child, depth + 1)
                else:
                    self._inline(paragraph, child, _TextStyle())
                self._text(paragraph, child.tail or "", _TextStyle())

    def _table(self, holder: Any, element: Element) -> None:  # noqa: ANN401
        rows, columns, cells = cells_of(element)
        if not rows or not columns:
            return
        if columns > _MAX_COLUMNS:
            holder.add_paragraph(" ".join("".join(element.itertext()).split()))
            return
        table = holder.add_table(rows, columns)
        if holder is self.document:
            table.style = "Table Grid"
        grid = table._cells  # table.cell() lists all of them at each call
        for cell in cells:
            made = grid[cell.row * columns + cell.column]
            if cell.rows > 1 or cell.columns > 1:
                last = (cell.row + cell.rows - 1) * columns + cell.column + cell.columns - 1
                made = made.merge(grid[last])
            self._content(made.paragraphs[0], cell.content, _TextStyle(bold=cell.is_head))

    def _display(self, holder: Any, element: Element) -> None:  # noqa: ANN401
        paragraph = holder.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._formula(paragraph, element)
        tag = next((e for e in element if "tag" in (e.get("class") or "").split()), None)
        if tag is not None:
            self._text(paragraph, f"\t{tag.text or ''}", _TextStyle(), True)

    def _content(
        self, paragraph: Paragraph, element: Element, look: _TextStyle = _TextStyle()
    ) -> None:
        self._text(paragraph, element.text or "", look)
        for child in element:
            self._inline(paragraph, child, look)
            self._text(paragraph, child.tail or "", look)

    def _inline(self, paragraph: Paragraph, element: Element, look: _TextStyle) -> None:
        name = tag_of(element)
        if is_formula(element):
            self._formula(paragraph, element)
        elif name == "br":
            paragraph.add_run().add_break()
        elif name == "img":
            self._picture(paragraph, element)
        elif name == "a" and (element.get("href") or "").startswith(("http", "mailto:")):
            self._link(paragraph, element)
        elif name == "math":
            paragraph._p.append(omml_of(element))
        elif name:
            self._content(paragraph, element, replace(look, **_STYLES.get(name, {})))

    def _text(self, paragraph: Paragraph, text: str, look: _TextStyle, exact: bool = False) -> None:
        if not exact:
            lead, trail = text[:1].isspace(), text[-1:].isspace()
            text = " ".join(text.split())
            text = f"{' ' if lead else ''}{text}{' ' if trail and text else ''}"
        if not text or (text == " " and not paragraph.runs):
            return
        run = paragraph.add_run(text)
        run.bold, run.italic = look.bold or None, look.italic or None
        run.underline, run.font.strike = look.underline or None, look.strike or None
        run.font.subscript = True if look.place == "sub" else None
        run.font.superscript = True if look.place == "sup" else None
        if look.code:
            run.font.name = "Consolas"
            run.font.size = Pt(9.5)

    def _formula(self, paragraph: Paragraph, element: Element) -> None:
        math = next(element.iter("math"), None)
        if math is None:
            self._text(paragraph, element.get("data-tex") or "", _TextStyle(code=True))
            return
        paragraph._p.append(omml_of(math))

    def _picture(self, paragraph: Paragraph, element: Element) -> None:
        path = picture(self._result, element.get("src"))
        if path is not None:
            try:
                shape = paragraph.add_run().add_picture(str(path))
            except (UnrecognizedImageError, OSError, ValueError, ZeroDivisionError, KeyError):
                log.info("Word has no form for %s", path)
            else:
                if shape.width > _WIDTH:
                    shape.height = Emu(int(shape.height * _WIDTH / shape.width))
                    shape.width = _WIDTH
                return
        self._text(paragraph, f"[{element.get('alt') or element.get('src') or ''}]", _TextStyle())

    def _link(self, paragraph: Paragraph, element: Element) -> None:
        target = element.get("href") or ""
        relation = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link: Any = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        before = len(paragraph._p)
        self._content(paragraph, element, _TextStyle(underline=True))
        for made in list(paragraph._p)[before:]:
            link.append(made)
        paragraph._p.append(link)
