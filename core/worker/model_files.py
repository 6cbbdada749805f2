"""The model files that an engine needs, and whether each is there and whole.

Looked at before anything heavy is imported: an engine that lacks one says so after minutes, in a
traceback, or asks the network for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.messages import Message, msg
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.weight_files import is_whole

MODELS_VARIABLE = "HEADFRAME_MODELS"
"""The folder that the user named, in the environment of a worker."""

LAYOUT = "Layout/YOLO/doclayout_yolo_docstructbench_imgsz1280_2501.pt"
FORMULA_DETECTION = "MFD/YOLO/yolo_v8_ft.pt"
FORMULA_RECOGNITION = "MFR/unimernet_hf_small_2503"
OCR = "OCR/paddleocr_torch"
OCR_DETECTION = "ch_PP-OCRv3_det_infer.pth"
OCR_ON_CPU = "ch_PP-OCRv5_rec_infer.pth"
OCR_ON_CARD = "ch_PP-OCRv4_rec_server_doc_infer.pth"
"""magic-pdf 1.3.12: ``resources/model_config/model_configs.yaml`` and the OCR package's
``models_config.yml``; without a language it takes "ch", on a CPU "ch_lite"."""

MINERU_ONNX = "MinerU-4_models_onnx"
MINERU_TORCH = "MinerU-4_models_torch"
MINERU_VISION = ("MinerU2.5-Pro-2605-1.2B-GGUF", "MinerU2.5-Pro-2605-1.2B")
"""Folders of mineru 4.0.12's model repositories (``model/registry.py``); the vision-language
model's first form runs on a CPU, its second on a card."""
MINERU_MARKER = ".mineru_complete"
MINERU_TABLES = (
    "MFR/pp_formulanet_plus_m/PP-FormulaNet_plus-M_inference.yml",
    "Table/slanet-plus.onnx",
    "Table/unet.onnx",
    "Table/PP-LCNet_x1_0_table_cls.onnx",
)
MINERU_FILES = {
    MINERU_ONNX: (
        "Layout/PP-DocLayoutV2/inference.onnx",
        "Layout/PP-DocLayoutV2/inference.yml",
        "OCR/paddleocr/ch_PP-OCRv6_tiny_det_infer.onnx",
        "OCR/paddleocr/ch_PP-OCRv6_small_rec_infer.onnx",
        "OCR/paddleocr/seal_PP-OCRv4_det_infer.onnx",
        "MFR/pp_formulanet_plus_m/PP-FormulaNet_plus-M.onnx",
        *MINERU_TABLES,
    ),
    MINERU_TORCH: (
        "Layout/PP-DocLayoutV2/config.json",
        "OCR/paddleocr/ch_PP-OCRv6_tiny_det_infer.safetensors",
        "OCR/paddleocr/ch_PP-OCRv6_small_rec_infer.safetensors",
        "OCR/paddleocr/seal_PP-OCRv4_det_infer.pth",
        "MFR/pp_formulanet_plus_m/PP-FormulaNet_plus-M.pth",
        *MINERU_TABLES,
    ),
}
"""Those for OCR in torch: ``pytorchocr/utils/resources/models_config.yml``."""
MINERU_LAYOUT = "Layout/PP-DocLayoutV2"
"""In torch a folder as transformers keeps them: one of its :data:`WEIGHTS` must be whole."""
MINERU_FOLDERS = {MINERU_ONNX: (), MINERU_TORCH: (MINERU_LAYOUT, "OCR/paddleocr")}
"""Folders that must be marked as complete, or lie in one that is."""

PARTS = {
    EngineName.MAGIC_PDF: ("Layout", "MFD", "OCR"),
    EngineName.MINERU: (MINERU_ONNX, MINERU_TORCH),
}
"""A folder that holds one of these, or whose ``models`` does, is one of models."""

WEIGHTS = ("model.safetensors", "pytorch_model.bin", "pytorch_model.pth")


@dataclass(frozen=True)
class MagicPdfModels:
    models: Path
    """What its configuration calls ``models-dir``."""
    reading_order: Path
    """``layoutreader-model-dir``."""


def find_magic_pdf(environ: Mapping[str, str], home: Path) -> MagicPdfModels | None:
    """The models in the folder named, else where magic-pdf's own tools put them.

    ``None`` when there is no such folder at all; its files are :func:`missing_magic_pdf`'s.
    """
    named = environ.get(MODELS_VARIABLE)
    if named:
        return next(below(Path(named)), None)
    if (told := _configured(environ, home)) is not None:
        return told
    for place in _usual(home):
        if (found := next(below(place), None)) is not None:
            orders = (found.reading_order, *_usual_orders(home))
            order = next((folder for folder in orders if folder.is_dir()), found.reading_order)
            return MagicPdfModels(found.models, order)
    return None


def missing_magic_pdf(models: MagicPdfModels, *, on_cpu: bool) -> list[Path]:
    """The files that are not there or not whole."""
    recognition = models.models / FORMULA_RECOGNITION
    files = [
        models.models / LAYOUT,
        models.models / FORMULA_DETECTION,
        *(recognition / name for name in ("config.json", "tokenizer.json")),
        models.models / OCR / OCR_DETECTION,
        models.models / OCR / (OCR_ON_CPU if on_cpu else OCR_ON_CARD),
        models.reading_order / "config.json",
    ]
    bad = [file for file in files if not is_whole(file)]
    for folder in (recognition, models.reading_order):
        if not any(is_whole(folder / name) for name in WEIGHTS):
            bad.append(folder / WEIGHTS[0])
    return bad


def named_folder(engine: EngineName, environ: Mapping[str, str]) -> str | None:
    """The folder of models that was named, whatever is in it."""
    named = environ.get(MODELS_VARIABLE)
    if engine is EngineName.MINERU:
        named = named or environ.get("MINERU_MODEL_BASE_DIR")
    return named or None


def find_mineru(environ: Mapping[str, str], home: Path) -> Path | None:
    """The folder that holds MinerU 4's model repositories; ``None`` when there is none."""
    named = named_folder(EngineName.MINERU, environ)
    own = environ.get("MINERU_HOME")
    places = [Path(named)] if named else [Path(own) if own else home / ".mineru"]
    for place in places:
        for folder in (place, place / "models"):
            if any((folder / name).is_dir() for name in PARTS[EngineName.MINERU]):
                return folder
    return None


def missing_mineru(folder: Path, *, on_cpu: bool) -> list[Path]:
    """Files of the small networks that are not there or not whole."""
    name = MINERU_ONNX if on_cpu else MINERU_TORCH
    repository = folder / name
    bad = [repository / file for file in MINERU_FILES[name] if not is_whole(repository / file)]
    layout = repository / MINERU_LAYOUT
    if not on_cpu and not any(is_whole(layout / weights) for weights in WEIGHTS):
        bad.append(layout / WEIGHTS[0])
    for part in MINERU_FOLDERS[name]:
        marked = (repository / part, *(repository / part).parents)
        inside = [place for place in marked if repository in (place, *place.parents)]
        if not any((place / MINERU_MARKER).is_file() for place in inside):
            bad.append(repository / part / MINERU_MARKER)
    return bad


def has_vision_model(folder: Path, *, on_cpu: bool) -> bool:
    """Whether MinerU's vision-language model is there, in the form that the device takes."""
    return (folder / MINERU_VISION[0 if on_cpu else 1] / MINERU_MARKER).is_file()


def refuse_missing(
    engine: EngineName, bad: Iterable[Path], place: Path | None, named: str | None = None
) -> None:
    """Raise :class:`DocumentRejected` when there is one; it names the first and how many more.

    ``place``: where the models are; ``None``: nowhere, not even where the user ``named`` a folder.
    """
    files = list(bad)
    if place is None:
        raise DocumentRejected(
            FailureKind.MODELS_MISSING, _not_found(engine, named), how_to_name(engine)
        )
    if not files:
        return
    first = files[0]
    problem = (
        msg("A model of {engine} is damaged: {file}.", engine=engine.value, file=str(first))
        if first.exists()
        else msg("A model of {engine} is missing: {file}.", engine=engine.value, file=str(first))
    )
    if len(files) > 1:
        problem = msg(
            "{count} models of {engine} are missing or damaged, the first is {file}.",
            count=len(files),
            engine=engine.value,
            file=str(first),
        )
    hint = msg(
        "`headframe engine models {engine}` lists those of {folder}: `--get` fetches what is "
        "missing, `--import DIR` takes it from a folder, `--recipe` says how to fetch it "
        "elsewhere. "
        "Or choose another folder: `headframe engine use {engine} --models FOLDER`.",
        folder=str(place),
        engine=engine.value,
    )
    raise DocumentRejected(FailureKind.MODELS_MISSING, problem, hint)


def _not_found(engine: EngineName, named: str | None) -> Message:
    if not named:
        return msg("The models of {engine} were not found on this machine.", engine=engine.value)
    if not Path(named).is_dir():
        return msg(
            "The folder named for the models of {engine} was not found: {folder}.",
            engine=engine.value,
            folder=named,
        )
    return msg(
        "No models of {engine} are in the folder named for them, {folder}: it holds none of "
        "{parts}.",
        engine=engine.value,
        folder=named,
        parts=", ".join(PARTS[engine]),
    )


def how_to_name(engine: EngineName) -> Message:
    """What to do about models that are not there."""
    return msg(
        "`headframe engine models {engine} --get` fetches them, `--import DIR` takes them from a "
        "folder, `--recipe` says how to fetch them elsewhere. Or choose a folder that has them: "
        "`headframe engine use {engine} --models FOLDER`.",
        engine=engine.value,
    )


def below(folder: Path) -> Iterator[MagicPdfModels]:
    """The models in that folder, or in its ``models``."""
    for models in (folder, folder / "models"):
        if any((models / part).is_dir() for part in PARTS[EngineName.MAGIC_PDF]):
            orders = (
                models / "layoutreader",
                models.parent / "layoutreader",
                models / "ReadingOrder" / "layout_reader",
            )
            order = next((place for place in orders if place.is_dir()), orders[0])
            yield MagicPdfModels(models, order)


def _configured(environ: Mapping[str, str], home: Path) -> MagicPdfModels | None:
    """What the user's own ``magic-pdf.json`` says."""
    file = home / (environ.get("MINERU_TOOLS_CONFIG_JSON") or "magic-pdf.json")
    try:
        body = json.loads(file.read_text("utf-8"))
        models = Path(body["models-dir"])
        order = body.get("layoutreader-model-dir")
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if not models.is_dir():
        return None
    return MagicPdfModels(models, Path(order) if order else models / "layoutreader")


def _usual(home: Path) -> Iterable[Path]:
    """Where magic-pdf's download script leaves its models, through either hub."""
    cache = home / ".cache"
    yield cache / "modelscope/hub/models/opendatalab/PDF-Extract-Kit-1.0"
    yield cache / "modelscope/hub/opendatalab/PDF-Extract-Kit-1.0"
    kit = cache / "huggingface/hub/models--opendatalab--PDF-Extract-Kit-1.0/snapshots"
    yield from sorted(kit.glob("*"))
    yield Path("/opt/models")


def _usual_orders(home: Path) -> Iterable[Path]:
    cache = home / ".cache"
    yield cache / "modelscope/hub/models/ppaanngggg/layoutreader"
    yield cache / "modelscope/hub/ppaanngggg/layoutreader"
    yield from sorted((cache / "huggingface/hub/models--hantian--layoutreader/snapshots").glob("*"))
