"""Which engine is asked for."""

from __future__ import annotations

from enum import StrEnum


class EngineChoice(StrEnum):
    """What ``--engine`` takes."""

    AUTO = "auto"
    FLASH = "flash"
    MAGIC_PDF = "magic-pdf"
    MINERU = "mineru"
