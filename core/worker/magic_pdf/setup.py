"""Bringing magic-pdf up: its models looked at, the card counted, its configuration, its networks.

Everything it knows of devices and models comes from one JSON file, whose path is read while it is
imported. So each worker writes a file of its own before that, and the user's is left alone.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from core.messages import msg
from core.worker import model_files as models
from core.worker.accelerator import DeviceMode, device_count, mode
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.weight_files import is_whole

CONFIG_VARIABLE = "MINERU_TOOLS_CONFIG_JSON"
LAYOUT_MODEL = "doclayout_yolo"
FORMULA_MODELS = {"mfd_model": "yolo_v8_mfd", "mfr_model": "unimernet_small"}
TABLE_MODEL = {"model": "rapid_table", "sub_model": "slanet_plus", "max_time": 400}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelSetup:
    """What was found and chosen before anything heavy was imported."""

    mode: DeviceMode
    models: models.MagicPdfModels
    devices: int | None

    @property
    def mark(self) -> str:
        """Changes when other models are used: what they saw is then looked at again."""
        weights = self.models.models / models.LAYOUT
        return f"{self.models.models}:{weights.stat().st_size}:{weights.stat().st_mtime_ns}"


def prepare() -> ModelSetup:
    """Look at models and card, write the configuration. Raises :class:`DocumentRejected`."""
    on = mode()
    found = models.find_magic_pdf(os.environ, Path.home())
    if found is None:
        named = models.named_folder(EngineName.MAGIC_PDF, os.environ)
        models.refuse_missing(EngineName.MAGIC_PDF, (), None, named)
        raise AssertionError("refused above")
    bad = models.missing_magic_pdf(found, on_cpu=on is DeviceMode.CPU)
    models.refuse_missing(EngineName.MAGIC_PDF, bad, found.models)
    _keep_to_ourselves()
    ground = ModelSetup(on, found, device_count(on))
    file = Path(tempfile.mkdtemp(prefix="magic-pdf-")) / "magic-pdf.json"
    file.write_text(json.dumps(configuration(ground)), "utf-8")
    os.environ[CONFIG_VARIABLE] = str(file)
    return ground


def configuration(ground: ModelSetup) -> dict[str, Any]:
    """What magic-pdf reads. Nothing in it leads off this machine."""
    return {
        "bucket_info": {},
        "models-dir": str(ground.models.models),
        "layoutreader-model-dir": str(ground.models.reading_order),
        "device-mode": ground.mode.value,  # never with an index
        "layout-config": {"model": LAYOUT_MODEL},
        "formula-config": {**FORMULA_MODELS, "enable": True},
        "table-config": {**TABLE_MODEL, "enable": True},
    }


def import_engine() -> str:
    """Import magic-pdf; its version. Raises :class:`DocumentRejected` when it is not installed."""
    try:
        with without_network():
            import magic_pdf.model as model_config
            from magic_pdf.libs.version import __version__
            from magic_pdf.model import doc_analyze_by_custom_model, pdf_extract_kit  # noqa: F401
    except ImportError as error:
        _log.exception("magic-pdf cannot be imported.")
        raise DocumentRejected(
            FailureKind.ENGINE_MISSING,
            msg("magic-pdf cannot be imported: {error}.", error=str(error)[:200]),
            msg("Reinstall it: `headframe engine install magic-pdf`."),
        ) from error
    model_config.__use_inside_model__ = True
    model_config.__model_mode__ = "full"
    return str(__version__)


def load_networks() -> None:
    """Load what every document needs, so that the first one does not wait for it."""
    from magic_pdf import pdf_parse_union_core_v2
    from magic_pdf.model.doc_analyze_by_custom_model import ModelSingleton

    # The very arguments with which a window asks for them: they are the cache's key.
    ModelSingleton().get_model(True, False, None, None, True, True)
    pdf_parse_union_core_v2.ModelSingleton().get_model("layoutreader")


def check_language(lang: str | None, ground: ModelSetup) -> None:
    """Raise :class:`DocumentRejected` where these models cannot read the language."""
    if lang is None:
        return
    import yaml
    from magic_pdf.model.sub_modules.ocr.paddleocr2pytorch import pytorch_paddle

    family = lang
    if ground.mode is DeviceMode.CPU and lang in ("ch", "ch_server"):
        family = "ch_lite"
    for name in ("latin", "arabic", "cyrillic", "devanagari"):
        if lang in getattr(pytorch_paddle, f"{name}_lang", ()):
            family = name
    resources = Path(pytorch_paddle.__file__).parent / "pytorchocr" / "utils" / "resources"
    known = yaml.safe_load((resources / "models_config.yml").read_text("utf-8"))["lang"]
    if family not in known:
        raise DocumentRejected(
            FailureKind.MODELS_MISSING,
            msg("magic-pdf has no models for the language '{lang}'.", lang=lang),
            msg("Choose one of: {languages}.", languages=", ".join(sorted(known))),
        )
    folder = ground.models.models / models.OCR
    files = [folder / known[family][part] for part in ("det", "rec")]
    bad = [file for file in files if not is_whole(file)]
    models.refuse_missing(EngineName.MAGIC_PDF, bad, folder)


@contextmanager
def without_network() -> Iterator[None]:
    """While inside, no connection is made.

    doclayout_yolo asks three name servers whether it is online when it is imported, 2 s each where
    a firewall drops packets, and its switch for that (``YOLO_OFFLINE``) is read by newer relatives
    only.
    """

    def refuse(*_arguments: object, **_named: object) -> NoReturn:
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))

    connect = socket.create_connection
    socket.create_connection = refuse
    try:
        yield
    finally:
        socket.create_connection = connect


def _keep_to_ourselves() -> None:
    """No network, no files in the user's home, no page of log a document."""
    scratch = tempfile.gettempdir()
    for name, value in {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "NO_ALBUMENTATIONS_UPDATE": "1",
        "YOLO_OFFLINE": "true",
        "YOLO_AUTOINSTALL": "false",
        "YOLO_VERBOSE": "false",
        "YOLO_CONFIG_DIR": scratch,
        "MPLCONFIGDIR": scratch,
    }.items():
        os.environ[name] = value
    os.environ.setdefault("LOGURU_LEVEL", "ERROR")
