"""Steps of docvortex (0.6.4) that are left out, or done once, while it looks for regions.

Words come from PDFium with their fonts (``text/words``); of docvortex the kinds and boxes of its
blocks are used, and the cells of its tables. Bold and slanted letters, links, superscripts and
spaces between words are found by it line by line, for which it draws each page at 216 dpi, and go
into the text of a block after its kind and its box are settled. The glyphs of a page are put into
rows again each time it looks for tables, three times a page.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from core.worker.flash.document.replacing import module, replaced

_PDF = "docvortex.analyzers.native.pdf"
_TEXT_STEPS = (
    (f"{_PDF}.pipeline", "detect_pdf_text_style_lines"),
    (f"{_PDF}.pipeline", "detect_pdf_text_link_lines"),
    (f"{_PDF}.pipeline", "detect_pdf_text_script_lines"),
    (f"{_PDF}.inline.glyph_weight", "glyph_weight_style_lines"),
    (f"{_PDF}.inline.spacing", "prepare_spacing_lines"),
)
"""Functions that return a list of lines, looked up by name at each call."""
_KEPT = 3
"""Results: a whole page of glyphs takes some megabytes."""

Function = Callable[..., Any]


def _finding_nothing(_original: Function) -> Function:
    return lambda *_arguments, **_named: []


def _once(is_same: Callable[[Any, Any], bool]) -> Callable[[Function], Function]:
    def make(original: Function) -> Function:
        made: deque[tuple[Any, Any]] = deque(maxlen=_KEPT)

        def recalled(argument: Any) -> Any:  # noqa: ANN401
            for its, result in made:
                if is_same(its, argument):
                    return result
            result = original(argument)
            made.append((argument, result))
            return result

        return recalled

    return make


def _is_same_region(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Of two ``NativeTableInput``: the text does not depend on their rules."""
    return bool(
        one.table_bbox == other.table_bbox
        and one.page_size == other.page_size
        and one.angle == other.angle
        and len(one.chars) == len(other.chars)
        and all(a is b for a, b in zip(one.chars, other.chars, strict=True))
    )


def _is_same_text(one: Any, other: Any) -> bool:  # noqa: ANN401
    return one is other


_REPEATED_STEPS = (
    (f"{_PDF}._table_recovery.text", "build_native_table_text", _is_same_region),
    (f"{_PDF}._table_recovery.aligned_numeric", "regroup_numeric_text", _is_same_text),
)
"""Functions of one argument that give the same for the same."""


@contextmanager
def regions_only() -> Iterator[None]:
    """While inside, docvortex's blocks have plain text."""
    steps: list[tuple[object, str, Callable[[Function], Function]]]
    steps = [(module(owner), name, _finding_nothing) for owner, name in _TEXT_STEPS]
    steps += [(module(owner), name, _once(same)) for owner, name, same in _REPEATED_STEPS]
    with ExitStack() as stack:
        for owner, name, make in steps:  # all are imported by now, and take no function from here
            stack.enter_context(replaced(owner, name, make))
        yield
