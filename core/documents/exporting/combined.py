"""Several results as one document, for the formats that hold one."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from core.documents.exporting import ExportFormat, export, write_export
from core.documents.exporting.archives import add_folder
from core.documents.exporting.tree import picture, title_of
from core.documents.result import Origin, Result

_PICTURE = re.compile(r'(!\[[^\]]*\]\(|<img\b[^>]*?\bsrc=")([^)\s"]+)')
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.M)
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,}).*?(?:^ {0,3}(?:`{3,}|~{3,})[ \t]*$|\Z)", re.M | re.S)


def export_combined(
    results: Sequence[Result], wanted: ExportFormat, target: Path, scratch: Path
) -> None:
    """Write results to one file, in their order. Raises ``OSError``.

    ``scratch``: an empty folder for what is put together, the caller's to remove.
    """
    if wanted is ExportFormat.ZIP:
        write_export(target, _archive(results))
        return
    export(_one_result(results, scratch, target.name.removesuffix(wanted.suffix)), wanted, target)


def _one_result(results: Sequence[Result], folder: Path, name: str) -> Result:
    markdown = "\n\n".join(
        _part(result, number, folder) for number, result in enumerate(results, 1)
    )
    return Result(folder, folder / f"{name}.md", markdown + "\n", (), Origin(), ())


def _part(result: Result, number: int, folder: Path) -> str:
    """One document's Markdown: under a heading, its pictures and footnotes its own."""

    def moved(match: re.Match[str]) -> str:
        source = html.unescape(match[2])
        path = picture(result, source)
        if path is None:
            return match[0]
        name = f"{number}/{len(os.fspath(path.parent))}-{path.name}"
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            shutil.copyfile(path, place)
        return match[1] + name.replace(" ", "%20")

    notes = set(_NOTE.findall(result.markdown))

    def own(match: re.Match[str]) -> str:
        return f"[^{number}-{match[1]}]" if match[1] in notes else match[0]

    pieces, at = [], 0
    for fence in (*_FENCE.finditer(result.markdown), None):
        end = len(result.markdown) if fence is None else fence.start()
        text = _FOOTNOTE.sub(own, result.markdown[at:end])
        pieces.append(_PICTURE.sub(moved, text))
        if fence is not None:
            pieces.append(fence[0])
            at = fence.end()
    text = "".join(pieces).strip()
    return text if text.startswith("#") else f"# {title_of(result)}\n\n{text}"


def _archive(results: Sequence[Result]) -> bytes:
    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for result in results:
            name, number = result.folder.name, 2
            while name.casefold() in taken:
                name, number = f"{result.folder.name} ({number})", number + 1
            taken.add(name.casefold())
            add_folder(archive, result, name)
    return buffer.getvalue()
