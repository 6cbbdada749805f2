"""What a line says: PP-OCRv6's recognition network, its letters, and where each of them is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.worker.flash.ocr.models import Model, Models

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

LINE_HEIGHT = 48
LEAST_WIDTH = 96
"""Of the picture that the network gets, in pixels."""
MARGIN = 0.3
"""Of a line's height, added before and after it in the colours of its ends: lines read without a
fault went from .81 to .85 of the letters of four noisy pages at 150 dpi."""
LONGEST = 60.0
"""Length of a line over its height: longer ones are read in pieces. Pieces of lines that are not so
long are read worse than the whole (letters in lines without a fault: .70 cut at 26, .81 whole)."""
DOUBTFUL = 0.75
"""Below this score a line is read a second time, in more pieces: a line of 9.5 pt over a whole page
now and then comes out as rubbish."""
KNOWN_SHARE = 0.9
"""Of the letters of a text that is written in a script that the network reads."""
_STEP = 8


@dataclass(frozen=True)
class Letter:
    """One character as it was read."""

    text: str
    score: float
    at: float
    """Where its middle is along the line, from 0 to 1."""


@dataclass(frozen=True)
class LineReading:
    """A line as it was read."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def score(self) -> float:
        """The mean over its letters; 0 without any."""
        return sum(letter.score for letter in self.letters) / max(1, len(self.letters))


class Recognizer:
    """Reads pictures of single lines."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._characters: list[str] = []

    def read(self, line: Image) -> LineReading:
        """``line``: level, dark or light, of any size."""
        height, width = line.shape[:2]
        pieces = max(1, -int(-width // (height * LONGEST)))
        reading = self._in_pieces(line, pieces)
        if reading.score < DOUBTFUL and width > 6 * height:
            again = self._in_pieces(line, pieces + 1)
            if again.score > reading.score + 0.05:
                return again
        return reading

    def _in_pieces(self, line: Image, pieces: int) -> LineReading:
        cuts = [0, *_gaps(line, pieces), line.shape[1]]
        letters: list[Letter] = []
        for start, end in itertools.pairwise(cuts):
            if end - start < 4:
                continue
            found = self._read_piece(line[:, start:end]).letters
            if letters and found and not (is_wide(letters[-1].text) or is_wide(found[0].text)):
                letters.append(Letter(" ", 1.0, start / line.shape[1]))
            share = (end - start) / line.shape[1]
            letters += [
                replace(letter, at=start / line.shape[1] + letter.at * share) for letter in found
            ]
        return LineReading(tuple(letters))

    def _read_piece(self, line: Image) -> LineReading:
        import cv2
        import numpy

        margin = max(1, round(line.shape[0] * MARGIN))
        line = cv2.copyMakeBorder(line, 0, 0, margin, margin, cv2.BORDER_REPLICATE)
        height, width = line.shape[:2]
        scaled = max(4, round(width * LINE_HEIGHT / height))
        padded = max(LEAST_WIDTH, -(-scaled // _STEP) * _STEP)
        shrinks = height > 2 * LINE_HEIGHT
        picture = cv2.resize(
            line,
            (scaled, LINE_HEIGHT),
            interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR,
        )
        tensor = numpy.zeros((1, 3, LINE_HEIGHT, padded), numpy.float32)
        tensor[0, :, :, :scaled] = picture.transpose(2, 0, 1) / 127.5 - 1.0
        likely = self._models.run(Model.RECOGNITION, tensor)[0][0]
        best = likely.argmax(axis=1)
        steps = len(best)
        letters = []
        for step in range(steps):
            label = int(best[step])
            if label == 0 or (step and label == best[step - 1]):
                continue  # a blank, or the same letter still
            at = ((step + 0.5) / steps * padded / scaled * width - margin) / (width - 2 * margin)
            score = float(likely[step, label])
            letters.append(Letter(self._letter(label), score, min(1.0, max(0.0, at))))
        return LineReading(_trimmed(letters))

    def knows(self, text: str) -> bool:
        """Whether the network has nearly all letters of a text: there is no Hangul among them."""
        letters = [letter for letter in text if letter.isalpha()]
        known = frozenset(self._labels())
        return sum(letter in known for letter in letters) >= KNOWN_SHARE * len(letters)

    def _labels(self) -> list[str]:
        if not self._characters:
            # Blank comes first, and the space, which the file does not name, last.
            self._characters = ["", *self._models.characters(Model.RECOGNITION), " "]
        return self._characters

    def _letter(self, label: int) -> str:
        labels = self._labels()
        return labels[label] if label < len(labels) else ""


def is_wide(letter: str) -> bool:
    """Of a script that sets no spaces between words: Chinese, Japanese."""
    return "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or letter >= "\uff00"


def _trimmed(letters: list[Letter]) -> tuple[Letter, ...]:
    start, end = 0, len(letters)
    while start < end and letters[start].text.isspace():
        start += 1
    while end > start and letters[end - 1].text.isspace():
        end -= 1
    return tuple(letters[start:end])


def _gaps(line: Image, pieces: int) -> list[int]:
    """Where to cut a line into that many pieces of about one length: in its widest gaps."""
    if pieces < 2:
        return []
    import cv2
    import numpy

    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    paper = numpy.median(grey)
    inked = (numpy.abs(grey.astype(numpy.int16) - int(paper)) > 60)[
        height // 6 : -height // 6 or None
    ]
    empty = inked.sum(axis=0) == 0
    cuts = []
    for number in range(1, pieces):
        middle = width * number // pieces
        reach = width // pieces // 3
        cuts.append(_widest_gap(empty[middle - reach : middle + reach]) + middle - reach)
    return cuts


def _widest_gap(empty: Image) -> int:
    """The middle of the longest run of empty columns; of the whole, where there is none."""
    best, best_length, run = len(empty) // 2, 0, 0
    for column, is_empty in enumerate(empty):
        run = run + 1 if is_empty else 0
        if run > best_length:
            best, best_length = column - run // 2, run
    return best
