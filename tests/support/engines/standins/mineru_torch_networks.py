"""Small networks in the places where MinerU 4.0.12 looks for those that run in torch.

That is what it takes on a card: ``python mineru_torch_networks.py FOLDER``, run by an engine that
has torch. The architectures are those that MinerU loads, as narrow as it lets them be; weights
are set so that they see the same things in the same places as the ones in
`mineru_networks`. A detector finds one line in what it is shown, and every
line reads as one letter. The networks for tables are ONNX here as well: MinerU has no others.
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import torch
import yaml
from mineru.model._internal import pytorchocr
from mineru.model._internal.pytorchocr.base_ocr_v20 import BaseOCRV20
from mineru.model._internal.pytorchocr.infer import pytorchocr_utility
from safetensors.torch import save_file

sys.path.insert(0, str(Path(__file__).parents[4]))  # the engine's interpreter knows no tests

from tests.support.engines.standins import mineru_networks as onnx

REPOSITORY = "MinerU-4_models_torch"
LAYOUT = "Layout/PP-DocLayoutV2"
READ = "H"
"""How every line of text reads."""
ABOVE = 50.0
"""More than anything behind a norm is below nought."""
FAR = 1000.0
"""What no sum with a few ones brings back: beyond it a sigmoid is exactly nought or one."""


def main(folder: Path) -> None:
    """Make them all."""
    torch.manual_seed(7)
    root = folder / REPOSITORY
    _layout(root / LAYOUT)
    _ocr(root / "OCR/paddleocr")
    onnx.formula_words(root / onnx.FORMULA)
    _formula(root / onnx.FORMULA / "PP-FormulaNet_plus-M.pth")
    onnx.tables(root / onnx.TABLE)
    (root / ".mineru_complete").touch()


def _nothing(module: torch.nn.Module) -> None:
    """Let a part add nought to what passes it."""
    for parameter in module.parameters():
        parameter.zero_()


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def _layout(folder: Path) -> None:
    """Each query is one box of the page, and stays itself in every layer of the decoder."""
    from mineru.model.layout.pp_doclayout_v2_base import (
        DEFAULT_CLASS_ORDER,
        DEFAULT_CLASS_THRESHOLDS,
    )
    from transformers import PPDocLayoutV2Config, PPDocLayoutV2ForObjectDetection

    narrow, queries = 32, len(onnx.BOXES)
    config = PPDocLayoutV2Config(
        backbone_config={
            "model_type": "hgnet_v2",
            "embedding_size": 8,
            "stem_channels": [3, 8, 8],
            "stage_in_channels": [8, 8, 16, 16],
            "stage_mid_channels": [8, 8, 8, 8],
            "stage_out_channels": [8, 16, 16, 16],
            "stage_num_blocks": [1, 1, 1, 1],
            "stage_numb_of_layers": [1, 1, 1, 1],
            "hidden_sizes": [8, 16, 16, 16],
            "out_features": ["stage2", "stage3", "stage4"],
        },
        d_model=narrow,
        encoder_hidden_dim=narrow,
        encoder_in_channels=[16, 16, 16],
        decoder_in_channels=[narrow] * 3,
        encoder_ffn_dim=narrow,
        decoder_ffn_dim=narrow,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        decoder_layers=2,
        num_queries=queries,
        num_denoising=0,
        class_thresholds=DEFAULT_CLASS_THRESHOLDS,
        class_order=DEFAULT_CLASS_ORDER,
        id2label={number: str(number) for number in range(len(DEFAULT_CLASS_ORDER))},
        reading_order_config={
            "hidden_size": 24,
            "num_attention_heads": 2,
            "intermediate_size": 24,
            "num_hidden_layers": 1,
            "coordinate_size": 4,
            "shape_size": 4,
            "global_pointer_head_size": 8,
        },
    )
    network = PPDocLayoutV2ForObjectDetection(config).eval()
    for part in network.model.modules():
        if isinstance(part, torch.nn.Conv2d | torch.nn.Linear):
            torch.nn.init.kaiming_normal_(part.weight)  # what theirs say fades, unlearned
        elif isinstance(part, torch.nn.BatchNorm2d):
            part.weight.fill_(1)
    decoder = network.model.decoder
    for layer in decoder.layers:
        for part in (layer.self_attn.o_proj, layer.encoder_attn.output_proj, layer.mlp):
            _nothing(part)
    # The picture is not looked at: what tells one place from another is how near an edge is.
    stem = network.model.backbone.model.embedder.stem1
    _nothing(stem.convolution)
    stem.normalization.bias.fill_(1)
    seen: list[torch.Tensor] = []
    handle = network.model.enc_output.register_forward_hook(lambda *told: seen.append(told[2][0]))
    network(pixel_values=torch.zeros(1, 3, onnx.SIDE, onnx.SIDE))
    handle.remove()
    spatial = tuple((onnx.SIDE // stride,) * 2 for stride in config.feat_strides)
    _, valid = network.model.generate_anchors(spatial)
    chosen = _apart(seen[0][valid[0, :, 0]], queries)
    network.model.enc_score_head.bias.zero_()
    network.model.enc_score_head.weight.zero_()[:queries] = chosen
    kinds = torch.full((queries, config.num_labels), -10.0)
    places = torch.zeros(queries, 4)
    for query, (kind, left, top, right, bottom) in enumerate(onnx.BOXES):
        kinds[query, int(kind)] = 10
        middle_and_size = ((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)
        places[query] = torch.logit(torch.tensor(middle_and_size))
    for classes, boxes in zip(decoder.class_embed, decoder.bbox_embed, strict=True):
        _solve(classes, chosen, kinds)
        for linear in boxes.layers[:-1]:
            torch.nn.init.eye_(linear.weight)
            linear.bias.fill_(ABOVE)  # so that nothing is cut off at nought
    # Wherever a query began, after the first layer it is at the far corner; the second moves it
    # from there, which is as far as `inverse_sigmoid` lets a corner be.
    first, second = (boxes.layers[-1] for boxes in decoder.bbox_embed)
    _nothing(first)
    first.bias.fill_(FAR)
    corner = torch.logit(torch.tensor(1 - 1e-5, dtype=torch.float64)).float()
    _solve(second, chosen + 2 * ABOVE, places - corner)
    network.save_pretrained(folder)
    size = {"width": onnx.SIDE, "height": onnx.SIDE}
    (folder / "preprocessor_config.json").write_text(json.dumps({"size": size}), "utf-8")


def _apart(rows: torch.Tensor, count: int) -> torch.Tensor:
    """That many of the rows, each as far as can be from those before it."""
    chosen = rows[:1]
    while len(chosen) < count:
        distance = torch.cdist(rows, chosen).amin(dim=1)
        chosen = torch.cat([chosen, rows[distance.argmax()][None]])
    return chosen


def _solve(linear: torch.nn.Linear, given: torch.Tensor, wanted: torch.Tensor) -> None:
    """Let it answer what is wanted for each of these rows."""
    ones = torch.ones(len(given), 1)
    answer = torch.linalg.lstsq(
        torch.cat([given, ones], 1).double(), wanted.double(), driver="gelsd"
    )
    linear.weight.copy_(answer.solution[:-1].T)
    linear.bias.copy_(answer.solution[-1])


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def _ocr(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, last in (
        ("ch_PP-OCRv6_tiny_det_infer.safetensors", "head.conv_final"),
        ("seal_PP-OCRv4_det_infer.pth", "head.binarize.conv3"),
    ):
        weights = _network(name)
        weights[f"{last}.weight"].zero_()
        weights[f"{last}.bias"].fill_(10)  # ink everywhere
        _keep(weights, folder / name)
    name = "ch_PP-OCRv6_small_rec_infer.safetensors"
    characters = ["blank", *onnx.characters(), " "]
    weights = _network(name, out_channels=len(characters))
    weights["head.head.weight"].zero_()
    weights["head.head.bias"].zero_()[characters.index(READ)] = 30
    _keep(weights, folder / name)


def _network(name: str, **more: int) -> dict[str, Any]:
    plan = pytorchocr_utility.get_arch_config(name)
    weights: dict[str, Any] = BaseOCRV20(plan, **more).net.state_dict()
    return weights


def _keep(weights: dict[str, Any], file: Path) -> None:
    if file.suffix == ".safetensors":
        save_file({name: weight.contiguous() for name, weight in weights.items()}, file)
    else:
        torch.save(weights, file)


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def _formula(file: Path) -> None:
    """Each word leads to the next: the layers add nothing to the word before."""
    plans = Path(pytorchocr.__file__).parent / "utils/resources/pp_formulanet_arch_config.yaml"
    plan = yaml.safe_load(plans.read_text("utf-8"))["PP-FormulaNet_plus-M"]["Architecture"]
    with torch.device("meta"):  # MinerU wants it as wide as it is, and chance takes its time
        shapes = BaseOCRV20(plan).net.state_dict()
    weights = {name: torch.zeros_like(shape, device="cpu") for name, shape in shapes.items()}
    for name, weight in weights.items():
        if ("norm" in name and name.endswith("weight")) or "running_var" in name:
            weight.fill_(1)
    words = [onnx.WORDS.index(word) for word in ("<s>", *onnx.LATEX, "</s>")]
    known = weights["head.decoder.model.decoder.embed_tokens.weight"]
    known[words, words] = FAR
    for before, after in itertools.pairwise(words):
        weights["head.decoder.lm_head.weight"][after, before] = 1
    torch.save({name: weight.half() for name, weight in weights.items()}, file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
