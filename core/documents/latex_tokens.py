"""The pieces of a formula in LaTeX."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}]|[^\\{}]|\\", re.DOTALL)
TEXT_COMMANDS = frozenset(("\\text", "\\textrm", "\\textbf", "\\textit", "\\textsf", "\\texttt"))


def group_end(tokens: list[str], place: int) -> int | None:
    """Where the group that begins at ``place``, spaces aside, ends."""
    while place < len(tokens) and tokens[place].isspace():
        place += 1
    if place >= len(tokens) or tokens[place] != "{":
        return None
    level = 0
    for end in range(place, len(tokens)):
        level += {"{": 1, "}": -1}.get(tokens[end], 0)
        if level == 0:
            return end + 1
    return None
