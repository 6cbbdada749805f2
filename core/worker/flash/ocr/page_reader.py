"""One page from its picture to what is found on it."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.worker.flash.model import Word
from core.worker.flash.ocr.areas import areas_of, hint_of
from core.worker.flash.ocr.bullets import with_bullets
from core.worker.flash.ocr.contents_lines import contents_of, without_tables
from core.worker.flash.ocr.detection import find_lines, from_the_start, is_upright
from core.worker.flash.ocr.findings import (
    FoundArea,
    FoundLine,
    FoundPage,
    FoundPart,
    FoundRun,
    FoundTable,
    FoundWord,
)
from core.worker.flash.ocr.frame import ImageFrame, moved
from core.worker.flash.ocr.gutters import part_at_gutters
from core.worker.flash.ocr.image import Span, around_quad, hull, ink_of, side_lengths
from core.worker.flash.ocr.keystone import without_keystone
from core.worker.flash.ocr.layer_lines import is_upright as is_layer_upright
from core.worker.flash.ocr.layer_lines import layer_lines
from core.worker.flash.ocr.layout import LayoutRegion, find_regions
from core.worker.flash.ocr.lines import OcrLine, read_lines
from core.worker.flash.ocr.models import Model, Models
from core.worker.flash.ocr.orientation import quarter_turns, slant_deg
from core.worker.flash.ocr.reading_order import Item, Run, in_order
from core.worker.flash.ocr.recognition import Recognizer, is_wide
from core.worker.flash.ocr.table_edges import inner_rows
from core.worker.flash.ocr.tables import find_tables, table_of_rows
from core.worker.flash.ocr.tick_boxes import with_tick_boxes

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Quad

SIDEWAYS_LINES = 4
"""This many standing lines are a part of the page that is turned: a table, as a rule."""
STANDING_SHARE = 0.6
"""Of the area of its lines; single digits stand in any case."""
MOST_LINES = 1200
"""Of one page: pictures of grass have no end of lines."""
_log = logging.getLogger(__name__)


def _no_pause() -> None:
    return None


@dataclass(frozen=True)
class _Seen:
    """Something on the page that has a place in the order."""

    span: Span
    line: OcrLine | None = None
    part: FoundTable | FoundArea | None = None


class PageReader:
    """Reads pages with one set of models."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._recognizer = Recognizer(models)

    def read(self, frame: ImageFrame, pause: Callable[[], None] = _no_pause) -> FoundPage:
        """All of a page. ``pause`` is called every second or so; what it raises ends the work."""
        quads = find_lines(self._models, frame.image)[:MOST_LINES]
        pause()
        if not quads:
            return FoundPage(())
        turns = quarter_turns(self._models, self._recognizer, frame.image, quads)
        if turns:
            frame, matrix = frame.turned(turns)
            quads = [from_the_start(moved(quad, matrix)) for quad in quads]
        pause()
        standing = [quad for quad in quads if _surely_stands(quad)]
        parts: list[FoundPart] = []
        if len(standing) >= SIDEWAYS_LINES:
            area = hull([around_quad(quad) for quad in standing])
            inside = [quad for quad in quads if _within(around_quad(quad), area)]
            if _share(inside, _surely_stands) > STANDING_SHARE:
                parts = self._sideways(frame, area, inside, pause)
                quads = [quad for quad in quads if not _within(around_quad(quad), area)]
        if slant := slant_deg(quads):
            frame, matrix = frame.levelled(slant)
            quads = [from_the_start(moved(quad, matrix)) for quad in quads]
        if (parallel := without_keystone(frame, quads)) is not None:
            frame, quads = parallel
            quads = [from_the_start(quad) for quad in quads]
        return FoundPage((*self._level(frame, quads, pause), *parts))

    def can_judge(self, layer: str) -> bool:
        """Whether the script of a text layer is one that is read here."""
        return self._recognizer.knows(layer)

    def read_layer(
        self, frame: ImageFrame, words: Sequence[Word], pause: Callable[[], None] = _no_pause
    ) -> FoundPage | None:
        """All of a page whose letters a text layer tells; ``None`` where the layer does not fit
        the picture: it stands, or lies elsewhere than the text."""
        if not is_layer_upright(words):
            return None
        found = layer_lines(frame, words)
        pause()
        if found is None:
            return None
        return FoundPage(tuple(self._arranged(found.frame, found.lines, found.slant_deg, pause)))

    def _sideways(
        self, frame: ImageFrame, area: Span, quads: Sequence[Quad], pause: Callable[[], None]
    ) -> list[FoundPart]:
        """A part of the page whose lines stand, read as a page of its own."""
        area = area.grown(0.01 * frame.height)
        part = frame.cut(area)
        shifted = [quad - [max(0, int(area.x0)), max(0, int(area.y0))] for quad in quads]
        turns = quarter_turns(self._models, self._recognizer, part.image, shifted)
        if turns not in (1, 3):
            return self._level(part, shifted, pause)
        # Found again: digits that stand above each other in a column were taken for one line.
        upright, _ = part.turned(turns)
        return self._level(upright, find_lines(self._models, upright.image), pause)

    def _level(
        self, frame: ImageFrame, quads: Sequence[Quad], pause: Callable[[], None]
    ) -> list[FoundPart]:
        """The parts of a level picture in their order."""
        quads = part_at_gutters(frame.image, quads)
        lines: list[OcrLine] = []
        for start in range(0, len(quads), 16):
            lines += read_lines(self._recognizer, frame.image, quads[start : start + 16])
            pause()
        return self._arranged(frame, lines, slant_deg(quads, least=0.0), pause)

    def _arranged(
        self, frame: ImageFrame, lines: list[OcrLine], slant: float, pause: Callable[[], None]
    ) -> list[FoundPart]:
        """Lines with the marks, tables and pictures among them, in their order; ``slant``: by how
        many degrees they still fall to the right."""
        ink = ink_of(frame.image)
        lines = with_bullets(ink, with_tick_boxes(ink, lines))
        regions = find_regions(self._models, frame.image) if self._has(Model.LAYOUT) else []
        contents = contents_of(lines)
        regions = without_tables(regions, contents)
        network = self._models if self._has(Model.TABLE) else None
        tables, lines = find_tables(network, frame, lines, regions)
        pause()
        areas, lines = areas_of(frame, lines, regions, [span for span, _ in tables])
        seen = [_Seen(span, part=table) for span, table in tables]
        seen += [_Seen(span, part=area) for span, area in areas]
        seen += [_Seen(line.span, line=line) for line in lines]
        slope = math.tan(math.radians(slant))
        items = [
            Item(number, _levelled(one.span, slope), _weighed(one.line), one.line is not None)
            for number, one in enumerate(seen)
        ]
        parts: list[FoundPart] = []
        for run in in_order(items):
            parts += self._parts(frame, run, seen, regions, contents)
        return parts

    def _parts(
        self,
        frame: ImageFrame,
        run: Run,
        seen: Sequence[_Seen],
        regions: Sequence[LayoutRegion],
        contents: Span | None,
    ) -> list[FoundPart]:
        is_contents = contents is not None and all(
            contents.holds(seen[item.number].span.mid_x, seen[item.number].span.mid_y)
            for row in run.rows or ()
            for item in row
        )
        parts: list[FoundPart] = []
        text: list[FoundLine] = []
        items = run.items
        if run.rows and not is_contents:
            start, end = self._table_rows(run, seen)
            rows = [[seen[item.number].line for item in row] for row in run.rows[start:end]]
            if (table := table_of_rows(frame, rows)) is not None:
                above = Run(tuple(item for row in run.rows[:start] for item in row))
                parts = [*self._parts(frame, above, seen, regions, contents), table]
                items = tuple(item for row in run.rows[end:] for item in row)
        for item in items:
            one = seen[item.number]
            if one.line is not None:
                text.append(found_line(frame, one.line, regions))
            elif one.part is not None:
                if text:
                    parts.append(FoundRun(tuple(text)))
                    text = []
                parts.append(one.part)
        if text:
            parts.append(FoundRun(tuple(text)))
        return parts

    @staticmethod
    def _table_rows(run: Run, seen: Sequence[_Seen]) -> tuple[int, int]:
        """Which rows of pieces side by side are a table's, where they are one."""
        rows = [[line for item in row if (line := seen[item.number].line)] for row in run.rows]
        return inner_rows(rows) if all(rows) else (0, len(rows))

    def _has(self, model: Model) -> bool:
        return self._models.has(model)


def found_line(frame: ImageFrame, line: OcrLine, regions: Sequence[LayoutRegion]) -> FoundLine:
    """A line in points of the page."""
    words = tuple(
        FoundWord(word.text, frame.box(word.span), round(word.score, 3)) for word in line.words
    )
    return FoundLine(
        words,
        round(line.size * frame.points_per_pixel, 2),
        round(line.weight, 4),
        round(line.unevenness, 3),
        (frame.angle - 90 * line.standing) % 360,
        hint_of(line.span, regions),
        round(line.stroke * frame.points_per_pixel, 3),
    )


def _levelled(span: Span, slope: float) -> Span:
    """Where it would lie if lines did not fall by ``slope``: a gutter leans with its lines."""
    return span.moved(slope * span.mid_y, -slope * span.mid_x)


def _weighed(line: OcrLine | None) -> int:
    return 0 if line is None else sum(2 if is_wide(letter) else 1 for letter in line.text)


def _surely_stands(quad: Quad) -> bool:
    span = around_quad(quad)
    return is_upright(quad) and span.height >= 2 * span.width


def _share(quads: Sequence[Quad], holds: Callable[[Quad], bool]) -> float:
    """Of the area of lines, that of those for which it holds."""
    areas = [(math.prod(side_lengths(quad)), holds(quad)) for quad in quads]
    return sum(area for area, held in areas if held) / max(1.0, sum(area for area, _ in areas))


def _within(span: Span, area: Span) -> bool:
    return area.holds(span.mid_x, span.mid_y)
