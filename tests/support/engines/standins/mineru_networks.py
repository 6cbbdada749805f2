"""Small networks in the places where MinerU 4.0.12 looks for those of its tier ``basic``.

Run by the engine's interpreter: ``python mineru_networks.py FOLDER``. They are run by the real
ONNX runtime, and everything around them is MinerU's own. Ink is really found: lines of text by the
detectors, rules of a table by the one for tables. What a page holds where, and how a line reads,
are answers that do not depend on the picture: `test_mineru_basic` knows them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[4]))  # the engine's interpreter knows no tests

from tests.support.engines.standins.onnx_file import FLOAT, INT64, Graph

REPOSITORY = "MinerU-4_models_onnx"
LAYOUT = "Layout/PP-DocLayoutV2/inference"
OCR = "OCR/paddleocr"
FORMULA = "MFR/pp_formulanet_plus_m"
TABLE = "Table"

SIDE = 800
"""Of the square that the layout network is shown."""
READ = "Headframe"
"""How every line of text reads."""
LATEX = ("x", "+", "y")
WORDS = ("<s>", "<pad>", "</s>", "<unk>", *LATEX)
BOXES = (
    # MinerU's number of the kind; left, top, right, bottom as shares of the page.
    (6, 0.10, 0.05, 0.90, 0.10),  # title
    (22, 0.10, 0.12, 0.90, 0.30),  # text
    (21, 0.10, 0.35, 0.90, 0.55),  # table
    (5, 0.20, 0.60, 0.70, 0.66),  # formula
    (11, 0.80, 0.60, 0.90, 0.66),  # its number
    (14, 0.10, 0.70, 0.45, 0.85),  # picture
    (7, 0.10, 0.86, 0.45, 0.90),  # its caption
    (20, 0.60, 0.70, 0.85, 0.90),  # seal
    (16, 0.45, 0.95, 0.55, 0.98),  # number of the page
)
STRUCTURE = ("<tr>", "<td>", "</td>", "</tr>", "<td", ' colspan="2"')
TABLE_STEPS = ("<tr>", "<td></td>", "<td></td>", "</tr>", "<tr>", "<td></td>", "<td></td>", "</tr>")


def main(folder: Path) -> None:
    """Make them all."""
    root = folder / REPOSITORY
    _layout(root / f"{LAYOUT}.onnx")
    resize = {"type": "Resize", "target_size": [SIDE, SIDE], "interp": 2}
    _configure(root / f"{LAYOUT}.yml", {"Preprocess": [resize]})
    _lines(root / OCR / "ch_PP-OCRv6_tiny_det_infer.onnx")
    _lines(root / OCR / "seal_PP-OCRv4_det_infer.onnx")
    _reading(root / OCR / "ch_PP-OCRv6_small_rec_infer.onnx")
    for name in (
        "ch_PP-OCRv6_tiny_det_inference.yml",
        "ch_PP-OCRv6_small_rec_inference.yml",
        "seal_PP-OCRv4_det_inference.yml",
    ):
        _configure(root / OCR / name, {})
    _formula(root / FORMULA)
    tables(root / TABLE)
    (root / ".mineru_complete").touch()


def tables(folder: Path) -> None:
    """The networks for tables."""
    _table_kind(folder / "PP-LCNet_x1_0_table_cls.onnx")
    _table_structure(folder / "slanet-plus.onnx")
    _table_rules(folder / "unet.onnx")


def _configure(file: Path, body: dict) -> None:  # type: ignore[type-arg]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(body), "utf-8")  # JSON is YAML


def _batch(graph: Graph, images: str) -> str:
    """How many pictures there are, as a vector of one."""
    shape = graph.add("Shape", images)
    return graph.add("Slice", shape, graph.constant([0], "int64"), graph.constant([1], "int64"))


def _for_each(graph: Graph, images: str, answer: str, dimensions: int) -> str:
    """The same answer for each picture: ``answer`` begins with a dimension of one."""
    ones = graph.constant([1] * (dimensions - 1), "int64")
    return graph.add("Tile", answer, graph.add("Concat", _batch(graph, images), ones, axis=0))


def _steps(graph: Graph, images: str, classes: list[int], depth: int) -> str:
    """For each picture a sequence of these classes, each with a one among zeros."""
    steps = graph.constant([classes], "int64")
    values = graph.constant([0.0, 1.0])
    hot = graph.add("OneHot", steps, graph.constant(depth, "int64"), values, axis=-1)
    return _for_each(graph, images, hot, 3)


def _ink(graph: Graph, images: str, below: float) -> str:
    """One where it is darker than that, else nought; one channel of the three."""
    grey = graph.add("ReduceMean", images, axes=[1], keepdims=1)
    return graph.add("Cast", graph.add("Less", grey, graph.constant(below)), to=FLOAT)


def _layout(file: Path) -> None:
    graph = Graph()
    rows = [
        [kind, 0.99, *(SIDE * share for share in (left, top, right, bottom)), order, 0.0]
        for order, (kind, left, top, right, bottom) in enumerate(BOXES)
    ]
    answers = _for_each(graph, "image", graph.constant([rows]), 3)
    # How many of its pixels a page's own pixel has become: for height, and for width.
    factors = graph.add("Unsqueeze", "scale_factor", graph.constant([1], "int64"))
    order = graph.constant([1, 0, 1, 0], "int64")
    corners = graph.add("Gather", factors, order, axis=2)
    same = _for_each(graph, "image", graph.constant([[[1.0, 1.0]]]), 3)
    divisors = graph.add("Concat", same, corners, same, axis=2)
    boxes = graph.add("Div", answers, divisors)
    flat = graph.add("Reshape", boxes, graph.constant([-1, 8], "int64"))
    counts = _for_each(graph, "image", graph.constant([len(BOXES)], "int64"), 1)
    graph.write(
        file,
        [
            ("im_shape", ["n", 2]),
            ("image", ["n", 3, SIDE, SIDE]),
            ("scale_factor", ["n", 2]),
        ],
        [(flat, FLOAT, ["boxes", 8]), (counts, INT64, ["n"])],
    )


def _lines(file: Path) -> None:
    """Ink, run together along the line."""
    graph = Graph()
    lines = graph.add(
        "MaxPool", _ink(graph, "x", 0.0), kernel_shape=[3, 41], pads=[1, 20, 1, 20], strides=[1, 1]
    )
    graph.write(file, [("x", ["n", 3, "h", "w"])], [(lines, FLOAT, ["n", 1, "h", "w"])])


def _reading(file: Path) -> None:
    known = ["blank", *characters(), " "]
    classes = []
    for letter in READ:
        classes += [known.index(letter), 0]  # the blank keeps twins apart
    graph = Graph()
    answer = _steps(graph, "x", classes, len(known))
    shape: list[int | str] = ["n", len(classes), len(known)]
    graph.write(file, [("x", ["n", 3, 48, "w"])], [(answer, FLOAT, shape)])


def characters() -> list[str]:
    """MinerU's own list, found without an import of MinerU."""
    spec = importlib.util.find_spec("mineru")
    assert spec is not None
    assert spec.submodule_search_locations
    place = Path(spec.submodule_search_locations[0]) / "model" / "ocr" / "data"
    lines = (place / "ppocrv6_dict.txt").read_bytes().splitlines()
    return [line.decode().strip("\r\n") for line in lines]


def _formula(folder: Path) -> None:
    graph = Graph()
    tokens = [0, *(WORDS.index(word) for word in LATEX), 2, 1, 1]
    answer = _for_each(graph, "x", graph.constant([tokens], "int64"), 2)
    graph.write(
        folder / "PP-FormulaNet_plus-M.onnx",
        [("x", ["n", 1, 384, 384])],
        [(answer, INT64, ["n", len(tokens)])],
    )
    formula_words(folder)


def formula_words(folder: Path) -> None:
    """The words that a formula is made of."""
    from tokenizers import Tokenizer, decoders, models

    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, "<unk>"))
    tokenizer.decoder = decoders.ByteLevel()
    special = [
        {"id": i, "content": word, "special": True} for i, word in enumerate(WORDS) if "<" in word
    ]
    told = json.loads(tokenizer.to_str())
    for entry in special:
        flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
        told["added_tokens"].append({**entry, **flags})
    body = {"PostProcess": {"character_dict": {"fast_tokenizer_file": told}}}
    _configure(folder / "PP-FormulaNet_plus-M_inference.yml", body)


def _table_kind(file: Path) -> None:
    graph = Graph()
    answer = _for_each(graph, "x", graph.constant([[0.9, 0.1]]), 2)  # with rules
    graph.write(file, [("x", ["n", 3, 224, 224])], [(answer, FLOAT, ["n", 2])])


def _table_structure(file: Path) -> None:
    """Two rows of two cells. Cells are corners, as shares of the padded square."""
    known = [word for word in (*STRUCTURE, "<td></td>") if word != "<td>"]
    characters = ["sos", *known, "eos"]
    classes = [characters.index(step) for step in (*TABLE_STEPS, "eos")]
    cells = np.zeros((1, len(classes), 8), np.float32)
    _, left, top, right, bottom = next(box for box in BOXES if box[0] == 21)
    flat = (bottom - top) * 2**0.5 / (right - left)  # of a sheet of A4
    number = 0
    for step, word in enumerate(TABLE_STEPS):
        if word == "<td></td>":
            left, top = 0.5 * (number % 2), 0.5 * flat * (number // 2)
            right, bottom = left + 0.5, top + 0.5 * flat
            cells[0, step] = (left, top, right, top, right, bottom, left, bottom)
            number += 1
    graph = Graph()
    places = _for_each(graph, "x", graph.constant(cells), 3)
    answer = _steps(graph, "x", classes, len(characters))
    graph.write(
        file,
        [("x", ["n", 3, 488, 488])],
        [
            (places, FLOAT, ["n", len(classes), 8]),
            (answer, FLOAT, ["n", len(classes), len(characters)]),
        ],
        {"character": "\n".join(STRUCTURE)},
    )


def _table_rules(file: Path) -> None:
    """Long runs of ink: one where they lie, two where they stand."""
    graph = Graph()
    ink = _ink(graph, "x", 1.0)
    along = graph.add("AveragePool", ink, kernel_shape=[1, 61], pads=[0, 30, 0, 30], strides=[1, 1])
    across = graph.add(
        "AveragePool", ink, kernel_shape=[61, 1], pads=[30, 0, 30, 0], strides=[1, 1]
    )
    enough = graph.constant(0.9)
    lies = graph.add("Cast", graph.add("Greater", along, enough), to=FLOAT)
    stands = graph.add("Cast", graph.add("Greater", across, enough), to=FLOAT)
    two = graph.add("Mul", stands, graph.constant(2.0))
    answer = graph.add("Max", lies, two)
    graph.write(file, [("x", ["n", 3, "h", "w"])], [(answer, FLOAT, ["n", 1, "h", "w"])])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
