"""Bringing MinerU 4 up: which tier, with which models, on what; no download unless allowed."""

from __future__ import annotations

import enum
import logging
import os
from pathlib import Path

from core.sentences import say
from core.worker import models
from core.worker.accelerator import Mode
from core.worker.failures import Refusal
from core.worker.protocol import EngineName, FailureKind

TIER_VARIABLE = "HEADFRAME_MINERU_TIER"
URL_VARIABLE = "MINERU_MODEL_VLM_SERVER_URL"
SOURCE_VARIABLE = "MINERU_MODEL_SOURCE"
BACKEND_VARIABLE = "MINERU_MODEL_SMALL_BACKEND"
BASE_VARIABLE = "MINERU_MODEL_BASE_DIR"
WINDOW_VARIABLE = "MINERU_PROCESSING_WINDOW_SIZE"
_log = logging.getLogger(__name__)


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


def prepare(on: Mode, window_pages: int) -> None:
    """Tell MinerU, before it is imported. A tier that was named is checked by :func:`tier`."""
    os.environ.setdefault(SOURCE_VARIABLE, "local")  # who allows downloads names another source
    os.environ[WINDOW_VARIABLE] = str(window_pages)
    os.environ.setdefault("LOGURU_LEVEL", "WARNING")
    if on is not Mode.CPU:  # ONNX runs its models on the CPU, and would do so without a word
        os.environ[BACKEND_VARIABLE] = "torch"
    if folder := models.find_mineru(os.environ, Path.home()):
        os.environ[BASE_VARIABLE] = str(folder)


def tier(on: Mode) -> Tier:
    """The tier that was named, else the best whose models are there. Raises :class:`Refusal`."""
    named = os.environ.get(TIER_VARIABLE)
    if named:
        try:
            return Tier(named)
        except ValueError:
            raise Refusal(
                FailureKind.ENGINE_MISSING,
                say("'{tier}' is no tier of MinerU.", tier=named),
                say("Tiers: {tiers}.", tiers=", ".join(tier.value for tier in Tier)),
            ) from None
    folder = models.find_mineru(os.environ, Path.home())
    if folder is None:
        models.refuse_missing(EngineName.MINERU, (), None)
        raise AssertionError("refused above")
    models.refuse_missing(
        EngineName.MINERU, models.missing_mineru(folder, on_cpu=on is Mode.CPU), folder
    )
    looks = os.environ.get(URL_VARIABLE) or models.has_vision_model(folder, on_cpu=on is Mode.CPU)
    return Tier.STANDARD if looks else Tier.BASIC


def load_networks(of: Tier) -> None:
    """Load what every document of the tier needs."""
    if of is Tier.FLASH:
        return
    from mineru.parser import api_server

    # What MinerU's own server does before it takes documents.
    if hasattr(api_server, "_preload_server_models"):
        deployed = "basic" if of is Tier.BASIC else "standard"
        api_server._preload_server_models(deployed)
    else:
        _log.warning("This version of MinerU loads its models with the first document.")
