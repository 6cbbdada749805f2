"""Results as data: MinerU's list of contents, and the folder in one file."""

from __future__ import annotations

import io
import json
import re
import zipfile

from core.documents.result import Result
from core.documents.sections import Unit, split_units

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)[^)]*\)")


def content_list(result: Result) -> bytes:
    """The blocks as MinerU's ``content_list.json`` has them, with boxes in points."""
    listed = [_entry(result, unit) for unit in split_units(result)]
    return json.dumps(listed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _entry(result: Result, unit: Unit) -> dict[str, object]:
    text = result.markdown[unit.start : unit.end]
    entry: dict[str, object] = {}
    heading = _HEADING.match(text)
    image = _IMAGE.search(text)
    if heading:
        entry |= {"type": "text", "text": heading[2].strip(), "text_level": len(heading[1])}
    elif "<table" in text.lower() or unit.type == "table":
        entry |= {"type": "table", "table_body": text, "table_caption": [], "table_footnote": []}
    elif image:
        caption = _IMAGE.sub("", text).strip()
        entry |= {"type": "image", "img_path": image[1]}
        entry |= {"image_caption": [caption] if caption else [], "image_footnote": []}
    elif text.startswith("$$"):
        entry |= {"type": "equation", "text": text, "text_format": "latex"}
    else:
        entry |= {"type": "text", "text": text}
    entry["page_idx"] = unit.page
    places = [place for number in unit.blocks for place in result.blocks[number].places]
    entry["bbox"] = list(places[0].bbox) if places else None
    return entry


def folder_archive(result: Result) -> bytes:
    """The result folder as a ZIP file, earlier states and drafts left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        add_folder(archive, result, result.folder.name)
    return buffer.getvalue()


def add_folder(archive: zipfile.ZipFile, result: Result, name: str) -> None:
    """Put a result folder into an archive, under a name."""
    for path in sorted(result.folder.rglob("*")):
        inside = path.relative_to(result.folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            archive.write(path, f"{name}/{inside.as_posix()}")
