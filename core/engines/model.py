"""An engine as a value: what it is called, where its interpreter is, what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.engines.mineru_options import Marks, MineruOptions
from core.worker.protocol import EngineName, Failure


class EngineChoice(StrEnum):
    """What ``--engine`` takes."""

    AUTO = "auto"
    FLASH = "flash"
    MAGIC_PDF = "magic-pdf"
    MINERU = "mineru"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can be started."""

    name: EngineName
    interpreter: Path
    """The Python that has the engine installed; it need not be the window's own."""
    uses_card: bool
    version: str | None = None
    models: Path | None = None
    """The folder of models that the user named; ``None``: where the engine's own tools put them."""
    options: MineruOptions = field(default_factory=MineruOptions)
    """MinerU's."""

    def marks(self, environ: Mapping[str, str]) -> Marks:
        """What it is told in that environment, as far as its results depend on it."""
        return self.options.marks(environ) if self.name is EngineName.MINERU else ()


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What is known of one engine on this machine."""

    name: EngineName
    engine: Engine | None
    """``None`` when it is not installed or not ready."""
    failure: Failure | None
    """Why it is not ready, and what to do; ``None`` when it is."""
