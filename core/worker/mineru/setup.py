"""Bringing MinerU 4 up: which tier, with which models, on what; no download unless allowed."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from core.messages import Message, msg
from core.worker import model_files
from core.worker.accelerator import DeviceMode
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.tier import (
    LOCAL,
    NEED_VISION,
    SOURCE_VARIABLE,
    TIER_VARIABLE,
    URL_VARIABLE,
    Tier,
    downloads_allowed,
)

BACKEND_VARIABLE = "MINERU_MODEL_SMALL_BACKEND"
BASE_VARIABLE = "MINERU_MODEL_BASE_DIR"
KEY_VARIABLE = "MINERU_MODEL_VLM_API_KEY"
WINDOW_VARIABLE = "MINERU_PROCESSING_WINDOW_SIZE"
_log = logging.getLogger(__name__)


def named_tier(environ: Mapping[str, str]) -> Tier | None:
    """The tier that was named, if one was. Raises :class:`DocumentRejected` for what is none."""
    named = environ.get(TIER_VARIABLE)
    if not named:
        return None
    try:
        return Tier(named)
    except ValueError:
        raise DocumentRejected(
            FailureKind.ENGINE_MISSING,
            msg("'{tier}' is no tier of MinerU.", tier=named),
            msg("Tiers: {tiers}.", tiers=", ".join(tier.value for tier in Tier)),
        ) from None


def server_url(environ: Mapping[str, str]) -> str | None:
    """The server of the vision-language model, if one was named.

    Raises :class:`DocumentRejected`.
    """
    return checked_url(environ.get(URL_VARIABLE) or "") or None


def checked_url(url: str) -> str:
    """The address without blanks around it. Raises :class:`DocumentRejected` for a bad one.

    What is refused may hold a password, so no sentence repeats more than its scheme.
    """
    url = url.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        _ = parts.port
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # a port that is no number, a bracket that is not closed
        parts, whole = urlsplit(""), False
    if not whole or re.search(r"\s", url):
        raise DocumentRejected(
            FailureKind.MODELS_MISSING,
            msg(
                "The address of the model server is not one: it has to be like {example}.",
                example="http://host:30000",
            ),
            msg("Write all of it: http:// or https://, the machine, and its port if it has one."),
        )
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise DocumentRejected(
            FailureKind.MODELS_MISSING,
            msg("The address of the model server may hold no name, password, '?' or '#'."),
            msg("A key for the server belongs in the variable {variable}.", variable=KEY_VARIABLE),
        )
    return url


def prepare(on: DeviceMode, window_pages: int) -> None:
    """Tell MinerU, before it is imported. A tier that was named is checked by :func:`tier`."""
    if not downloads_allowed(os.environ):
        os.environ[SOURCE_VARIABLE] = LOCAL
    os.environ[WINDOW_VARIABLE] = str(window_pages)
    os.environ.setdefault("LOGURU_LEVEL", "WARNING")
    if on is not DeviceMode.CPU:  # ONNX falls back to the CPU silently
        os.environ[BACKEND_VARIABLE] = "torch"
    if folder := model_files.find_mineru(os.environ, Path.home()):
        os.environ[BASE_VARIABLE] = str(folder)
    elif named := os.environ.get(model_files.MODELS_VARIABLE):
        os.environ[BASE_VARIABLE] = named  # where models are fetched to, if they may be


def tier(on: DeviceMode) -> Tier:
    """The tier that was named, else the best whose models are there.

    Raises :class:`DocumentRejected`.
    """
    url, named = server_url(os.environ), named_tier(os.environ)
    if named is not None:
        return named
    on_cpu = on is DeviceMode.CPU
    folder = model_files.find_mineru(os.environ, Path.home())
    if not downloads_allowed(os.environ):
        bad = () if folder is None else model_files.missing_mineru(folder, on_cpu=on_cpu)
        place = model_files.named_folder(EngineName.MINERU, os.environ)
        model_files.refuse_missing(EngineName.MINERU, bad, folder, place)
    looks = folder is not None and model_files.has_vision_model(folder, on_cpu=on_cpu)
    return Tier.STANDARD if url or looks else Tier.BASIC


def check(environ: Mapping[str, str], home: Path) -> None:
    """Look for what no worker could do without, on a card or the CPU.

    Raises :class:`DocumentRejected`.
    """
    url, of = server_url(environ), named_tier(environ)
    if of is Tier.FLASH or downloads_allowed(environ):
        return
    folder = model_files.find_mineru(environ, home)
    bad: list[Path] = []
    if folder is not None:
        either = (model_files.missing_mineru(folder, on_cpu=on_cpu) for on_cpu in (True, False))
        bad = min(either, key=len)
    named = model_files.named_folder(EngineName.MINERU, environ)
    model_files.refuse_missing(EngineName.MINERU, bad, folder, named)
    assert folder is not None
    looks = any(model_files.has_vision_model(folder, on_cpu=on_cpu) for on_cpu in (True, False))
    if of in NEED_VISION and not url and not looks:
        raise no_vision_model(of)


def no_vision_model(of: Tier) -> DocumentRejected:
    """The tier's vision-language model is neither here nor behind a URL."""
    return DocumentRejected(
        FailureKind.MODELS_MISSING,
        msg(
            "The tier {tier} of MinerU needs its vision-language model, which is not there.",
            tier=of.value,
        ),
        _how_to_name_a_server(),
    )


def not_fetched() -> DocumentRejected:
    """Models may be fetched, and cannot be."""
    return DocumentRejected(
        FailureKind.MODELS_MISSING,
        msg("Models of MinerU that are missing cannot be fetched: the network does not answer."),
        model_files.how_to_name(EngineName.MINERU),
    )


def no_server(url: str) -> DocumentRejected:
    """No server answers at the address that was named."""
    return DocumentRejected(
        FailureKind.MODELS_MISSING,
        msg("The server of MinerU's vision-language model does not answer: {url}.", url=url),
        _how_to_name_a_server(),
    )


def _how_to_name_a_server() -> Message:
    return msg(
        "Choose a server that runs it: `headframe engine use mineru --vlm-url URL`; or a tier that "
        "does without: `--tier basic`."
    )


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
