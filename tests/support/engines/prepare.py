"""Makes what tests of real engines need: ``python -m tests.support.engines.prepare``.

Beside the other tests, as CI does it: most of it is fetching and unpacking several GB, and a test
that comes for an environment before it is there waits for it.
"""

from __future__ import annotations

import sys

import pytest

from core.worker.kinds import EngineName
from tests.support.engines import real


def prepare() -> None:
    """Make each environment, and what stands in for weights. Raises where one cannot be had."""
    magic_pdf = real.interpreter_of(EngineName.MAGIC_PDF)
    mineru = real.interpreter_of(EngineName.MINERU)
    with_torch = real.with_torch(mineru, magic_pdf)
    magic_pdf_npu = real.magic_pdf_with_npu(magic_pdf)
    real.mineru_with_npu(with_torch, mineru, magic_pdf, magic_pdf_npu)
    real.mineru_networks(mineru)
    real.mineru_torch_networks(with_torch)
    real.weights(magic_pdf)


if __name__ == "__main__":
    try:
        prepare()
    except pytest.skip.Exception as reason:
        sys.exit(f"Tests of real engines will be skipped: {reason.msg}")
