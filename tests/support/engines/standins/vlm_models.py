"""Stands in for the weights of MinerU 4's small networks: one box of text on every page.

Copied as ``sitecustomize.py`` into a folder of an engine's ``PYTHONPATH``: when MinerU's module of
local networks is imported, the networks in it are replaced, and nothing else.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
from typing import Any

MODULE = "mineru.model.runtime.hybrid"


class _Network:
    """Answers as a network that found nothing; as one for layout, one box of text."""

    def __init__(self, layout: bool = False) -> None:
        self._layout = layout

    def batch_predict(self, images: Any, *_: Any, **__: Any) -> list[list[dict[str, Any]]]:
        return [self._page(image) for image in images]

    def _page(self, image: Any) -> list[dict[str, Any]]:
        if not self._layout:
            return []
        width, height = image.size
        box = [0.1 * width, 0.1 * height, 0.9 * width, 0.3 * height]
        return [{"label": "text", "bbox": box, "score": 0.9, "cls_id": 22, "index": 0}]

    def ocr(self, *_: Any, **__: Any) -> list[Any]:
        return [[]]

    def __getattr__(self, name: str) -> Any:
        return _Network()

    def __call__(self, *_: Any, **__: Any) -> Any:
        return []


class _Ocr(_Network):
    """Finds no lines: of each picture, no boxes and no time."""

    @property
    def text_detector(self) -> _Ocr:
        return self

    def batch_predict(self, images: Any, *_: Any, **__: Any) -> Any:
        return [([], 0.0) for _ in images]


class _Context:
    device = "cpu"
    layout_model = _Network(layout=True)
    mfr_model = _Network()
    ocr_model = _Ocr()
    enable_ocr_det_batch = False

    def __init__(self) -> None:
        self.atom_model_manager = self

    def get_atom_model(self, *_: Any, **__: Any) -> _Network:
        return _Network()


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != MODULE:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        run = spec.loader.exec_module

        def execute(module: Any) -> None:
            run(module)
            context = _Context()
            module.HybridLocalModelContextSingleton.get_model = lambda _self: context

        spec.loader.exec_module = execute  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, _Finder())
