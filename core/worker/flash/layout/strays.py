"""Lines that docvortex put into a block of the next column, because they stand at its height."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.text.lines import TextLine, ends_sentence

_VISUAL = (RegionKind.PICTURE, RegionKind.FORMULA, RegionKind.TABLE)
_STEP_EM = 1.75
"""Lines of one paragraph are no further apart."""
_COLUMN_EM = 1.2


def move_strays(members: dict[int, list[TextLine]], boxes: Sequence[Region]) -> None:
    """The last line of a paragraph that docvortex put to the lines of the next column that stand at
    its height goes back: it comes right after the paragraph in the stream, and stands below it."""
    home = {line.index: place for place, lines in members.items() for line in lines}
    ordered = sorted((line for lines in members.values() for line in lines), key=lambda o: o.index)
    for above, line in itertools.pairwise(ordered):
        own, other = home[line.index], home[above.index]
        if own == other or boxes[own].kind in _VISUAL or boxes[other].kind in _VISUAL:
            continue
        beside = [one for one in members[own] if one is not line and not line.angle]
        if (
            0 < line.baseline - above.baseline < _STEP_EM * line.size
            and abs(line.box.x0 - above.box.x0) < 0.3 * line.size
            and abs(line.size - above.size) < 0.05 * line.size
            and line.is_bold == above.is_bold
            and not ends_sentence(above.text)
            and beside
            and all(
                one.box.x1 + _COLUMN_EM * line.size < line.box.x0
                or one.box.x0 - _COLUMN_EM * line.size > line.box.x1
                for one in beside
            )
        ):
            members[own].remove(line)
            members[other].append(line)
            home[line.index] = other
