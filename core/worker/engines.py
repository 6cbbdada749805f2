"""Which adapter serves which engine."""

from __future__ import annotations

from core.sentences import say
from core.worker.failures import Refusal
from core.worker.protocol import Convert, Converted, EngineName, FailureKind, Ready
from core.worker.service import Engine, Steps


def engine_of(name: EngineName) -> Engine:
    """The adapter. Imports nothing of the engine itself: that is for its ``load``."""
    if name is EngineName.FLASH:
        from core.worker.flash import Flash

        return Flash()
    if name is EngineName.MAGIC_PDF:
        from core.worker.magic_pdf import MagicPdf

        return MagicPdf()
    return _Unsupported(name)


class _Unsupported:
    """An engine that this version knows by name only: says so when it is to load."""

    def __init__(self, name: EngineName) -> None:
        self._name = name

    def load(self) -> Ready:
        raise Refusal(
            FailureKind.ENGINE_MISSING,
            say("This version of Headframe cannot run {engine} yet.", engine=self._name.value),
            say("Choose the engine flash."),
        )

    def convert(self, request: Convert, step: Steps) -> Converted:
        raise AssertionError("never ready, so never asked")
