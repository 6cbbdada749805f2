"""Which adapter serves which engine."""

from __future__ import annotations

from core.worker.protocol import EngineName
from core.worker.service import Engine


def engine_of(name: EngineName) -> Engine:
    """The adapter. Imports nothing of the engine itself: that is for its ``load``."""
    if name is EngineName.FLASH:
        from core.worker.flash import Flash

        return Flash()
    if name is EngineName.MAGIC_PDF:
        from core.worker.magic_pdf import MagicPdf

        return MagicPdf()
    from core.worker.mineru import MinerU

    return MinerU()
