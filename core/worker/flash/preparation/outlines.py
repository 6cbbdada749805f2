"""Outlines that lead back to themselves: readers that follow them to the end never arrive."""

from __future__ import annotations

import pikepdf


def remove_endless_outline(pdf: pikepdf.Pdf) -> bool:
    """Take a circular outline out of the document; whether there was one.

    liteparse 2.18 follows it forever (corpus: hostile/circular-toc.pdf).
    """
    root = pdf.Root.get("/Outlines")
    if not isinstance(root, pikepdf.Dictionary) or not _is_endless(root):
        return False
    del pdf.Root["/Outlines"]
    return True


def _is_endless(root: pikepdf.Dictionary) -> bool:
    seen: set[tuple[int, int]] = set()
    ahead = [root]
    while ahead:
        entry = ahead.pop()
        if entry.is_indirect:  # a direct one is inside its parent, and cannot lead back
            if entry.objgen in seen:
                return True
            seen.add(entry.objgen)
        followers = (entry.get(name) for name in ("/First", "/Next"))
        ahead += [one for one in followers if isinstance(one, pikepdf.Dictionary)]
    return False
