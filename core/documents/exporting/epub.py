"""An EPUB 3 book: formulas as MathML, a table of contents, pictures within."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from core.documents.exporting.page import style
from core.documents.exporting.tree import (
    Element,
    RenderedUnit,
    language_of,
    media_type,
    parts,
    picture,
    title_of,
    tree_of,
)
from core.documents.render import Heading, outline
from core.documents.result import Result
from core.documents.sections import split_units

CHAPTER_CHARS = 150_000
"""Readers open a chapter at a time: of HTML, about; it ends before the next heading."""
_MATHML = "http://www.w3.org/1998/Math/MathML"
_MATHML_PROPERTY = ' properties="mathml"'
_XHTML = "http://www.w3.org/1999/xhtml"
_CONTAINER = (
    '<?xml version="1.0"?><container version="1.0"'
    ' xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


@dataclass
class _Chapter:
    name: str
    bodies: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def has_formulas(self) -> bool:
        """Some MathML is in it, which a book must declare."""
        return any(_MATHML in body for body in self.bodies)


def epub_book(result: Result) -> bytes:
    """The whole document as an EPUB file."""
    headings = outline(result, split_units(result))
    pictures: dict[Path, str] = {}
    where: dict[int, str] = {}
    chapters = list(_chapters(result, {heading.unit for heading in headings}, pictures, where))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        # Readers look for this first, and uncompressed.
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("book/content.opf", _package(result, chapters, pictures))
        archive.writestr("book/nav.xhtml", _contents(result, headings, where, chapters))
        archive.writestr("book/style.css", style())
        for chapter in chapters:
            page = _page(result, "".join(chapter.bodies))
            archive.writestr(f"book/{chapter.name}", page.encode("utf-8", "replace"))
        for path, name in pictures.items():
            archive.writestr(f"book/{name}", path.read_bytes())
    return buffer.getvalue()


def _chapters(
    result: Result, starts: set[int], pictures: dict[Path, str], where: dict[int, str]
) -> Iterator[_Chapter]:
    chapter = _Chapter("text-1.xhtml")
    count = 1
    for part in parts(result):
        if chapter.size > CHAPTER_CHARS and part.number in starts:
            yield chapter
            count += 1
            chapter = _Chapter(f"text-{count}.xhtml")
        body = _body(result, part, pictures)
        chapter.bodies.append(body)
        chapter.size += len(body)
        where[part.number] = f"{chapter.name}#b{part.number}"
    yield chapter


def _body(result: Result, part: RenderedUnit, pictures: dict[Path, str]) -> str:
    root = tree_of(part.markup)
    root.set("id", f"b{part.number}")
    root.set("dir", "auto")
    for image in root.iter("img"):
        path = picture(result, image.get("src"))
        image.set("alt", image.get("alt") or "")
        if path is None:
            image.attrib.pop("src", None)
            image.tag = "span"
            image.text = image.attrib.pop("alt")
        else:
            name = f"pictures/{len(pictures) + 1}{path.suffix.lower()}"
            image.set("src", pictures.setdefault(path, name))
    for element in root.iter():
        for name in ("data-tex", "align", "valign"):
            element.attrib.pop(name, None)
    _mark_mathml(root)
    return str(etree.tostring(root, encoding="unicode", method="xml"))


def _mark_mathml(root: Element) -> None:
    for formula in list(root.iter("math")):
        for element in formula.iter():
            if isinstance(element.tag, str):
                element.tag = f"{{{_MATHML}}}{element.tag}"
        etree.cleanup_namespaces(formula)


def _page(result: Result, body: str) -> str:
    language = language_of(result)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="{_XHTML}"'
        f' xml:lang="{language}" lang="{language}"><head>'
        f"<title>{html.escape(title_of(result))}</title>"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>'
        f"<body>{body}</body></html>"
    )


def _contents(
    result: Result,
    headings: tuple[Heading, ...],
    where: dict[int, str],
    chapters: list[_Chapter],
) -> str:
    entries = "".join(
        f'<li><a href="{where[heading.unit]}">{html.escape(heading.text)}</a></li>'
        for heading in headings
        if heading.unit in where
    )
    if not entries:
        title = html.escape(title_of(result))
        entries = f'<li><a href="{chapters[0].name}">{title}</a></li>'
    nav = f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol>{entries}</ol></nav>'
    return _page(result, nav)


def _package(result: Result, chapters: list[_Chapter], pictures: dict[Path, str]) -> str:
    title = html.escape(title_of(result))
    made = html.escape((result.origin.created_at or "2000-01-01T00:00:00Z")[:19].rstrip("Z") + "Z")
    identity = uuid5(NAMESPACE_URL, result.origin.sha256 or result.markdown[:10_000])
    items = "".join(
        f'<item id="c{number}" href="{chapter.name}" media-type="application/xhtml+xml"'
        f"{_MATHML_PROPERTY if chapter.has_formulas else ''}/>"
        for number, chapter in enumerate(chapters)
    ) + "".join(
        f'<item id="p{number}" href="{name}" media-type="{media_type(path)}"/>'
        for number, (path, name) in enumerate(pictures.items())
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf"'
        ' version="3.0" unique-identifier="id"><metadata'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier><dc:title>{title}</dc:title>'
        f"<dc:language>{language_of(result)}</dc:language>"
        f'<meta property="dcterms:modified">{made}</meta></metadata><manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="css" href="style.css" media-type="text/css"/>{items}</manifest>'
        f"<spine>{spine}</spine></package>"
    )
