"""The scripts of `packaging` as modules: the folder is no package."""

from __future__ import annotations

import functools
import importlib.util
import sys
from types import ModuleType

from tests.support.paths import ROOT


@functools.cache
def script(name: str) -> ModuleType:
    """``packaging/<name>.py``, loaded once."""
    spec = importlib.util.spec_from_file_location(
        f"packaging_{name}", ROOT / "packaging" / f"{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    sys.path.append(str(ROOT / "packaging"))  # a script imports what lies beside it
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "packaging"))
    return module
