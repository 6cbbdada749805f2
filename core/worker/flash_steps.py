"""Making docvortex tell how far it is, and stop when asked, page by page.

It has neither callbacks nor cancellation (0.6.4), but works page by page in functions that it
looks up by name at each call. Those are wrapped while a document is converted, and only where they
are found: another version loses granularity, nothing else.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from core.worker.flash_source import Source
from core.worker.flash_survey import SURVEY_SHARE
from core.worker.protocol import Stage
from core.worker.service import Steps

READ_SHARE = 0.29
PREPARE_SHARE = 0.41
FINISH_SHARE = 0.10
CROP_SHARE = 0.13
"""Of a document's time: measured on the papers of the corpus; what is left is writing."""

PIPELINE = "docvortex.analyzers.native.pdf.pipeline"
IMAGES = "docvortex.document.pdf.images"


@contextmanager
def told(document: Any, source: Source, step: Steps) -> Iterator[None]:  # noqa: ANN401
    """While inside, ``step`` is called before each page of each stage."""
    total = len(source.indices)

    def counted(stage: Stage, base: float, share: float) -> Callable[..., None]:
        done = 0

        def before(*_arguments: object, **_named: object) -> None:
            nonlocal done
            index = min(done, total - 1)
            step(stage, source.indices[index] + 1, source.pages, base + share * index / total)
            done += 1

        return before

    with ExitStack() as stack:
        base = SURVEY_SHARE
        for owner, name, stage, share in (
            (document, "_extract_native_page", Stage.READ, READ_SHARE),
            (_module(PIPELINE), "_prepare_page_source", Stage.PARSE, PREPARE_SHARE),
            (_module(PIPELINE), "_finalize_prepared_page", Stage.ASSEMBLE, FINISH_SHARE),
        ):
            stack.enter_context(_wrapped(owner, name, counted(stage, base, share)))
            base += share
        crop = _crop_teller(source, step, base)
        stack.enter_context(_wrapped(_module(IMAGES), _CROPS, crop))
        yield


_CROPS = "_load_visual_crops_from_pdf_bytes_range"


def _crop_teller(source: Source, step: Steps, base: float) -> Callable[..., None]:
    """Pictures are cut out of ranges of pages: the range's first page is told."""
    total = len(source.indices)

    def before(*_arguments: object, **named: object) -> None:
        start = named.get("start_page_id")
        index = min(start, total - 1) if isinstance(start, int) else 0
        step(
            Stage.WRITE,
            source.indices[index] + 1,
            source.pages,
            base + CROP_SHARE * index / total,
        )

    return before


def _module(name: str) -> object:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


@contextmanager
def _wrapped(owner: object, name: str, before: Callable[..., None]) -> Iterator[None]:
    original = getattr(owner, name, None)
    if not callable(original):
        yield
        return

    def wrapper(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        before(*arguments, **named)
        return original(*arguments, **named)

    own = name in vars(owner)  # a module's function, rather than the method of a class
    setattr(owner, name, wrapper)
    try:
        yield
    finally:
        if own:
            setattr(owner, name, original)
        else:
            delattr(owner, name)
