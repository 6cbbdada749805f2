"""Small networks with random weights in the places where magic-pdf 1.3.12 looks for its own.

Run by the engine's interpreter: ``python weights.py FOLDER``. The architectures are magic-pdf's,
as narrow as they can be made; they find nothing on a page, and everything around them is real.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

LAYOUT = "models/Layout/YOLO/doclayout_yolo_docstructbench_imgsz1280_2501.pt"
FORMULA_DETECTION = "models/MFD/YOLO/yolo_v8_ft.pt"
FORMULA_RECOGNITION = "models/MFR/unimernet_hf_small_2503"
OCR = "models/OCR/paddleocr_torch"
ORDER = "layoutreader"


def main(folder: Path) -> None:
    """Make them all."""
    os.environ["YOLO_VERBOSE"] = "false"
    # magic-pdf reads its configuration while it is imported.
    configuration = folder / "magic-pdf.json"
    folder.mkdir(parents=True, exist_ok=True)
    body = {"models-dir": str(folder / "models"), "device-mode": "cpu"}
    configuration.write_text(json.dumps(body), "utf-8")
    os.environ["MINERU_TOOLS_CONFIG_JSON"] = str(configuration)
    import torch

    torch.manual_seed(7)
    _layout(folder / LAYOUT)
    _formula_detection(folder / FORMULA_DETECTION)
    _formula_recognition(folder / FORMULA_RECOGNITION)
    _ocr(folder / OCR)
    _order(folder / ORDER)
    configuration.unlink()


def _narrow(text: str) -> dict:  # type: ignore[type-arg]
    import yaml

    plan: dict = yaml.safe_load(text)  # type: ignore[type-arg]
    plan["scales"] = {"n": [0.1, 0.125, 1024]}
    plan["scale"] = "n"
    return plan


def _layout(path: Path) -> None:
    import doclayout_yolo
    import torch
    from doclayout_yolo.nn.tasks import YOLOv10DetectionModel

    cfg = Path(doclayout_yolo.__file__).parent / "cfg" / "models" / "v10" / "yolov10n.yaml"
    model = YOLOv10DetectionModel(_narrow(cfg.read_text()), nc=10, verbose=False)
    _save_yolo(torch, model, path, {"task": "detect", "imgsz": 1280})


def _formula_detection(path: Path) -> None:
    import torch
    import ultralytics
    from ultralytics.nn.tasks import DetectionModel

    cfg = Path(ultralytics.__file__).parent / "cfg" / "models" / "v8" / "yolov8.yaml"
    model = DetectionModel(_narrow(cfg.read_text()), nc=2, verbose=False)
    _save_yolo(torch, model, path, {"task": "detect", "imgsz": 1888})


def _save_yolo(torch, model, path: Path, arguments: dict) -> None:  # type: ignore[no-untyped-def,type-arg]  # noqa: ANN001
    path.parent.mkdir(parents=True, exist_ok=True)
    model.args = arguments
    model.task = "detect"
    torch.save({"model": model, "ema": None, "train_args": arguments}, path)


def _formula_recognition(folder: Path) -> None:
    from magic_pdf.model.sub_modules.mfr.unimernet.unimernet_hf import (
        UnimerMBartConfig,
        UnimernetModel,
        UnimerSwinConfig,
    )
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, VisionEncoderDecoderConfig

    folder.mkdir(parents=True, exist_ok=True)
    words = ["<s>", "<pad>", "</s>", "<unk>", *"abcdefghijklmnopqrstuvwxyz0123456789+-=^_{}"]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_max_length=16,
    ).save_pretrained(folder)
    encoder = UnimerSwinConfig(
        image_size=[192, 672], embed_dim=8, depths=[1, 1], num_heads=[1, 1], num_channels=1
    )
    # This switch is no field of the class, and its default leads into an unfinished branch.
    encoder.use_2d_embeddings = False
    decoder = UnimerMBartConfig(
        vocab_size=len(words),
        max_position_embeddings=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
        encoder_attention_heads=1,
        decoder_attention_heads=1,
        d_model=16,
        is_decoder=True,
        add_cross_attention=True,
        is_encoder_decoder=False,
        add_final_layer_norm=True,
    )
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(encoder, decoder)
    config.decoder_start_token_id, config.pad_token_id, config.eos_token_id = 0, 1, 2
    config._name_or_path = str(folder)
    UnimernetModel(config).save_pretrained(folder)


def _ocr(folder: Path) -> None:
    import torch
    from magic_pdf.model.sub_modules.ocr.paddleocr2pytorch.pytorchocr.base_ocr_v20 import (
        BaseOCRV20,
    )
    from magic_pdf.model.sub_modules.ocr.paddleocr2pytorch.tools.infer import pytorchocr_utility

    folder.mkdir(parents=True, exist_ok=True)
    # What the dictionary of each holds, a blank and the space: the last layer must be as wide.
    for name, classes in (
        ("ch_PP-OCRv3_det_infer", None),
        ("ch_PP-OCRv5_rec_infer", 18385),
        ("ch_PP-OCRv4_rec_server_doc_infer", 15631),
    ):
        plan = pytorchocr_utility.get_arch_config(f"{name}.pth")
        more = {} if classes is None else {"out_channels": classes}
        torch.save(BaseOCRV20(plan, **more).net.state_dict(), folder / f"{name}.pth")


def _order(folder: Path) -> None:
    from transformers import LayoutLMv3Config, LayoutLMv3ForTokenClassification

    config = LayoutLMv3Config(
        vocab_size=8,
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=514,
        coordinate_size=4,
        shape_size=4,
        has_relative_attention_bias=False,
        has_spatial_attention_bias=False,
        visual_embed=False,
        num_labels=510,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    LayoutLMv3ForTokenClassification(config).save_pretrained(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
