"""Which adapter serves which engine."""

from __future__ import annotations

from core.worker.kinds import EngineName
from core.worker.service import EngineAdapter


def engine_of(name: EngineName) -> EngineAdapter:
    """The adapter. Imports nothing of the engine itself: that is for its ``load``."""
    if name is EngineName.FLASH:
        from core.worker.flash.adapter import FlashAdapter

        return FlashAdapter()
    if name is EngineName.MAGIC_PDF:
        from core.worker.magic_pdf.adapter import MagicPdfAdapter

        return MagicPdfAdapter()
    from core.worker.mineru.adapter import MineruAdapter

    return MineruAdapter()
