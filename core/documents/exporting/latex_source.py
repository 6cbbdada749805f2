"""LaTeX: one source file with its pictures, to be typeset by XeLaTeX or LuaLaTeX."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from core.documents import latex_cleanup
from core.documents.exporting.tree import (
    Element,
    cells_of,
    is_formula,
    language_of,
    parts,
    picture,
    tag_of,
    tree_of,
)
from core.documents.result import Result

_HEADINGS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph", "subparagraph")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_{}"},
}
_WRAPS = {
    "strong": r"\textbf{%s}",
    "b": r"\textbf{%s}",
    "em": r"\emph{%s}",
    "i": r"\emph{%s}",
    "u": r"\underline{%s}",
    "code": r"\texttt{%s}",
    "sub": r"\textsubscript{%s}",
    "sup": r"\textsuperscript{%s}",
    "s": r"\sout{%s}",
    "del": r"\sout{%s}",
}
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})
_UNSAFE = re.compile(
    r"\\(?:input|include|openin|openout|read|write|immediate|catcode|csname|def|gdef|edef|let"
    r"|newcommand|usepackage|directlua|special)(?![A-Za-z])"
)
"""What a formula never needs and a typesetter must not be told by a document from anywhere."""


def latex_archive(result: Result) -> bytes:
    """A ZIP file with ``<stem>.tex`` and the pictures it shows."""
    writer = _LatexWriter(result)
    source = writer.source()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        stem = result.markdown_path.stem
        archive.writestr(f"{stem}.tex", source.encode("utf-8", "replace"))
        for path, name in writer.pictures.items():
            archive.writestr(name, path.read_bytes())
    return buffer.getvalue()


def escaped(text: str) -> str:
    """Text that LaTeX sets as it is."""
    return "".join(_SPECIAL.get(char, char) for char in text)


class _LatexWriter:
    def __init__(self, result: Result) -> None:
        self._result = result
        self.pictures: dict[Path, str] = {}

    def source(self) -> str:
        """The whole source file."""
        kind = "ctexart" if language_of(self._result) == "zh" else "article"
        body = "\n\n".join(self._blocks(tree_of(part.markup)) for part in parts(self._result))
        return (
            f"\\documentclass{{{kind}}}\n\\usepackage{{amsmath,amssymb,graphicx,multirow}}\n"
            "\\usepackage[normalem]{ulem}\n\\usepackage[colorlinks]{hyperref}\n"
            "\\usepackage[margin=2.5cm]{geometry}\n\\setcounter{secnumdepth}{0}\n"
            f"\\begin{{document}}\n\n{body}\n\n\\end{{document}}\n"
        )

    def _blocks(self, parent: Element) -> str:
        made = [escaped((parent.text or "").strip())]
        for child in parent:
            made.append(self._block(child))
            made.append(escaped((child.tail or "").strip()))
        return "\n\n".join(part for part in made if part)

    def _block(self, element: Element) -> str:
        name = tag_of(element)
        if is_formula(element):
            return self._formula(element)
        if name[:1] == "h" and name[1:].isdigit():
            return f"\\{_HEADINGS[int(name[1:]) - 1]}{{{self._inline(element)}}}"
        match name:
            case "p":
                return self._inline(element)
            case "ul" | "ol":
                kind = "itemize" if name == "ul" else "enumerate"
                items = (f"\\item {self._mixed(item)}" for item in element if tag_of(item) == "li")
                return f"\\begin{{{kind}}}\n{chr(10).join(items)}\n\\end{{{kind}}}"
            case "table":
                return self._table(element)
            case "pre":
                code = "".join(element.itertext()).replace("\\end{verbatim}", "\\end {verbatim}")
                return f"\\begin{{verbatim}}\n{code.rstrip()}\n\\end{{verbatim}}"
            case "blockquote":
                return f"\\begin{{quote}}\n{self._blocks(element)}\n\\end{{quote}}"
            case "hr":
                return "\\medskip\\hrule\\medskip"
            case "div" | "figure" | "details" | "center":
                return self._blocks(element)
        return self._one(element)

    def _mixed(self, element: Element) -> str:
        """An item's own words, and the blocks in it."""
        made = escaped(" ".join((element.text or "").split()))
        for child in element:
            blocks = tag_of(child) in ("ul", "ol", "table", "pre", "p", "div", "blockquote")
            made += f"\n{self._block(child)}\n" if blocks else self._one(child)
            made += escaped(re.sub(r"\s+", " ", child.tail or ""))
        return made.strip()

    def _inline(self, element: Element) -> str:
        made = escaped(re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            made += self._one(child) + escaped(re.sub(r"\s+", " ", child.tail or ""))
        return made.strip() if tag_of(element) in ("p", "td", "th") else made

    def _one(self, element: Element) -> str:
        name = tag_of(element)
        if is_formula(element):
            return self._formula(element)
        if name == "br":
            return "\\newline "
        if name == "img":
            return self._picture(element)
        if name == "a" and (element.get("href") or "").startswith("http"):
            target = re.sub(r"([%#&{}\\])", r"\\\1", element.get("href") or "")
            return f"\\href{{{target}}}{{{self._inline(element)}}}"
        return _WRAPS.get(name, "%s") % self._inline(element) if name else ""

    def _formula(self, element: Element) -> str:
        source = element.get("data-tex") or ""
        rung = (element.get("class") or "").split()
        if _UNSAFE.search(source) or not {"plain", "normalised"} & set(rung):
            return f"\\texttt{{{escaped(source)}}}"
        body, tag = latex_cleanup.strip_non_math(source)
        if tag_of(element) == "span":
            return f"${body}$"
        number = f"\\tag*{{{escaped(tag)}}}" if tag else ""
        return f"\\[{body}{number}\\]"

    def _picture(self, element: Element) -> str:
        path = picture(self._result, element.get("src"))
        if path is None or path.suffix.lower() not in _PICTURES:
            return escaped(f"[{element.get('alt') or element.get('src') or ''}]")
        name = f"pictures/{len(self.pictures) + 1}{path.suffix.lower()}"
        name = self.pictures.setdefault(path, name)
        return f"\\includegraphics[width=0.8\\linewidth]{{{name}}}"

    def _table(self, element: Element) -> str:
        rows, columns, cells = cells_of(element)
        if not rows or not columns:
            return ""
        at = {(cell.row, cell.column): cell for cell in cells}
        covered = {
            (cell.row + down, cell.column): cell for cell in cells for down in range(1, cell.rows)
        }
        lines = []
        for row in range(rows):
            line: list[str] = []
            column = 0
            while column < columns:
                cell = at.get((row, column)) or covered.get((row, column))
                width = cell.columns if cell is not None else 1
                text = ""
                if cell is not None and cell.row == row:
                    text = self._mixed(cell.content).replace("\n", " ")
                    if cell.rows > 1:
                        text = f"\\multirow{{{cell.rows}}}{{*}}{{{text}}}"
                line.append(f"\\multicolumn{{{width}}}{{|l|}}{{{text}}}" if width > 1 else text)
                column += width
            lines.append(" & ".join(line) + " \\\\")
        body = "\n".join(lines)
        return (
            f"\\begin{{center}}\n\\begin{{tabular}}{{|{'l|' * columns}}}\n\\hline\n{body}\n"
            "\\hline\n\\end{tabular}\n\\end{center}"
        )
