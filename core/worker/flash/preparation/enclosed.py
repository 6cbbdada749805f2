"""What a PDF brings along or asks for, and what no page of it shows."""

from __future__ import annotations

import pikepdf

from core.messages import Message, msg
from core.worker.flash.preparation.annotations import file_name

NAMED = 8
"""More names than these make no sentence."""
_MAX_NODES = 2_000


def attached(pdf: pikepdf.Pdf) -> list[str]:
    """Names of the files that are embedded in the document, in the document's order."""
    root = pdf.Root
    names = root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    found = []
    waiting, seen = [tree], 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if not isinstance(node, pikepdf.Dictionary):
            continue
        leaves = node.get("/Names")
        if isinstance(leaves, pikepdf.Array):
            pairs = list(leaves)
            found += [
                file_name(value) or str(key)
                for key, value in zip(pairs[::2], pairs[1::2], strict=False)
            ]
        kids = node.get("/Kids")
        waiting += list(kids) if isinstance(kids, pikepdf.Array) else []
    return found


def note_on_files(names: list[str], *, is_portfolio: bool) -> Message | None:
    """That files are in the document and were not converted; ``None`` where there are none."""
    unique = list(dict.fromkeys(name for name in names if name))
    if not unique:
        return None
    listed = ", ".join(unique[:NAMED]) + (", …" if len(unique) > NAMED else "")
    if is_portfolio:
        return msg(
            "This PDF is a portfolio: the documents in it were not converted. Take them out with "
            "a PDF program, and add them: {names}.",
            names=listed,
        )
    return msg("Files are attached to this PDF and were not converted: {names}.", names=listed)


def is_portfolio(pdf: pikepdf.Pdf) -> bool:
    """Whether the document is a cover for others."""
    return isinstance(pdf.Root.get("/Collection"), pikepdf.Dictionary)


def note_on_xfa(pdf: pikepdf.Pdf, *, has_fields: bool) -> Message | None:
    """That the pages of a dynamic XFA form are not in the file; ``None`` where it is none.

    Its one page only asks for a program that builds the real ones. A static XFA form has pages with
    fields of the usual kind: ``has_fields``.
    """
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or "/XFA" not in form:
        return None
    if has_fields and not bool(pdf.Root.get("/NeedsRendering")):
        return None
    return msg(
        "This is an XFA form, whose pages only Adobe's programs can build: what stands here is the "
        "page that says so. Print it to a PDF there, and convert that."
    )
