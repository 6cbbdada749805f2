"""The text object of each letter, as a number: letters of one object share font and size."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_Function = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


def object_addresses(textpage: Any) -> Callable[[int], int]:  # noqa: ANN401 - pypdfium2's handle
    """Index of a letter → address of its text object, 0 for none.

    pypdfium2's own function makes an object of ctypes for each letter, which takes several times as
    long as PDFium does.
    """
    from pypdfium2 import raw

    address = ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value
    handle = ctypes.cast(textpage, ctypes.c_void_p)
    find = _Function(address or 0)
    return lambda index: find(handle, index) or 0
