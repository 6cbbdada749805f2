"""Libraries of ours in C, that stand in for a driver's: built once for all tests of a process."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@cache
def shared_library(source: Path, *options: str) -> bytes:
    """The library, to be written where it is wanted; skips where there is no compiler.

    With `beside.h`, it finds the files that lie beside it.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler to build a driver's stand-in library with")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "library.so")
        subprocess.run(
            [
                compiler,
                *("-std=gnu11", "-shared", "-fPIC", "-Wall", "-Werror", "-O1", f"-I{HERE}"),
                *options,
                *("-o", made, source, "-ldl"),
            ],
            check=True,
        )
        return made.read_bytes()
