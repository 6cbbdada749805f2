"""A place in a result to open it at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.documents.result import Result
from core.documents.sections import Unit


@dataclass(frozen=True)
class ReadingPlace:
    """Where in the Markdown, and what is to be read there: the text may have moved since."""

    start: int
    """In characters."""
    text: str = ""


def unit_of_place(result: Result, units: Sequence[Unit], place: ReadingPlace) -> int:
    """The unit that holds the text, at the place or behind it; else that at the place. -1: none."""
    from core.search.passages import readable_text  # late: most results are just opened

    wanted = place.text.casefold()
    at = -1
    for number, unit in enumerate(units):
        if unit.start <= place.start:
            at = number
        if wanted and unit.end > place.start:
            shown = readable_text(result.markdown[unit.start : unit.end])
            if wanted in shown.casefold():
                return number
    return at
