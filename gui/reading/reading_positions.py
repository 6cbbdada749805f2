"""Where each document was being read, kept for the next time and over a restart."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Protocol

from gui.reading.pdf.layout import FitMode

log = logging.getLogger(__name__)

NAME = "reading-positions"
MOST = 200
"""Documents that are remembered, those that were read last."""


@dataclass(frozen=True)
class ReadingPosition:
    """Where one was, on both sides."""

    unit_start: int = -1
    """The marked unit's place in the Markdown, in characters; -1 for none."""
    page: int = -1
    """That the Markdown was scrolled to, from 0; -1: not since the unit was marked."""
    fraction: float = 0.0
    """Of that page."""
    pdf_page: int = 0
    pdf_y: float = 0.0
    """In points of that page, at the height that both sides share."""
    fit: str = "width"
    """A :class:`FitMode`."""
    percent: int = 100
    """The pages' scale where it follows no fit."""
    turn: int = 0
    zoom: float = 1.0
    """Of the Markdown's text."""

    @property
    def fit_mode(self) -> FitMode:
        return next((mode for mode in FitMode if mode.value == self.fit), FitMode.WIDTH)


class TextStore(Protocol):
    """Texts by name: `gui.window.state.WindowState`."""

    def text(self, name: str, default: str = "") -> str: ...

    def keep(self, name: str, value: str) -> None: ...


class ReadingPositions:
    """Positions by the results' folders."""

    def __init__(self, store: TextStore | None = None) -> None:
        """``None``: they are kept as long as this object."""
        self._store = store
        self._known: dict[str, ReadingPosition] = {}
        if store is not None:
            self._known = _read(store.text(NAME))

    def of(self, folder: Path) -> ReadingPosition | None:
        """Where a result was left, if it was read before."""
        return self._known.get(str(folder))

    @property
    def last(self) -> ReadingPosition | None:
        """That of the result that was left last: others are shown at its size."""
        return next(reversed(self._known.values()), None)

    def keep(self, folder: Path, position: ReadingPosition) -> None:
        """A result is left there."""
        self._known.pop(str(folder), None)
        self._known[str(folder)] = position
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        if self._store is not None:
            plain = {key: list(asdict(one).values()) for key, one in self._known.items()}
            self._store.keep(NAME, json.dumps(plain, ensure_ascii=False, separators=(",", ":")))


_TYPES: list[Callable[[Any], Any]] = [int, int, float, int, float, str, int, int, float]


def _read(text: str) -> dict[str, ReadingPosition]:
    if not text:
        return {}
    try:
        plain = json.loads(text)
        return {
            str(key): ReadingPosition(*(make(one) for make, one in zip(_TYPES, row, strict=True)))
            for key, row in plain.items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        log.warning("the reading positions are not readable: %s", error)
        return {}


assert len(_TYPES) == len(fields(ReadingPosition))
