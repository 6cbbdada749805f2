"""Whether NVIDIA's library is here: asked before what talks to it is loaded."""

from __future__ import annotations

import ctypes

LIBRARY = "libnvidia-ml.so.1"


def nvml_may_be_here() -> bool:
    """Whether the loader finds NVIDIA's library. Loading it does not touch the driver."""
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return False
    return True
