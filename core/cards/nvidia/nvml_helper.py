"""The process that calls NVIDIA's management library: every GPU, as JSON (see `serving`).

Run as ``python -m core.cards.nvidia.nvml_helper``. NVML counts cards in PCI order. Where a card is
cut into MIG instances, work can be pinned to an instance only, and each is listed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pynvml

from core.cards.probing.helper_server import serve_requests

_ABSENT = (
    pynvml.NVML_ERROR_LIBRARY_NOT_FOUND,
    pynvml.NVML_ERROR_DRIVER_NOT_LOADED,
    pynvml.NVML_ERROR_NO_DATA,
)


def _value(call: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401
    """What the call returns; ``None`` where the card, the driver or our rights lack it."""
    try:
        return call(*arguments)
    except (pynvml.NVMLError, AttributeError, UnicodeDecodeError):
        return None


def _cards() -> list[dict[str, Any]]:
    cards: list[dict[str, Any]] = []
    for index in range(pynvml.nvmlDeviceGetCount()):
        try:
            handle = pynvml.nvmlDeviceGetHandleByIndex(index)
        except pynvml.NVMLError as error:
            cards.append({"index": index, "mig": None, "lost": int(error.value)})
            continue
        whole = _card(handle, index)
        parts = _instances(handle, index, whole)
        cards.extend(parts if parts is not None else [whole])
    return cards


def _instances(handle: Any, index: int, whole: dict[str, Any]) -> list[dict[str, Any]] | None:  # noqa: ANN401
    """A card's MIG instances; ``None`` when it is not cut, one useless entry when cut into none."""
    mode = _value(pynvml.nvmlDeviceGetMigMode, handle)
    if not mode or mode[0] != pynvml.NVML_DEVICE_MIG_ENABLE:
        return None
    parts: list[dict[str, Any]] = []
    for number in range(_value(pynvml.nvmlDeviceGetMaxMigDeviceCount, handle) or 0):
        part = _value(pynvml.nvmlDeviceGetMigDeviceHandleByIndex, handle, number)
        if part is not None:
            # What belongs to the whole board is asked of the board.
            board = {name: whole[name] for name in ("bus", "health", "temperature_c", "power_mw")}
            parts.append({**_card(part, index), **board, "mig": number})
    return parts or [{**whole, "uncut": True}]


def _card(handle: Any, index: int) -> dict[str, Any]:  # noqa: ANN401
    pci = _value(pynvml.nvmlDeviceGetPciInfo, handle)
    memory = _memory(handle)
    rates = _value(pynvml.nvmlDeviceGetUtilizationRates, handle)
    processes = _value(pynvml.nvmlDeviceGetComputeRunningProcesses, handle)
    return {
        "index": index,
        "mig": None,
        "name": _text(_value(pynvml.nvmlDeviceGetName, handle)),
        "uuid": _text(_value(pynvml.nvmlDeviceGetUUID, handle)),
        "bus": _text(getattr(pci, "busId", None)),
        "health": _health(handle),
        "temperature_c": _temperature(handle),
        "power_mw": _value(pynvml.nvmlDeviceGetPowerUsage, handle),
        "utilisation": getattr(rates, "gpu", None),
        "used": getattr(memory, "used", None),
        "total": getattr(memory, "total", None),
        "processes": None
        if processes is None
        else [
            [process.pid, process.usedGpuMemory, _process_name(process.pid)]
            for process in processes
        ],
    }


def _memory(handle: Any) -> Any:  # noqa: ANN401
    """Used and total. The older of the two calls counts as used what the driver keeps for itself,
    hundreds of MB of a card on which nothing runs; drivers before 510 know only that one.
    """
    version = getattr(pynvml, "nvmlMemory_v2", None)
    told = None if version is None else _value(pynvml.nvmlDeviceGetMemoryInfo, handle, version)
    return _value(pynvml.nvmlDeviceGetMemoryInfo, handle) if told is None else told


def _temperature(handle: Any) -> int | None:  # noqa: ANN401
    """In °C. Drivers before 545 know only the older of the two calls; CUDA 14 drops it."""
    heat = _value(pynvml.nvmlDeviceGetTemperatureV, handle, pynvml.NVML_TEMPERATURE_GPU)
    if heat is None:
        heat = _value(pynvml.nvmlDeviceGetTemperature, handle, pynvml.NVML_TEMPERATURE_GPU)
    return None if heat is None else int(heat)


def _process_name(pid: int) -> str | None:
    """The program's name, of a path that may be long."""
    path = _text(_value(pynvml.nvmlSystemGetProcessName, pid))
    return None if path is None else path.rpartition("/")[2] or path


def _health(handle: Any) -> str:  # noqa: ANN401
    """NVML has no word for health: memory rows that failed, or wait to be remapped, tell it."""
    rows = _value(pynvml.nvmlDeviceGetRemappedRows, handle)  # corrected, not, pending, failed
    if rows and rows[3]:
        return "Critical"
    errors = _value(
        pynvml.nvmlDeviceGetTotalEccErrors,
        handle,
        pynvml.NVML_MEMORY_ERROR_TYPE_UNCORRECTED,
        pynvml.NVML_VOLATILE_ECC,
    )
    return "Warning" if errors or (rows and rows[2]) else "OK"


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value or None if isinstance(value, str) else None


class _NvmlService:
    """Initialises the library on the first question, and again as long as it refuses."""

    def __init__(self) -> None:
        self._ready = False

    def __call__(self, word: str) -> dict[str, Any]:
        try:
            if not self._ready:
                pynvml.nvmlInit()
                self._ready = True
            if word == "version":
                return {"version": _text(pynvml.nvmlSystemGetDriverVersion())}
            return {"cards": _cards()}
        except pynvml.NVMLError as error:
            self._ready = False
            if error.value in _ABSENT:
                return {"absent": str(error)}
            return {"code": int(error.value), "text": str(error)}


if __name__ == "__main__":
    serve_requests(_NvmlService())
