"""Pages as they are once they are prepared."""

from __future__ import annotations

from collections.abc import Sequence

from core.worker.flash.preparation.prepare import Prepared, prepare
from tests.support.flash_pages import Pages


def prepared(pages: Pages, numbers: Sequence[int] | None = None) -> Prepared:
    return prepare(pages.data, numbers or range(len(pages.pdf.pages)))


def notes(ready: Prepared) -> str:
    return "\n".join(map(str, ready.notes))
