"""Making docvortex tell how far it is, and stop when asked, page by page.

It has neither callbacks nor cancellation (0.6.4), but works page by page in functions that it
looks up by name at each call. Those are wrapped while a document is converted, and only where they
are found: another version loses granularity, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from core.worker.flash.document.replacing import module, replaced
from core.worker.flash.document.source import FlashSource
from core.worker.kinds import Stage
from core.worker.service import ProgressCallback

READ_SHARE = 0.36
PREPARE_SHARE = 0.52
FINISH_SHARE = 0.12
"""Of docvortex's time: measured on the papers of the corpus."""

PIPELINE = "docvortex.analyzers.native.pdf.pipeline"


@dataclass(frozen=True)
class Share:
    """A part of a document's whole time, 0 to 1."""

    start: float
    end: float

    def at(self, done: float) -> float:
        """The whole's fraction when this much of the part is done."""
        return self.start + (self.end - self.start) * done

    def within(self, start: float, end: float) -> Share:
        """A part of this part."""
        return Share(self.at(start), self.at(end))


WHOLE = Share(0.02, 0.97)
"""A survey comes before, writing after it."""


@contextmanager
def progress_hooks(
    document: Any,  # noqa: ANN401
    source: FlashSource,
    step: ProgressCallback,
    share: Share = WHOLE,
) -> Iterator[None]:
    """While inside, ``step`` is called before each page of each stage."""
    total = len(source.indices)

    def counted(stage: Stage, part: Share) -> Callable[..., None]:
        done = 0

        def before(*_arguments: object, **_named: object) -> None:
            nonlocal done
            index = min(done, total - 1)
            step(stage, source.indices[index] + 1, source.pages, part.at(index / total))
            done += 1

        return before

    with ExitStack() as stack:
        base = 0.0
        for owner, name, stage, of_it in (
            (document, "_extract_native_page", Stage.READ, READ_SHARE),
            (module(PIPELINE), "_prepare_page_source", Stage.PARSE, PREPARE_SHARE),
            (module(PIPELINE), "_finalize_prepared_page", Stage.ASSEMBLE, FINISH_SHARE),
        ):
            before = counted(stage, share.within(base, base + of_it))
            stack.enter_context(replaced(owner, name, _called_before(before)))
            base += of_it
        yield


def _called_before(
    before: Callable[..., None],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            before(*arguments, **named)
            return original(*arguments, **named)

        return wrapper

    return make
