"""MinerU's tiers, and the variables that choose among them; apart, since each start reads settings.

What checks models (`core.worker.mineru.setup`) brings much along that an empty window has no use
for.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

TIER_VARIABLE = "HEADFRAME_MINERU_TIER"
URL_VARIABLE = "MINERU_MODEL_VLM_SERVER_URL"
SOURCE_VARIABLE = "MINERU_MODEL_SOURCE"
LOCAL = "local"
"""The source that is none: MinerU then fetches nothing."""


class Tier(str, enum.Enum):
    """How much MinerU looks at, cheapest first."""

    FLASH = "flash"
    """The text layer, as docvortex reads it; no models."""
    BASIC = "basic"
    """Small networks for layout, OCR, formulas and tables."""
    STANDARD = "standard"
    """Those, and a vision-language model, here or behind a URL."""
    ADVANCED = "advanced"
    """The vision-language model finds the layout, too."""


NEED_VISION = (Tier.STANDARD, Tier.ADVANCED)


def downloads_allowed(environ: Mapping[str, str]) -> bool:
    """Whether a source is named from which missing models may be fetched."""
    return (environ.get(SOURCE_VARIABLE) or LOCAL).strip().lower() != LOCAL
