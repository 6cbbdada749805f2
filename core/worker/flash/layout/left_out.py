"""Lines that stand within a table and in none of its cells: nothing is lost with it.

docvortex and liteparse see rows in what is set in columns, and leave out what stands between them
(the line below each dish of a menu).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.text.lines import TextLine

_LEAST_LETTERS = 3
"""Of a word that is looked for: shorter ones are found by chance."""
_NO_TABLE = 0.25
"""Share of the letters: where the cells leave out so much, it is no table."""


def without_loss(
    boxes: Sequence[Region], members: dict[int, list[TextLine]]
) -> tuple[list[Region], list[TextLine]]:
    """The regions, tables that leave out much as text, and the lines that the other tables leave
    out; these are taken from their members."""
    kept = list(boxes)
    spilled: list[TextLine] = []
    for place, region in enumerate(boxes):
        inside = members.get(place, [])
        missing = left_out(region, inside)
        if not missing:
            continue
        if not region.borders and _is_no_table(inside, missing):
            kept[place] = replace(region, kind=RegionKind.TEXT, rows=(), is_added=False)
        else:
            spilled += missing
            members[place] = [line for line in inside if line not in missing]
    return kept, spilled


def left_out(region: Region, inside: Sequence[TextLine]) -> list[TextLine]:
    """Of the lines within a table, those of whose words its cells hold not one."""
    if region.kind is not RegionKind.TABLE or not region.rows:
        return []
    held = _bare("".join(cell.text for row in region.rows for cell in row))
    return [line for line in inside if _is_missing(line, held)]


def _is_no_table(inside: Sequence[TextLine], missing: Sequence[TextLine]) -> bool:
    """Whether the cells left out too much of what stands there."""
    letters, lost = (sum(len(_bare(line.text)) for line in lines) for lines in (inside, missing))
    return lost > _NO_TABLE * letters


def _is_missing(line: TextLine, held: str) -> bool:
    words = [bare for word in line.words if len(bare := _bare(word.text)) >= _LEAST_LETTERS]
    return bool(words) and not any(word in held for word in words)


def _bare(text: str) -> str:
    """Letters and digits only, whatever their form."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
