"""What OCR found on a page, in points of the displayed page: plain values that can be kept."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass
from typing import Any

from core.worker.flash.model import Box


class ReadingHint(str, enum.Enum):
    """What the layout network took a line's region for, as far as it matters."""

    TEXT = "text"
    TITLE = "title"
    CAPTION = "caption"
    MARGIN = "margin"
    """A header or a footer, or so it says."""


@dataclass(frozen=True)
class FoundWord:
    """A word, its place and how sure its letters are, 0 to 1."""

    text: str
    box: Box
    score: float


@dataclass(frozen=True)
class FoundLine:
    """A line of text."""

    words: tuple[FoundWord, ...]
    size: float
    """Of its font in points, by the height of its letters: right to about 10 %."""
    weight: float
    """Ink of a letter over the square of its size: bold has a third more than plain."""
    unevenness: float = 1.0
    """How far its letters lie from an even pitch, in pitches: small in a font of fixed width."""
    angle: int = 0
    """Degrees clockwise, of quarter turns, by which it is turned on the page."""
    hint: ReadingHint = ReadingHint.TEXT
    stroke: float = 0.0
    """Width of the strokes of its letters in points; 0 where it is not known."""

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)

    @property
    def score(self) -> float:
        total = sum(word.score * len(word.text) for word in self.words)
        return total / max(1, self.letters)


@dataclass(frozen=True)
class FoundCell:
    """A cell of a table where it begins."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True)
class FoundTable:
    """A table."""

    box: Box
    cells: tuple[FoundCell, ...]
    score: float
    is_ruled: bool
    """Its cells are between drawn lines; else a network, or their alignment, parted them."""


class AreaKind(str, enum.Enum):
    """What is shown as it is, because it is no text."""

    PICTURE = "picture"
    FORMULA = "formula"


@dataclass(frozen=True)
class FoundArea:
    """A part of the page that is cut out."""

    kind: AreaKind
    box: Box
    words: str = ""
    """What was read in it: it stands in place of the picture for who cannot see it."""


@dataclass(frozen=True)
class FoundRun:
    """Lines that are read one after the other."""

    lines: tuple[FoundLine, ...]


FoundPart = FoundRun | FoundTable | FoundArea


@dataclass(frozen=True)
class FoundPage:
    """All that was found on one page, in the order of reading."""

    parts: tuple[FoundPart, ...]

    @property
    def lines(self) -> list[FoundLine]:
        """Of running text, in their order."""
        return [line for part in self.parts if isinstance(part, FoundRun) for line in part.lines]

    @property
    def score(self) -> float:
        """The mean over the letters of its text; 1 without any."""
        letters = sum(line.letters for line in self.lines)
        if not letters:
            return 1.0
        return sum(line.score * line.letters for line in self.lines) / letters

    @property
    def letters(self) -> int:
        """Of text and tables."""
        cells = (c for part in self.parts if isinstance(part, FoundTable) for c in part.cells)
        return sum(line.letters for line in self.lines) + sum(len(cell.text) for cell in cells)


def to_plain(page: FoundPage) -> dict[str, Any]:
    """As it is kept in a checkpoint."""
    return {
        "parts": [{"type": type(part).__name__, **asdict(part)} for part in page.parts],
    }


def from_plain(plain: dict[str, Any]) -> FoundPage:
    """Raises ``LookupError``, ``TypeError``, ``ValueError`` for what is no kept page."""
    return FoundPage(tuple(map(_part, plain["parts"])))


def _part(plain: dict[str, Any]) -> FoundPart:
    kind = plain["type"]
    if kind == FoundRun.__name__:
        return FoundRun(tuple(map(_line, plain["lines"])))
    if kind == FoundTable.__name__:
        cells = tuple(FoundCell(**cell) for cell in plain["cells"])
        return FoundTable(
            Box(**plain["box"]), cells, float(plain["score"]), bool(plain["is_ruled"])
        )
    if kind == FoundArea.__name__:
        return FoundArea(AreaKind(plain["kind"]), Box(**plain["box"]), str(plain["words"]))
    raise ValueError(f"{kind!r} is no part of a page")


def _line(plain: dict[str, Any]) -> FoundLine:
    words = tuple(
        FoundWord(str(word["text"]), Box(**word["box"]), float(word["score"]))
        for word in plain["words"]
    )
    return FoundLine(
        words,
        float(plain["size"]),
        float(plain["weight"]),
        float(plain["unevenness"]),
        int(plain["angle"]),
        ReadingHint(plain["hint"]),
        float(plain["stroke"]),
    )
